package dev.kinglet.internal.exec;

import dev.kinglet.errors.AfterCommitException;
import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.ProgrammingException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

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

    /**
     * Runs the work when the transaction of this thread is committed, or at once outside of one.
     */
    public void afterCommit(Runnable work) {
        Session session = connections.current();
        Level level = session == null ? null : session.innermost();
        if (level == null) {
            work.run();
        } else {
            level.afterCommit(work);
        }
    }

    /** A level that is open. */
    public final class Open {
        private final Connections.Scope scope;
        private final int depth;
        private boolean ended;

        private Open(Connections.Scope scope) {
            this.scope = scope;
            this.depth = scope.session().depth();
        }

        /** 1 for a transaction, more for savepoints in it. */
        public int depth() {
            return depth;
        }

        /**
         * Ends the level well; where the database refuses, the level is undone and the refusal
         * thrown. What was to run after the outermost level runs now, with the connection given
         * back.
         */
        public void commit() {
            List<Runnable> works;
            try {
                works = scope.session().commit();
            } catch (SQLException e) {
                RuntimeException refused = connections.translate(e, ErrorContext.NONE);
                rollback(refused);
                throw refused;
            } catch (RuntimeException e) {
                rollback(e);
                throw e;
            }
            ended = true;
            scope.close();
            runAll(works);
        }

        /** Undoes the level because of an error; an error of the undoing is attached to it. */
        public void rollback(Throwable because) {
            Session session = scope.session();
            Level level = session.innermost();
            ended = true;
            try {
                session.rollback();
            } catch (SQLException | RuntimeException e) {
                // its state is unknown, so nobody may get this connection again
                session.abandon();
                because.addSuppressed(e);
            } finally {
                scope.close();
            }
            if (level != null) {
                failuresOf(level.afterRollback()).forEach(because::addSuppressed);
            }
        }

        /** Undoes the level, and begins it again. */
        public void restart() {
            Session session = mine();
            Level level = session.innermost();
            try {
                session.rollback();
            } catch (SQLException e) {
                throw connections.translate(e, ErrorContext.NONE);
            } finally {
                session.begin();
            }
            if (level != null) {
                throwFirst(failuresOf(level.afterRollback()));
            }
        }

        /**
         * Ends the level well, and begins it again. In between runs what was to run after the
         * outermost level.
         */
        public void commitAndRestart() {
            Session session = mine();
            List<Runnable> works;
            try {
                works = session.commit();
            } catch (SQLException e) {
                throw connections.translate(e, ErrorContext.NONE);
            }
            try {
                runAll(works);
            } finally {
                session.begin();
            }
        }

        /** Runs the work when the outermost level is committed, unless this one is undone. */
        public void afterCommit(Runnable work) {
            innermost().afterCommit(work);
        }

        /** Runs the work when this level, or one around it, is undone. */
        public void afterRollback(Runnable work) {
            innermost().afterRollback(work);
        }

        private Level innermost() {
            Level level = mine().innermost();
            if (level == null) {
                throw new AssertionError("a level that is open and not there");
            }
            return level;
        }

        private Session mine() {
            Session session = scope.session();
            if (ended) {
                throw new ProgrammingException(
                        "a transaction is used after its block has ended",
                        null,
                        "use it in the block that it is given to, and nowhere else");
            }
            if (connections.current() != session) {
                throw new ProgrammingException(
                        "a transaction is used by a thread that is not in it",
                        null,
                        "a transaction belongs to the thread that began it: begin another one here");
            }
            if (session.depth() != depth) {
                throw new ProgrammingException(
                        "a transaction is used while a savepoint in it is open",
                        null,
                        "use the Transaction that the inner block is given, or wait for its end");
            }
            return session;
        }
    }

    private static void runAll(List<Runnable> works) {
        List<Throwable> failures = failuresOf(works);
        if (!failures.isEmpty()) {
            throw new AfterCommitException(works.size(), failures);
        }
    }

    /** Runs all of them in order, whatever comes of each. */
    private static List<Throwable> failuresOf(List<Runnable> works) {
        List<Throwable> failures = new ArrayList<>(0);
        for (Runnable work : works) {
            try {
                work.run();
            } catch (Throwable e) { // Kotlin throws checked exceptions from anywhere
                failures.add(e);
            }
        }
        return failures;
    }

    private static void throwFirst(List<Throwable> failures) {
        if (failures.isEmpty()) {
            return;
        }
        Throwable first = failures.get(0);
        failures.stream().skip(1).forEach(first::addSuppressed);
        Transactions.<RuntimeException>rethrow(first);
    }

    @SuppressWarnings("unchecked") // whatever it is, it passes as it is
    private static <X extends Throwable> void rethrow(Throwable error) throws X {
        throw (X) error;
    }
}
