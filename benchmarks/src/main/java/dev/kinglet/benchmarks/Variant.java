package dev.kinglet.benchmarks;

import dev.kinglet.Database;
import java.util.Arrays;
import java.util.List;

/** Who runs the queries. */
enum Variant {
    /** The toolkit, as an application uses it. */
    KINGLET("Kinglet"),
    /** Hand-written JDBC on one connection, statements kept: the limit. */
    JDBC("JDBC, statements kept"),
    /** Hand-written JDBC that borrows from a pool and prepares at each call. */
    HIKARI("JDBC, pool, prepared each call"),

    // the peers, which are there in the profile `peers` only
    JOOQ("jOOQ"),
    JDBI("JDBI"),
    HIBERNATE("Hibernate"),
    EXPOSED("Exposed"),
    KTORM("Ktorm");

    /** For readers. */
    final String title;

    Variant(String title) {
        this.title = title;
    }

    /** Makes a variant ready. The class of a peer has a constructor without parameters. */
    interface Opener {
        Reads<?, ?> open(Access access) throws Exception;
    }

    /** Those that are here: the peers are in a source folder that a profile adds. */
    static List<Variant> available() {
        return Arrays.stream(values()).filter(Variant::isHere).toList();
    }

    /** Kinglet and what it is compared with. */
    static List<Variant> own() {
        return List.of(KINGLET, JDBC, HIKARI);
    }

    boolean isHere() {
        return own().contains(this)
                || Variant.class.getResource(
                                peer().substring(peer().lastIndexOf('.') + 1) + ".class")
                        != null;
    }

    /** Opens it on data that is there when this returns. */
    Reads<?, ?> open(Access given) throws Exception {
        Access access = own().contains(this) ? given.withoutGeneratedKeys() : given;
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
