package dev.kinglet.internal.plan;

import dev.kinglet.type.Codec;
import dev.kinglet.type.DataType;
import dev.kinglet.type.Dialect;
import org.jspecify.annotations.Nullable;

/**
 * One placeholder of a statement: which value of the call goes there, and how.
 *
 * @param value the index of the value, in the order of the walk
 * @param codec writes it
 * @param listType how a list travels in one value; null for a value that is no list
 * @param element which element of a list goes here, where each has a placeholder; -1 otherwise.
 *     Behind the last element it is repeated.
 * @param label what it is compared with or stored in, for messages
 */
public record BindSlot(
        int value, Codec<?> codec, @Nullable String listType, int element, String label) {

    /** Whether lists of that type need a placeholder for each element. */
    static boolean padded(DataType<?> type, Dialect dialect) {
        return type.codec(dialect).listType() == null;
    }

    /**
     * The number of placeholders for so many elements: the next power of two, so that few plans
     * serve all lengths.
     */
    static int bucket(int size) {
        return size <= 1 ? 1 : Integer.highestOneBit(size - 1) << 1;
    }
}
