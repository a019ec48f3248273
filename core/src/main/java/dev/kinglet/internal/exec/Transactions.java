package dev.kinglet.internal.exec;

import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.KingletException;
import dev.kinglet.errors.OperationalException;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.type.Dialect;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Begins and ends transactions of the current thread; an inner one is a savepoint. */
public final class Transactions {
    private final Connections connections;
    private final TransactionMode defaults;

    /**
     * @param defaults how transactions of this database are begun unless they say otherwise
     */
    public Transactions(Connections connections, TransactionMode defaults) {
        this.connections = connections;
        this.defaults = defaults;
    }

    /**
     * Begins a level for a step of our own, which {@link Open#commit} or {@link Open#rollback} has
     * to end.
     */
    public Open begin() {
        return start(TransactionMode.USUAL);
    }

    /**
     * Begins a level for a block of the application, or joins the one there is.
     *
     * @throws ProgrammingException where the transaction around it does not give what is asked for,
     *     or transactions are in the application's own hands
     */
    public Open begin(TransactionMode asked) {
        Session around = connections.current();
        if (around != null) {
            refuse(around, asked);
        }
        return asked.joined() && depth() > 0 ? new Open(connections.keep(), true) : start(asked);
    }

    /**
     * Runs a step of our own in a level, which is ended well when it returns, and undone when it
     * throws.
     */
    public <R extends @Nullable Object, X extends Exception> R run(Body<R, X> body) throws X {
        return within(begin(), body);
    }

    /** Runs a block of the application in a level, which is begun as {@link #begin} says. */
    public <R extends @Nullable Object, X extends Exception> R run(
            TransactionMode asked, Body<R, X> body) throws X {
        return within(begin(asked), body);
    }

    private static <R extends @Nullable Object, X extends Exception> R within(
            Open open, Body<R, X> body) throws X {
        R result;
        try {
            result = body.run(open);
        } catch (Throwable e) { // Kotlin throws checked exceptions from anywhere
            open.rollback(e);
            throw e;
        }
        open.commit();
        return result;
    }

    /** Leaves beginning and ending to the application until it is closed. */
    public Manual manual() {
        Session around = connections.current();
        if (around != null && around.depth() > 0 && !around.isManual()) {
            throw new ProgrammingException(
                    "transactions are taken into hand inside of a block that is one",
                    null,
                    "use the Transaction that the block is given, or begin outside of it");
        }
        return new Manual(this, connections.keep());
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

    /** How many transactions and savepoints this thread is in. */
    public int depth() {
        return connections.depth();
    }

    /** Whether the same transaction, begun anew, may succeed where this is why it failed. */
    public boolean mayRepeat(OperationalException failure) {
        return switch (failure.kind()) {
            case SERIALIZATION, DEADLOCK -> true;
            // there it is how SQLite says that others write; a server's lock was waited for
            case LOCK_TIMEOUT -> connections.dialect() == Dialect.SQLITE;
            default -> false;
        };
    }

    /** A session for a coroutine: that of this thread where it has one, else a new one. */
    public CarriedSession carry() {
        Session here = connections.current();
        return new CarriedSession(connections, here == null ? new Session(connections) : here);
    }

    /**
     * A session that belongs to no thread.
     *
     * @param mode of its transaction; null for none
     */
    public CarriedWork work(@Nullable TransactionMode mode) {
        return new CarriedWork(connections, this, mode);
    }

    /** Whether this thread keeps a connection, for a scope or a transaction. */
    public boolean isKept() {
        return connections.current() != null;
    }

    /** How many connections there may be at once. */
    public int maximum() {
        return connections.maximum();
    }

    /** How many milliseconds a connection is waited for. */
    public long patience() {
        return connections.patience();
    }

    Open start(TransactionMode asked) {
        Connections.Scope scope = connections.keep();
        try {
            scope.session().begin(asked.over(defaults));
        } catch (RuntimeException e) {
            scope.close();
            throw e;
        }
        return new Open(scope, false);
    }

    boolean isMine(Session session) {
        return connections.current() == session;
    }

    private void refuse(Session around, TransactionMode asked) {
        if (around.isManual()) {
            throw new ProgrammingException(
                    "a block begins where transactions are in the application's own hands",
                    null,
                    "call begin, commit and rollback of manual(), or close it before");
        }
        String missing =
                around.depth() == 0
                        ? null
                        : asked.missingIn(around.mode(), connections.dialect() == Dialect.SQLITE);
        if (missing != null) {
            throw new ProgrammingException(
                    "a block asks for "
                            + missing
                            + ", which the transaction around it does not give",
                    null,
                    "ask for it where the outermost transaction begins");
        }
    }

    private KingletException translated(SQLException error) {
        return connections.translate(error, ErrorContext.NONE);
    }

    /** What runs in a level. */
    public interface Body<R extends @Nullable Object, X extends Exception> {
        R run(Open open) throws X;
    }

    /** A level that is open, or a part of one. */
    public final class Open {
        private final Connections.Scope scope;
        private final int depth;
        private final boolean joined;
        private boolean ended;

        private Open(Connections.Scope scope, boolean joined) {
            this.scope = scope;
            this.depth = scope.session().depth();
            this.joined = joined;
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
            if (joined) {
                leave();
                return;
            }
            Session session = scope.session();
            if (session.depth() != depth && isAround(this::commit)) {
                return;
            }
            if (session.isEnded()) {
                leave();
                throw new ProgrammingException(
                        "a block is committed in work that is over",
                        null,
                        "close the work after its blocks");
            }
            List<Runnable> works;
            try {
                works = session.commit();
            } catch (SQLException e) {
                RuntimeException refused = translated(e);
                rollback(refused);
                throw refused;
            } catch (RuntimeException e) {
                rollback(e);
                throw e;
            }
            leave();
            AfterWork.run(works);
            session.nowInnermost();
        }

        /** Undoes the level because of an error; an error of the undoing is attached to it. */
        public void rollback(Throwable because) {
            if (isAround(() -> rollback(because))) {
                return;
            }
            undo().forEach(because::addSuppressed);
        }

        /** Undoes the level. */
        public void rollback() {
            AfterWork.throwFirst(undo());
        }

        private List<Throwable> undo() {
            List<Throwable> failures = new ArrayList<>(0);
            Session session = scope.session();
            if (joined || session.isEnded()) {
                leave();
                return failures;
            }
            Level level = session.level(depth);
            try {
                session.rollback();
            } catch (SQLException | RuntimeException e) {
                // its state is unknown, so nobody may get this connection again
                session.abandon();
                failures.add(e instanceof SQLException sql ? translated(sql) : e);
            } finally {
                leave();
            }
            failures.addAll(AfterWork.failuresOf(level.afterRollback()));
            session.nowInnermost();
            return failures;
        }

        /** Whether a level inside of this one is open; then this one ends after that. */
        private boolean isAround(Runnable end) {
            Session session = scope.session();
            if (joined || session.isEnded() || session.depth() == depth) {
                return false;
            }
            session.level(depth).whenInnermost(end);
            return true;
        }

        /** Undoes the level, and begins it again. */
        public void restart() {
            Session session = mine();
            Level level = session.level(depth);
            List<Throwable> failures = new ArrayList<>(0);
            try {
                session.rollback();
            } catch (SQLException | RuntimeException e) {
                session.abandon();
                failures.add(e instanceof SQLException sql ? translated(sql) : e);
            } finally {
                session.beginAgain();
            }
            failures.addAll(AfterWork.failuresOf(level.afterRollback()));
            AfterWork.throwFirst(failures);
        }

        /**
         * Ends the level well, and begins it again. In between runs what was to run after the
         * outermost level. Where the database refuses, nothing goes on before the level is undone.
         */
        public void commitAndRestart() {
            Session session = mine();
            List<Runnable> works;
            try {
                works = session.commit();
            } catch (SQLException e) {
                KingletException refused = translated(e);
                session.refused(refused);
                throw refused;
            }
            try {
                AfterWork.run(works);
            } finally {
                session.beginAgain();
            }
        }

        /** Runs the work when the outermost level is committed, unless this one is undone. */
        public void afterCommit(Runnable work) {
            mine().level(depth).afterCommit(work);
        }

        /** Runs the work when this level, or one around it, is undone. */
        public void afterRollback(Runnable work) {
            mine().level(depth).afterRollback(work);
        }

        private void leave() {
            ended = true;
            scope.close();
        }

        private Session mine() {
            Session session = scope.session();
            if (ended) {
                throw new ProgrammingException(
                        "a transaction is used after its block has ended",
                        null,
                        "use it in the block that it is given to, and nowhere else");
            }
            if (!isMine(session)) {
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
}
