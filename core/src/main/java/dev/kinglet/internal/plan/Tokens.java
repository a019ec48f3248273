package dev.kinglet.internal.plan;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of a shape, and their hash. One object for many shapes, one after the other; for one
 * thread.
 */
final class Tokens {
    private @Nullable Object[] tokens = new Object[64];
    private int size;
    private int hash = 1;

    /** Begins anew. What stood here stays in memory until others take its places. */
    void clear() {
        size = 0;
        hash = 1;
    }

    /**
     * Nothing is written where the same stands already, as it does where a thread asks twice in a
     * row for the same: a reference that is written into what is old costs a memory barrier with
     * the usual collector (G1), and all of these were a twentieth of the time of an insert.
     *
     * @param code what stands for it in the hash; equal tokens have the same
     */
    void add(@Nullable Object token, int code) {
        if (size == tokens.length) {
            tokens = Arrays.copyOf(tokens, size * 2);
        }
        if (tokens[size] != token) {
            tokens[size] = token;
        }
        size++;
        hash = 31 * hash + code;
    }

    int hash() {
        return hash;
    }

    ShapeKey toKey() {
        return new ShapeKey(Arrays.copyOf(tokens, size), hash);
    }

    boolean areThoseOf(ShapeKey key) {
        return key.hashCode() == hash && key.sameAs(tokens, size);
    }

    /** Whether the first tokens of both are equal. */
    static boolean equal(@Nullable Object[] some, @Nullable Object[] others, int size) {
        for (int i = 0; i < size; i++) {
            Object one = some[i];
            if (one != others[i] && (one == null || !one.equals(others[i]))) {
                return false;
            }
        }
        return true;
    }
}
