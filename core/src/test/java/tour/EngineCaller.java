package tour;

import static tour.Models.User.USER;

import dev.kinglet.Database;
import dev.kinglet.postgres.AdvisoryLock;
import dev.kinglet.postgres.CopyFormat;
import dev.kinglet.postgres.Listener;
import dev.kinglet.postgres.Postgres;
import dev.kinglet.sqlite.Sqlite;
import dev.kinglet.sqlite.SqliteFunction;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What only one of the databases has, from Java. */
public final class EngineCaller {
    private EngineCaller() {}

    /** Rows and files through COPY. */
    public static List<Object> copies(Database db) {
        Postgres postgres = db.postgres();
        List<Object> seen = new ArrayList<>();
        List<Long> told = new ArrayList<>();
        var columns = List.of(USER.username, USER.joinDate);
        var row = List.of("huey", java.time.LocalDateTime.of(2024, 2, 29, 12, 0));
        seen.add(postgres.copyIn(USER.insertMany(columns, List.of(row))));
        seen.add(
                postgres.copyIn(
                        USER.insertMany(List.of(USER.username), List.of(List.of("mickey"))),
                        told::add));
        seen.add(told);
        CopyFormat format = CopyFormat.csv().header().delimiter(';').quote('\'').nullAs("NULL");
        var query = USER.select(USER.username, USER.email, USER.joinDate).orderBy(USER.id);
        StringWriter text = new StringWriter();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        seen.add(
                postgres.copyOut(query, format, text)
                        + postgres.copyOut(query, CopyFormat.text(), bytes));
        seen.add(USER.delete().all().execute());
        seen.add(
                postgres.copyIn(
                        format,
                        new StringReader(text.toString()),
                        USER,
                        USER.username,
                        USER.email,
                        USER.joinDate));
        seen.add(USER.delete().all().execute());
        seen.add(
                postgres.copyIn(
                        CopyFormat.text(),
                        new ByteArrayInputStream(bytes.toByteArray()),
                        USER,
                        USER.username,
                        USER.email,
                        USER.joinDate));
        seen.add(
                text.toString()
                        .startsWith("username;email;join_date\nhuey;NULL;2024-02-29 12:00:00\n"));
        seen.add(bytes.toString(StandardCharsets.UTF_8).startsWith("huey\t\\N\t"));
        seen.add(format.options().keySet());
        return seen;
    }

    /** Messages, locks and cursors. */
    public static List<Object> sessions(Database db) throws InterruptedException {
        Postgres postgres = db.postgres();
        List<Object> seen = new ArrayList<>();
        LinkedBlockingQueue<String> come = new LinkedBlockingQueue<>();
        try (Listener one =
                        postgres.listen(
                                "a", message -> come.add(message.channel() + message.payload()));
                Listener two =
                        postgres.listen(
                                List.of("b", "c"),
                                message -> come.add("" + (message.process() > 0)))) {
            postgres.notify("a", "1");
            seen.add(String.valueOf(come.poll(20, TimeUnit.SECONDS)));
            postgres.notify("c", "");
            seen.add(String.valueOf(come.poll(20, TimeUnit.SECONDS)));
            seen.add(one.isConnected() && two.isConnected());
        }
        for (AdvisoryLock lock :
                List.of(postgres.lock("x"), postgres.lock(1L), postgres.lock(1, 2))) {
            try (AdvisoryLock.Held held = lock.timeout(Duration.ofSeconds(1)).hold();
                    AdvisoryLock.@Nullable Held again = lock.shared().tryHold()) {
                seen.add(again != null);
            }
        }
        db.atomic(
                transaction -> {
                    postgres.lock("x").inTransaction();
                    seen.add(postgres.lock("x").tryInTransaction());
                });
        seen.add(postgres.lock(1, 2).key());
        try (var users = postgres.streamHeld(USER.select().orderBy(USER.id))) {
            seen.add(users.map(user -> user.get(USER.username)).toList());
        }
        return seen;
    }

    /** What an open SQLite database is told. */
    public static List<@Nullable Object> sqlite(Database db, Path other) {
        Sqlite sqlite = db.sqlite();
        List<@Nullable Object> seen = new ArrayList<>();
        SqliteFunction three =
                SqliteFunction.of(
                        "three",
                        List.of(String.class, Long.class, Double.class),
                        values -> values.toString());
        sqlite.register(three);
        sqlite.register(SqliteFunction.of("shout", String.class, text -> text + "!").changing());
        sqlite.register(SqliteFunction.of("plus", Long.class, Long.class, Long::sum));
        sqlite.register(SqliteFunction.aggregate("joined", String.class, Collectors.joining("+")));
        sqlite.register(
                SqliteFunction.<Long, long[]>window(
                        "summed",
                        Long.class,
                        () -> new long[1],
                        (sum, n) -> sum[0] += n,
                        (sum, n) -> sum[0] -= n,
                        sum -> sum[0]));
        sqlite.collation("backwards", (a, b) -> b.compareTo(a));
        seen.add(
                db.query(
                                "select three('a', 1, 2.5) || shout('b') || plus(1, 2) || joined('c') || summed(4) as x")
                        .maps()
                        .get(0)
                        .get("x"));
        seen.add(three.name() + three.arguments().size() + three.isDeterministic());
        seen.add(three.body() instanceof SqliteFunction.Scalar);
        sqlite.unregister("shout");
        sqlite.pragma("cache_size", -123);
        seen.add(sqlite.pragma("cache_size"));
        sqlite.attach("other", other.toString());
        seen.add(sqlite.attached().keySet());
        sqlite.detach("other");
        sqlite.backup(other.resolveSibling("copy.db"));
        sqlite.backup(other.resolveSibling("copy.db"), part -> {});
        return seen;
    }

    /** Without a way to write. */
    public static Database reading(Path file) {
        return Database.builder()
                .sqlite(file.toString())
                .function(SqliteFunction.of("f", Long.class, n -> n))
                .readOnly()
                .open();
    }
}
