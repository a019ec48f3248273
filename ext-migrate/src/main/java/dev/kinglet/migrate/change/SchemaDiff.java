package dev.kinglet.migrate.change;

import java.util.ArrayList;
import java.util.List;

/**
 * How models and a schema differ: the operations that make the schema like the models, in the order
 * in which they can be run.
 */
public final class SchemaDiff {
    private final SchemaState before;
    private final List<Operation> operations;
    private final List<String> unmanaged;

    /**
     * @param before the schema
     * @param unmanaged what it has that no model declares, and that stays
     */
    public SchemaDiff(SchemaState before, List<Operation> operations, List<String> unmanaged) {
        this.before = before;
        this.operations = List.copyOf(operations);
        this.unmanaged = List.copyOf(unmanaged);
    }

    /** Whether there is nothing to do. What is unmanaged does not count. */
    public boolean isEmpty() {
        return operations.isEmpty();
    }

    /** What has to be done, in order. */
    public List<Operation> operations() {
        return operations;
    }

    /** What takes it back, one for each operation, the last one first. */
    public List<Inverse> inverses() {
        return Inverse.of(operations, before);
    }

    /** A line for each operation, with what there is and what there will be. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        SchemaState state = before;
        for (Operation operation : operations) {
            lines.add(Lines.of(operation, state));
            state = state.after(operation);
        }
        return lines;
    }

    /** What no model declares: {@code table audit_log}. */
    public List<String> unmanaged() {
        return unmanaged;
    }

    /** The schema as it was compared. */
    public SchemaState before() {
        return before;
    }

    /** The schema as it will be. */
    public SchemaState after() {
        return before.after(operations);
    }

    /** Its {@link #lines}. */
    @Override
    public String toString() {
        return isEmpty() ? "no difference" : String.join("\n", lines());
    }
}
