package guide;

import static guide.FirstSteps.Tweet.TWEET;
import static guide.FirstSteps.User.USER;
import static guide.Transactions.Delivery.DELIVERY;
import static guide.Transactions.Message.MESSAGE;
import static guide.Transactions.Rejected.REJECTED;

import dev.kinglet.Database;
import dev.kinglet.RetryOptions;
import dev.kinglet.Scope;
import dev.kinglet.TransactionOptions;
import dev.kinglet.Work;
import dev.kinglet.errors.DataException;
import dev.kinglet.errors.IntegrityException;
import dev.kinglet.model.Column;
import dev.kinglet.model.Model;
import dev.kinglet.model.Table;
import guide.FirstSteps.User;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The regions of the page on transactions, in Java. */
public final class Transactions {
    private Transactions() {}

    static long block(Database db) {
        // region block
        long users =
                db.atomicResult(
                        tx -> {
                            User huey = USER.create(USER.username.to("huey"));
                            TWEET.create(TWEET.user.to(huey), TWEET.content.to("meow"));
                            return USER.select().count();
                        });
        // endregion
        return users;
    }

    static void nested(Database db) {
        // region nested
        db.atomic(
                tx -> {
                    USER.create(USER.username.to("mickey"));
                    try {
                        db.atomic(inner -> USER.create(USER.username.to("mickey"))); // a savepoint
                    } catch (IntegrityException taken) {
                        USER.create(USER.username.to("mickey 2")); // mickey is still there
                    }
                });
        // endregion
    }

    static void parts(Database db, List<String> names) {
        // region parts
        db.atomic(
                tx -> {
                    for (String name : names) {
                        USER.create(USER.username.to(name));
                        if (name.isEmpty()) {
                            tx.rollback(); // this part only
                        }
                        tx.commit(); // kept, whatever comes
                    }
                });
        // endregion
    }

    static List<User> options(Database db) {
        // region options
        TransactionOptions report =
                TransactionOptions.defaults()
                        .repeatableRead()
                        .readOnly()
                        .statementTimeout(Duration.ofSeconds(30));
        List<User> users = db.atomicResult(report, tx -> USER.select().list());
        // endregion
        return users;
    }

    static void weaker(Database db) {
        // region weaker
        db.atomic(
                tx -> {
                    USER.create(USER.username.to("zaizee"));
                    db.atomic(TransactionOptions.defaults().readOnly(), inner -> {}); // refused
                });
        // endregion
    }

    static void joined(Database db) {
        // region joined
        TransactionOptions joined = TransactionOptions.defaults().joined();
        db.atomic(joined, tx -> db.atomic(joined, part -> part.rollback())); // undoes both
        // endregion
    }

    static List<String> after(Database db) {
        List<String> mails = new ArrayList<>();
        // region after
        db.atomic(
                tx -> {
                    User user = USER.create(USER.username.to("ursula"));
                    tx.afterCommit(() -> mails.add("welcome, " + user.getUsername()));
                    tx.afterRollback(() -> mails.clear());
                });
        // endregion
        return mails;
    }

    static void failing(Database db) {
        // region failing
        db.atomic(
                tx -> {
                    USER.create(USER.username.to("virginia"));
                    tx.afterCommit(
                            () -> {
                                throw new IllegalStateException("no mail server");
                            });
                });
        // endregion
    }

    static int again(Database db) {
        // region again
        int changed =
                db.retryingResult(
                        RetryOptions.defaults()
                                .attempts(20)
                                .transaction(TransactionOptions.defaults().serializable()),
                        tx -> {
                            User huey = USER.get(USER.username.eq("huey")); // read in the body
                            huey.set(USER.email, "h@x");
                            return huey.save();
                        });
        // endregion
        return changed;
    }

    static void functions(Database db) {
        // region functions
        Function<String, User> register =
                db.atomicFunction(name -> USER.create(USER.username.to(name)));
        register.apply("zadie");
        // endregion
    }

    static void manual(Database db) {
        // region manual
        try (var manual = db.manual()) {
            manual.begin();
            USER.create(USER.username.to("by hand"));
            manual.commit(); // or rollback()
        }
        // endregion
    }

    static void threads(Database db, Executor executor) {
        // region threads
        Work work = db.work(TransactionOptions.defaults());
        try (Scope here = work.enter()) {
            USER.create(USER.username.to("begun here"));
        }
        executor.execute(
                () -> {
                    try (work;
                            Scope there = work.enter()) {
                        USER.create(USER.username.to("ended there"));
                        work.commit(); // closed without it: rolled back
                    }
                });
        // endregion
    }

    static void two(Database db, Database other) {
        // region two
        db.atomic(
                tx -> {
                    USER.create(USER.username.to("first"));
                    other.atomic( // no savepoint: another transaction, which commits by itself
                            inner ->
                                    USER.insert(USER.username.to("second")).using(other).execute());
                    throw new IllegalStateException("too late for the other");
                });
        // endregion
    }

    // region messages
    /** A message that was handled: its id, as its sender made it. */
    public static class Message extends Model<String> {
        public static final Messages MESSAGE = new Messages();

        public static class Messages extends Table<Message, String> {
            public final Column<String> id = text().primaryKey();

            Messages() {
                super(Message::new);
            }
        }
    }

    /** What is to be sent, written in the transaction that is the reason. */
    public static class Delivery extends Model<Long> {
        public static final Deliveries DELIVERY = new Deliveries();

        public static class Deliveries extends Table<Delivery, Long> {
            public final Column<Long> id = autoId();
            public final Column<String> text = text();
            public final Column<@Nullable LocalDateTime> sentAt = datetime().nullable();

            Deliveries() {
                super(Delivery::new);
            }
        }
    }

    /** A message that nobody could handle, and why. */
    public static class Rejected extends Model<String> {
        public static final RejectedMessages REJECTED = new RejectedMessages();

        public static class RejectedMessages extends Table<Rejected, String> {
            public final Column<String> id = text().primaryKey();
            public final Column<String> reason = text();

            RejectedMessages() {
                super(Rejected::new);
            }
        }
    }

    // endregion

    /** What a queue delivers, maybe more than once. */
    record Incoming(String id, @Nullable String name) {}

    // region inbox
    static void handle(Database db, Incoming incoming, Consumer<Incoming> acknowledge) {
        try {
            db.retrying(
                    tx -> {
                        boolean isNew =
                                MESSAGE.insert(MESSAGE.id.to(incoming.id()))
                                                .onConflictIgnore()
                                                .execute()
                                        != null;
                        if (isNew) {
                            User user = USER.create(USER.username.to(nameOf(incoming)));
                            DELIVERY.create(DELIVERY.text.to("welcome, " + user.getUsername()));
                        }
                        // of a known message, too: it came again because nobody had heard this
                        tx.afterCommit(() -> acknowledge.accept(incoming));
                    });
        } catch (IntegrityException | DataException | IllegalArgumentException never) {
            // it will fail as often as it comes, so it is put aside
            db.atomic(
                    tx -> {
                        REJECTED.insert(
                                        REJECTED.id.to(incoming.id()),
                                        REJECTED.reason.to(String.valueOf(never.getMessage())))
                                .onConflictIgnore()
                                .execute();
                        tx.afterCommit(() -> acknowledge.accept(incoming));
                    });
        }
        // any other error goes up, with no acknowledgement: the queue delivers it again
    }

    // endregion

    private static String nameOf(Incoming incoming) {
        if (incoming.name() == null) {
            throw new IllegalArgumentException("a message without a name");
        }
        return incoming.name();
    }

    // region outbox
    /** Sends what waits. The number goes along, so that the receiver knows what comes twice. */
    static int deliver(Database db, Consumer<Delivery> send) {
        List<Delivery> waiting =
                DELIVERY.where(DELIVERY.sentAt.isNull()).orderBy(DELIVERY.id).limit(100).list();
        for (Delivery delivery : waiting) {
            send.accept(delivery); // a failure leaves this one and the rest for the next time
            delivery.set(DELIVERY.sentAt, LocalDateTime.now());
            delivery.save();
        }
        return waiting.size();
    }
    // endregion
}
