package dev.kinglet.internal.exec;

import dev.kinglet.errors.ErrorContext;
import java.sql.SQLException;

/** Begins and ends transactions of the current thread; an inner one is a savepoint. */
public final class Transactions {
    private final Connections connections;

    public Transactions(Connections connections) {
        this.connections = connections;
    }

    /** Begins a level; {@link Open#commit} or {@link Open#rollback} has to end it. */
    public Open begin() {
        Connections.Scope scope = connections.keep();
        scope.session().begin();
        return new Open(scope);
    }

    /** A level that is open. Used by the thread that began it. */
    public final class Open {
        private final Connections.Scope scope;

        private Open(Connections.Scope scope) {
            this.scope = scope;
        }

        /** 1 for a transaction, more for savepoints in it. */
        public int depth() {
            return scope.session().depth();
        }

        /**
         * Ends the level well; where the database refuses, the level is undone and the refusal
         * thrown.
         */
        public void commit() {
            try {
                scope.session().commit();
            } catch (SQLException e) {
                RuntimeException refused = connections.translate(e, ErrorContext.NONE);
                rollback(refused);
                throw refused;
            }
            scope.close();
        }

        /** Undoes the level because of an error; an error of the undoing is attached to it. */
        public void rollback(Throwable because) {
            try {
                scope.session().rollback();
            } catch (SQLException | RuntimeException e) {
                // its state is unknown, so nobody may get this connection again
                scope.session().abandon();
                because.addSuppressed(e);
            } finally {
                scope.close();
            }
        }

        /** Undoes the level, and begins it again. */
        public void restart() {
            try {
                scope.session().rollback();
            } catch (SQLException e) {
                throw connections.translate(e, ErrorContext.NONE);
            } finally {
                scope.session().begin();
            }
        }

        /** Ends the level well, and begins it again. */
        public void commitAndRestart() {
            try {
                scope.session().commit();
            } catch (SQLException e) {
                throw connections.translate(e, ErrorContext.NONE);
            }
            scope.session().begin();
        }
    }
}
