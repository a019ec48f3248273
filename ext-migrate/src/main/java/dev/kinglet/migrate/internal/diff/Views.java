package dev.kinglet.migrate.internal.diff;

import dev.kinglet.Database;
import dev.kinglet.errors.KingletException;
import dev.kinglet.migrate.change.SchemaState;
import dev.kinglet.migrate.change.SqlNames;
import dev.kinglet.type.Dialect;

/** Whether two queries of views are the same. */
final class Views {
    private static final String NAME = "kinglet_check_view";

    private Views() {}

    /**
     * Whether the view that is there shows what the declared one would. PostgreSQL spells queries
     * its own way, so it is asked; the caller has begun a transaction that is undone.
     */
    static boolean same(SchemaState.View declared, SchemaState.View found, Database database) {
        if (declared.materialized() != found.materialized()) {
            return false;
        }
        if (SqlNames.plain(declared.query()).equals(SqlNames.plain(found.query()))) {
            return true;
        }
        if (database.dialect() != Dialect.POSTGRES) {
            return false;
        }
        try {
            return database.<Boolean, RuntimeException>atomicResult(
                    transaction -> {
                        database.execute(
                                "create temporary view " + NAME + " as " + declared.query());
                        boolean same = plain(spelt(database)).equals(plain(found.query()));
                        database.execute("drop view " + NAME);
                        return same;
                    });
        } catch (KingletException e) {
            return false; // it reads what is not there yet
        }
    }

    private static String spelt(Database database) {
        String asked = "select pg_get_viewdef('" + NAME + "'::regclass) as sql";
        return String.valueOf(database.query(asked).maps().get(0).get("sql"));
    }

    private static String plain(String sql) {
        String text = sql.strip();
        return SqlNames.plain(text.endsWith(";") ? text.substring(0, text.length() - 1) : text);
    }
}
