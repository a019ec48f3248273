package dev.kinglet.internal.exec;

import dev.kinglet.errors.ProgrammingException;
import org.jspecify.annotations.Nullable;

/** Transactions in the application's own hands, in one thread; see {@code Database.manual()}. */
public final class Manual implements AutoCloseable {
    private final Transactions transactions;
    private final Connections.Scope scope;
    private Transactions.@Nullable Open begunHere;
    private boolean closed;

    Manual(Transactions transactions, Connections.Scope scope) {
        this.transactions = transactions;
        this.scope = scope;
        scope.session().manual(+1);
    }

    /** Begins a transaction. */
    public void begin(TransactionMode asked) {
        Session session = mine();
        if (session.depth() > 0) {
            throw new ProgrammingException(
                    "a transaction is begun inside of another one",
                    null,
                    "commit or roll back the one that is open");
        }
        begunHere = transactions.start(asked);
        session.manualTransaction(begunHere);
    }

    public void commit() {
        open().commit();
    }

    public void rollback() {
        open().rollback();
    }

    /** The transaction that is open, for what is to run after it. */
    public Transactions.Open current() {
        Transactions.Open open = mine().manualTransaction();
        if (open == null) {
            throw new ProgrammingException(
                    "a commit or a rollback without a transaction", null, "call begin() before");
        }
        return open;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        Session session = scope.session();
        Transactions.Open left = session.manualTransaction();
        session.manual(-1);
        boolean forgotten = left != null && left == begunHere;
        if (forgotten && left != null) {
            session.manualTransaction(null);
            left.rollback();
        }
        scope.close();
        if (forgotten) {
            throw new ProgrammingException(
                    "manual() was closed with a transaction open, which was rolled back",
                    null,
                    "call commit() or rollback() before its end");
        }
    }

    private Transactions.Open open() {
        Transactions.Open open = current();
        mine().manualTransaction(null);
        return open;
    }

    private Session mine() {
        if (closed || !transactions.isMine(scope.session())) {
            throw new ProgrammingException(
                    "manual() is used after it was closed, or by another thread",
                    null,
                    "use it in the thread that called it, before it is closed");
        }
        return scope.session();
    }
}
