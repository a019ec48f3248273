package dev.kinglet;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.internal.plan.DdlRenderer;
import dev.kinglet.query.CheckReturnValue;
import dev.kinglet.schema.SchemaChange;
import dev.kinglet.schema.SchemaChange.Dependents;
import dev.kinglet.schema.SchemaChange.Existing;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A change of the schema that was said and not yet done: {@link #sql} shows it, {@link #execute}
 * does it. An immutable value; each option answers a new one.
 */
@CheckReturnValue
public abstract sealed class SchemaStatement {
    final Schema schema;

    private SchemaStatement(Schema schema) {
        this.schema = schema;
    }

    /** What is changed, in order. */
    public abstract List<SchemaChange> changes();

    /**
     * The statements that would be sent, in order; empty where the database has nothing of the
     * kind, as SQLite has no comments.
     *
     * @throws ProgrammingException for what the database cannot do
     */
    public final List<String> sql() {
        return render(changes());
    }

    /**
     * Sends them. All or nothing, in one transaction, but for an index that is made concurrently.
     */
    public final void execute() {
        List<SchemaChange> changes = changes();
        boolean alone =
                changes.stream()
                        .anyMatch(c -> c instanceof SchemaChange.CreateIndex i && i.concurrently());
        schema.run(render(changes), !alone);
    }

    private List<String> render(List<SchemaChange> changes) {
        DdlRenderer renderer = new DdlRenderer(schema.database().dialect());
        List<String> sql = new ArrayList<>();
        changes.forEach(change -> sql.addAll(renderer.render(change)));
        return sql;
    }

    /** The SQL. */
    @Override
    public final String toString() {
        return String.join(";\n", sql());
    }

    /** Something that is created: what is there already stays as it is unless said otherwise. */
    public static final class Create extends SchemaStatement {
        private final Function<Create, List<SchemaChange>> changes;
        final Existing existing;

        Create(Schema schema, Function<Create, List<SchemaChange>> changes) {
            this(schema, changes, Existing.KEEP);
        }

        private Create(
                Schema schema, Function<Create, List<SchemaChange>> changes, Existing existing) {
            super(schema);
            this.changes = changes;
            this.existing = existing;
        }

        /** Whether what is there already stays as it is, or is an error. True unless said. */
        public Create ifNotExists(boolean keep) {
            return new Create(schema, changes, keep ? Existing.KEEP : Existing.FAIL);
        }

        @Override
        public List<SchemaChange> changes() {
            return changes.apply(this);
        }
    }

    /** Tables that are created, those that are there already stay as they are. */
    public static final class CreateTables extends SchemaStatement {
        private final Function<CreateTables, List<SchemaChange>> changes;
        final Existing existing;
        final boolean temporary;

        CreateTables(Schema schema, Function<CreateTables, List<SchemaChange>> changes) {
            this(schema, changes, Existing.KEEP, false);
        }

        private CreateTables(
                Schema schema,
                Function<CreateTables, List<SchemaChange>> changes,
                Existing existing,
                boolean temporary) {
            super(schema);
            this.changes = changes;
            this.existing = existing;
            this.temporary = temporary;
        }

        /** Whether a table that is there stays as it is, or is an error. True unless said. */
        public CreateTables ifNotExists(boolean keep) {
            Existing said = keep ? Existing.KEEP : Existing.FAIL;
            return new CreateTables(schema, changes, said, temporary);
        }

        /**
         * They end with the connection, and are seen by no other: use it inside of {@code
         * database.connection()} or a transaction. Tables that are referred to are not made then.
         */
        public CreateTables temporary() {
            return new CreateTables(schema, changes, existing, true);
        }

        @Override
        public List<SchemaChange> changes() {
            return changes.apply(this);
        }
    }

    /** Changes that were made elsewhere. */
    static final class Given extends SchemaStatement {
        private final List<SchemaChange> changes;

        Given(Schema schema, List<SchemaChange> changes) {
            super(schema);
            this.changes = changes;
        }

        @Override
        public List<SchemaChange> changes() {
            return changes;
        }
    }

    /** A view that is created. */
    public static final class CreateView extends SchemaStatement {
        private final SchemaChange.CreateView view;

        CreateView(Schema schema, SchemaChange.CreateView view) {
            super(schema);
            this.view = view;
        }

        /** Whether a view that is there stays as it is, or is an error. True unless said. */
        public CreateView ifNotExists(boolean keep) {
            return with(
                    view.materialized(), view.temporary(), keep ? Existing.KEEP : Existing.FAIL);
        }

        /** In place of a view that is there. PostgreSQL wants the same columns, or more. */
        public CreateView orReplace() {
            return with(view.materialized(), view.temporary(), Existing.REPLACE);
        }

        /** With its rows kept until {@link Schema#refresh}. PostgreSQL only. */
        public CreateView materialized() {
            return with(true, view.temporary(), view.existing());
        }

        /** Ends with the connection, and is seen by no other. */
        public CreateView temporary() {
            return with(view.materialized(), true, view.existing());
        }

        @Override
        public List<SchemaChange> changes() {
            return List.of(view);
        }

        private CreateView with(boolean materialized, boolean temporary, Existing existing) {
            return new CreateView(
                    schema,
                    new SchemaChange.CreateView(
                            view.name(), view.query(), materialized, temporary, existing));
        }
    }

    /** A sequence that is created. */
    public static final class CreateSequence extends SchemaStatement {
        private final SchemaChange.CreateSequence sequence;

        CreateSequence(Schema schema, SchemaChange.CreateSequence sequence) {
            super(schema);
            this.sequence = sequence;
        }

        /** Whether a sequence that is there stays as it is, or is an error. True unless said. */
        public CreateSequence ifNotExists(boolean keep) {
            return with(sequence.start(), sequence.increment(), keep);
        }

        /** The first number; 1 unless said. */
        public CreateSequence start(long number) {
            return with(number, sequence.increment(), sequence.existing() == Existing.KEEP);
        }

        /** From one number to the next; 1 unless said. */
        public CreateSequence increment(long step) {
            return with(sequence.start(), step, sequence.existing() == Existing.KEEP);
        }

        @Override
        public List<SchemaChange> changes() {
            return List.of(sequence);
        }

        private CreateSequence with(long start, long increment, boolean keep) {
            return new CreateSequence(
                    schema,
                    new SchemaChange.CreateSequence(
                            sequence.name(),
                            start,
                            increment,
                            keep ? Existing.KEEP : Existing.FAIL));
        }
    }

    /** An index that is created. */
    public static final class CreateIndex extends SchemaStatement {
        private final SchemaChange.CreateIndex index;

        CreateIndex(Schema schema, SchemaChange.CreateIndex index) {
            super(schema);
            this.index = index;
        }

        /** Whether an index that is there stays as it is, or is an error. True unless said. */
        public CreateIndex ifNotExists(boolean keep) {
            return with(keep ? Existing.KEEP : Existing.FAIL, index.concurrently());
        }

        /**
         * While others write. It may not be in a transaction then, and where it fails PostgreSQL
         * leaves an index that is not valid: drop that. On SQLite it changes nothing.
         */
        public CreateIndex concurrently() {
            return with(index.existing(), true);
        }

        @Override
        public List<SchemaChange> changes() {
            return List.of(index);
        }

        private CreateIndex with(Existing existing, boolean concurrently) {
            return new CreateIndex(
                    schema,
                    new SchemaChange.CreateIndex(
                            index.name(), index.index(), existing, concurrently));
        }
    }

    /** Something that is dropped; that it is not there is no error unless said otherwise. */
    public static final class Drop extends SchemaStatement {
        private final Function<Drop, List<SchemaChange>> changes;
        final boolean ifExists;
        final Dependents dependents;

        Drop(Schema schema, Function<Drop, List<SchemaChange>> changes) {
            this(schema, changes, true, Dependents.UNSAID);
        }

        private Drop(
                Schema schema,
                Function<Drop, List<SchemaChange>> changes,
                boolean ifExists,
                Dependents dependents) {
            super(schema);
            this.changes = changes;
            this.ifExists = ifExists;
            this.dependents = dependents;
        }

        /** Whether it may not be there. True unless said. */
        public Drop ifExists(boolean may) {
            return new Drop(schema, changes, may, dependents);
        }

        /** With what hangs on it: foreign keys, views. PostgreSQL only. */
        public Drop cascade() {
            return new Drop(schema, changes, ifExists, Dependents.CASCADE);
        }

        /** Not where something hangs on it, which is so anyway. PostgreSQL only. */
        public Drop restrict() {
            return new Drop(schema, changes, ifExists, Dependents.RESTRICT);
        }

        @Override
        public List<SchemaChange> changes() {
            return changes.apply(this);
        }
    }

    /** Tables that lose all their rows. */
    public static final class Truncate extends SchemaStatement {
        private final Function<Truncate, SchemaChange> change;
        final boolean restartIdentity;
        final Dependents dependents;

        Truncate(Schema schema, Function<Truncate, SchemaChange> change) {
            this(schema, change, false, Dependents.UNSAID);
        }

        private Truncate(
                Schema schema,
                Function<Truncate, SchemaChange> change,
                boolean restartIdentity,
                Dependents dependents) {
            super(schema);
            this.change = change;
            this.restartIdentity = restartIdentity;
            this.dependents = dependents;
        }

        /**
         * Numbers begin anew. SQLite's do so in any case, but for a table that was made with
         * AUTOINCREMENT.
         */
        public Truncate restartIdentity() {
            return new Truncate(schema, change, true, dependents);
        }

        /** With the rows of tables that refer to them. PostgreSQL only. */
        public Truncate cascade() {
            return new Truncate(schema, change, restartIdentity, Dependents.CASCADE);
        }

        @Override
        public List<SchemaChange> changes() {
            return List.of(change.apply(this));
        }
    }

    /** A materialized view that is computed anew. */
    public static final class Refresh extends SchemaStatement {
        private final SchemaChange.RefreshView view;

        Refresh(Schema schema, SchemaChange.RefreshView view) {
            super(schema);
            this.view = view;
        }

        /** While others read it; it needs a unique index over columns for that. */
        public Refresh concurrently() {
            return new Refresh(schema, new SchemaChange.RefreshView(view.name(), true));
        }

        @Override
        public List<SchemaChange> changes() {
            return List.of(view);
        }
    }
}
