package dev.kinglet.migrate.change;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What takes an operation back.
 *
 * @param operations in order; empty where there is no way, or nothing to do
 * @param isPossible whether the schema is as before when they were run
 * @param lost what does not come back, or why there is no way; null where all does
 */
public record Inverse(List<Operation> operations, boolean isPossible, @Nullable String lost) {
    public Inverse {
        operations = List.copyOf(operations);
    }

    static Inverse by(Operation... operations) {
        return new Inverse(List.of(operations), true, null);
    }

    static Inverse by(List<Operation> operations, String lost) {
        return new Inverse(operations, true, lost);
    }

    static Inverse none(String why) {
        return new Inverse(List.of(), false, why);
    }

    /** Those of a list, one for each, the last operation's first. */
    public static List<Inverse> of(List<Operation> operations, SchemaState before) {
        List<Inverse> inverses = new ArrayList<>();
        SchemaState state = before;
        for (Operation operation : operations) {
            inverses.add(of(operation, state));
            state = state.after(operation);
        }
        Collections.reverse(inverses);
        return inverses;
    }

    /** That of one operation, where the schema was like this before it. */
    public static Inverse of(Operation operation, SchemaState before) {
        return Inverses.of(operation, before);
    }
}
