package dev.kinglet.internal.exec;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.sqlite.Sqlite;
import dev.kinglet.sqlite.SqliteFunction;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.function.DoubleConsumer;

/** PostgreSQL, asked for what it does not have. */
public final class NoSqlite implements Sqlite {
    /** What it has instead, for the settings of a builder, too. */
    static ProgrammingException pragmas() {
        return none("pragmas", "use onConnect(..) and SET, or alter role .. set");
    }

    static ProgrammingException files() {
        return none("attached files", "use schemas");
    }

    static ProgrammingException functions() {
        return none("functions of the application", "use create function");
    }

    @Override
    public String pragma(String name) {
        throw none("pragmas", "ask it by query(\"show ..\")");
    }

    @Override
    public void pragma(String name, Object value) {
        throw pragmas();
    }

    @Override
    public void attach(String schema, String file) {
        throw files();
    }

    @Override
    public void detach(String schema) {
        throw files();
    }

    @Override
    public Map<String, String> attached() {
        throw files();
    }

    @Override
    public void backup(Path file, DoubleConsumer progress) {
        throw new ProgrammingException(
                "a server of PostgreSQL is not copied by its clients",
                null,
                "use pg_dump or pg_basebackup; backup(..) is for SQLite");
    }

    @Override
    public void backup(Path file) {
        backup(file, done -> {});
    }

    @Override
    public void register(SqliteFunction function) {
        throw functions();
    }

    @Override
    public void collation(String name, Comparator<? super String> order) {
        throw none("orders of the application", "use create collation");
    }

    @Override
    public void unregister(String name) {
        throw functions();
    }

    private static ProgrammingException none(String what, String hint) {
        return new ProgrammingException("PostgreSQL has no " + what, null, hint);
    }
}
