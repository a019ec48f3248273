package tour;

import static tour.JavaCaller.check;
import static tour.JavaCaller.same;
import static tour.Models.User.USER;

import dev.kinglet.Database;
import dev.kinglet.ManualTransactions;
import dev.kinglet.RetryOptions;
import dev.kinglet.Transaction;
import dev.kinglet.TransactionOptions;
import dev.kinglet.errors.AfterCommitException;
import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.OperationalException;
import dev.kinglet.errors.RetryException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import tour.Models.User;

/** Transactions as Java calls them. */
public final class TransactionCaller {
    private TransactionCaller() {}

    private static User create(String name) {
        return USER.create(USER.username.to(name));
    }

    public static void blocks(Database db) throws IOException {
        db.atomic(tx -> create("a"));
        User user = db.atomicResult(tx -> create("b"));
        same(user.getUsername(), "b");
        try {
            db.atomic(
                    tx -> {
                        create("undone");
                        throw new IOException("disk");
                    });
        } catch (IOException e) {
            same(e.getMessage(), "disk");
        }
        db.atomic(
                tx -> {
                    same(tx.depth(), 1);
                    same(db.transactionDepth(), 1);
                    create("c");
                    tx.commit();
                    create("undone, too");
                    tx.rollback();
                    same(tx.toString(), "transaction");
                    db.atomic(inner -> same(inner.toString(), "savepoint at depth 2"));
                });
        same(USER.select().count(), 3L);
        check(!db.inTransaction(), "still in a transaction");
    }

    public static void options(Database db) {
        TransactionOptions report =
                TransactionOptions.defaults().serializable().readOnly().deferrable();
        same(db.<Long, RuntimeException>atomicResult(report, tx -> USER.select().count()), 0L);
        TransactionOptions patient =
                TransactionOptions.defaults()
                        .repeatableRead()
                        .statementTimeout(Duration.ofSeconds(30))
                        .lockTimeout(Duration.ofSeconds(5));
        db.atomic(patient, tx -> create("a"));
        db.atomic(TransactionOptions.defaults().readCommitted().immediate(), tx -> create("b"));
        db.atomic(
                TransactionOptions.defaults().exclusive(),
                tx -> db.atomic(TransactionOptions.defaults().joined(), joined -> create("c")));
        db.atomic(TransactionOptions.defaults().deferred(), tx -> create("d"));
        same(USER.select().count(), 4L);
        try (Database all = Database.builder().sqlite(":memory:").transactions(patient).open()) {
            all.atomic(patient, tx -> same(tx.depth(), 1));
        }
    }

    public static List<String> works(Database db) {
        List<String> ran = new ArrayList<>();
        db.atomic(
                tx -> {
                    create("a");
                    tx.afterCommit(() -> ran.add("committed"));
                    tx.afterRollback(() -> ran.add("rolled back"));
                    db.afterCommit(() -> ran.add("too"));
                });
        db.afterCommit(() -> ran.add("at once"));
        try {
            db.atomic(tx -> tx.afterCommit(() -> check(false, "mail")));
        } catch (AfterCommitException e) {
            ran.add(String.valueOf(e.getCause()));
        }
        return ran;
    }

    public static void manual(Database db) {
        try (ManualTransactions manual = db.manual()) {
            manual.begin();
            create("a");
            manual.commit();
            manual.begin(TransactionOptions.defaults().serializable());
            create("b");
            manual.rollback();
        }
        same(USER.select().count(), 1L);
    }

    public static void functions(Database db) {
        Function<String, User> add = db.atomicFunction(TransactionCaller::create);
        Supplier<Integer> depth = db.atomicSupplier(db::transactionDepth);
        same(add.apply("a").getUsername(), "a");
        same(depth.get(), 1);
    }

    public static void repeated(Database db) {
        long before = db.retryStats().repeated();
        List<Transaction> attempts = new ArrayList<>();
        RetryOptions quick =
                RetryOptions.defaults().attempts(3).pauses(Duration.ZERO, Duration.ofMillis(1));
        String answer =
                db.retryingResult(
                        quick,
                        tx -> {
                            attempts.add(tx);
                            return attempts.size() < 3 ? fail() : "done";
                        });
        same(answer, "done");
        same(db.retryStats().repeated() - before, 2L);
        db.retrying(tx -> create("a"));
        same(db.<Integer, RuntimeException>retryingResult(Transaction::depth), 1);
        try {
            db.retrying(
                    quick.transaction(TransactionOptions.defaults().serializable()), tx -> fail());
        } catch (RetryException e) {
            same(e.attempts(), 3);
        }
    }

    private static String fail() {
        throw new OperationalException(
                "not now", ErrorContext.NONE, null, OperationalException.Kind.DEADLOCK);
    }
}
