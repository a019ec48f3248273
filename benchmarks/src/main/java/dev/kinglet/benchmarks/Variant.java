package dev.kinglet.benchmarks;

import dev.kinglet.Database;
import java.util.Arrays;
import java.util.List;

/** Who runs the queries. */
enum Variant {
    /** The toolkit, as an application uses it. */
    KINGLET("Kinglet", ""),
    /** Hand-written JDBC on one connection, statements kept: the limit. */
    JDBC("JDBC, statements kept", ""),
    /** Hand-written JDBC that borrows from a pool and prepares at each call. */
    HIKARI("JDBC, pool, prepared each call", ""),

    // the peers, which are there in the profile `peers` only
    JOOQ("jOOQ", "org.jooq.DSLContext"),
    JDBI("JDBI", "org.jdbi.v3.core.Jdbi"),
    HIBERNATE("Hibernate", "org.hibernate.SessionFactory"),
    EXPOSED("Exposed", "org.jetbrains.exposed.v1.jdbc.Database"),
    KTORM("Ktorm", "org.ktorm.database.Database");

    /** For readers. */
    final String title;

    /** A class of what a peer needs; of no name where nothing is needed. */
    private final String library;

    Variant(String title, String library) {
        this.title = title;
        this.library = library;
    }

    /** Makes a variant ready. The class of a peer has a constructor without parameters. */
    interface Opener {
        Reads<?, ?> open(Access access) throws Exception;
    }

    /** Those that are here: the peers are in a source folder that a profile adds. */
    static List<Variant> available() {
        return Arrays.stream(values()).filter(Variant::isHere).toList();
    }

    boolean isHere() {
        return library.isEmpty() || isThere(library) && isThere(peer());
    }

    private static boolean isThere(String name) {
        String file = name.replace('.', '/') + ".class";
        return Variant.class.getClassLoader().getResource(file) != null;
    }

    /** Opens it on data that is there when this returns. */
    Reads<?, ?> open(Access given) throws Exception {
        Access access =
                library.isEmpty() ? given.withoutGeneratedKeys() : given.withRewrittenBatches();
        JdbcRows rows = new JdbcRows(access.isPostgres() ? JdbcRows::object : JdbcRows::text);
        EagerRows eager = new EagerRows(rows, access.isPostgres());
        JdbcWrites writes = JdbcWrites.of(access);
        return switch (this) {
            case KINGLET -> kinglet(access);
            case JDBC -> new JdbcReads(access.connection(), rows, eager, writes, access.data());
            case HIKARI -> new HikariReads(access.pool(), rows, eager, writes, access.data());
            default -> opener().open(access);
        };
    }

    private static Reads<?, ?> kinglet(Access access) {
        Database database = database(access);
        if (access.place() == Place.SQLITE) {
            Loader.load(database, access.data());
        }
        return new KingletReads(database, access.data());
    }

    /** As an application opens it, without any setting. */
    static Database database(Access access) {
        return access.isPostgres()
                ? Database.postgres(access.url(), access.user(), access.password())
                : Database.sqlite(access.file());
    }

    private Opener opener() throws ReflectiveOperationException {
        var constructor = Class.forName(peer()).getDeclaredConstructor();
        constructor.setAccessible(true);
        return (Opener) constructor.newInstance();
    }

    private String peer() {
        String name = name().charAt(0) + Rounds.lower(this).substring(1);
        return Variant.class.getPackageName() + "." + name + "Opener";
    }
}
