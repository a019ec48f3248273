package dev.kinglet.internal.exec;

import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.internal.plan.Plan;
import dev.kinglet.sqlite.Sqlite;
import dev.kinglet.sqlite.SqliteFunction;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What only SQLite has, on its connections. */
public final class SqliteDoor implements Sqlite {
    /** They stand in the file: set again by each connection they would undo what others set. */
    private static final Set<String> OF_THE_FILE = Set.of("user_version", "application_id");

    private final Connections connections;
    private final StatementRunner statements;
    private final SqliteSetup setup;

    public SqliteDoor(Connections connections, StatementRunner statements) {
        this.connections = connections;
        this.statements = statements;
        this.setup = ((SqliteEngine) connections.engine()).setup();
    }

    // ---- pragmas

    @Override
    public @Nullable String pragma(String name) {
        String sql = "pragma " + SqlitePragmas.quoted(name);
        return statements.<@Nullable String>direct(
                Plan.of(sql),
                false,
                lease -> {
                    SqlitePragmas pragmas = new SqlitePragmas(((SqliteLease) lease).physical());
                    pragmas.require(name);
                    return pragmas.get(sql);
                });
    }

    @Override
    public void pragma(String name, Object value) {
        String text = value.toString();
        if (OF_THE_FILE.contains(SqlitePragmas.bare(name))) {
            statements.execute(SqlitePragmas.assignment(name, text));
            return;
        }
        change(
                before ->
                        new SqliteSetup.State(
                                before.attached(),
                                with(before.pragmas(), name, text),
                                before.extensions()));
    }

    // ---- files

    @Override
    public void attach(String schema, String file) {
        change(
                before -> {
                    String other = before.attached().get(schema);
                    if (other != null && !other.equals(file)) {
                        throw twoFiles(schema);
                    }
                    return new SqliteSetup.State(
                            with(before.attached(), schema, file),
                            before.pragmas(),
                            before.extensions());
                });
    }

    @Override
    public void detach(String schema) {
        change(
                before -> {
                    Map<String, String> left = new LinkedHashMap<>(before.attached());
                    if (left.remove(schema) == null) {
                        throw new ProgrammingException(
                                "no file is attached as '" + schema + "'",
                                null,
                                left.isEmpty()
                                        ? "none is attached"
                                        : "there are " + String.join(", ", left.keySet()));
                    }
                    return new SqliteSetup.State(left, before.pragmas(), before.extensions());
                });
    }

    @Override
    public Map<String, String> attached() {
        return Collections.unmodifiableMap(setup.state().attached());
    }

    /** The error for a name that has a file already. */
    public static ProgrammingException twoFiles(String schema) {
        return new ProgrammingException(
                "two files are attached as '" + schema + "'",
                null,
                "give one of them another name");
    }

    @Override
    public void backup(Path file, DoubleConsumer progress) {
        connections.backup(file, progress);
    }

    @Override
    public void backup(Path file) {
        backup(file, done -> {});
    }

    // ---- functions

    @Override
    public void register(SqliteFunction function) {
        register(SqliteFunctions.of(function));
    }

    @Override
    public void collation(String name, Comparator<? super String> order) {
        register(SqliteFunctions.collation(name, order));
    }

    private void register(SqliteExtension extension) {
        change(before -> replacing(before, SqliteFunctions.plus(before.extensions(), extension)));
    }

    @Override
    public void unregister(String name) {
        change(
                before -> {
                    List<SqliteExtension> left = new ArrayList<>(before.extensions());
                    if (!left.removeIf(extension -> extension.name().equalsIgnoreCase(name))) {
                        throw new ProgrammingException(
                                "the application has no function '" + name + "'",
                                null,
                                left.isEmpty()
                                        ? "it has none"
                                        : "there are "
                                                + String.join(
                                                        ", ",
                                                        left.stream()
                                                                .map(SqliteExtension::name)
                                                                .distinct()
                                                                .toList()));
                    }
                    return replacing(before, left);
                });
    }

    // ---- inside

    private void change(UnaryOperator<SqliteSetup.State> change) {
        if (connections.depth() > 0) {
            throw new ProgrammingException(
                    "SQLite is told something for all connections inside of a transaction",
                    null,
                    "tell it outside: a rollback would not take it back");
        }
        try (Connections.Scope scope = connections.keep()) {
            SqliteLease lease = (SqliteLease) scope.session().ready();
            setup.change(lease.physical(), change);
        } catch (SQLException e) {
            throw connections.translate(e, ErrorContext.NONE);
        }
    }

    private static SqliteSetup.State replacing(
            SqliteSetup.State before, List<SqliteExtension> extensions) {
        return new SqliteSetup.State(before.attached(), before.pragmas(), extensions);
    }

    private static Map<String, String> with(Map<String, String> map, String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(map);
        all.put(name, value);
        return all;
    }
}
