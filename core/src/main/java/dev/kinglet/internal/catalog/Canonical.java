package dev.kinglet.internal.catalog;

import dev.kinglet.internal.plan.DdlRenderer;
import dev.kinglet.model.Table;
import dev.kinglet.query.QueryExecutor;
import dev.kinglet.schema.SchemaChange;
import dev.kinglet.schema.SchemaChange.Existing;
import dev.kinglet.schema.SchemaName;
import dev.kinglet.schema.SchemaPlan;
import dev.kinglet.schema.TableInfo;
import dev.kinglet.type.Dialect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A declaration in PostgreSQL's own spelling. The server keeps a condition as a tree and prints it
 * its own way, {@code ('a'::text)} for {@code 'a'}: only the server knows how. So it is asked: a
 * temporary table is made like each declared one, all are read back at once, and dropped.
 */
public final class Canonical {
    private static final String NAME = "kinglet_check_";
    private static final String UNNAMED = "kinglet_unnamed_";

    private Canonical() {}

    /** Whether a table has text that a server would spell otherwise. */
    public static boolean isNeeded(TableInfo table) {
        return !table.checks().isEmpty()
                || table.columns().stream()
                        .anyMatch(c -> c.defaultSql() != null || c.generated() != null)
                || table.indexes().stream().anyMatch(i -> i.where() != null || i.columns() == null);
    }

    /**
     * The same tables as the server spells them. The caller has begun a transaction.
     *
     * @param execute sends a statement, or several
     */
    public static List<TableInfo> of(
            List<TableInfo> declared, QueryExecutor database, Consumer<String> execute) {
        DdlRenderer renderer = new DdlRenderer(Dialect.POSTGRES);
        List<String> sql = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (TableInfo table : declared) {
            String name = NAME + names.size();
            names.add('"' + name + '"');
            changes(table, name).forEach(change -> sql.addAll(renderer.render(change)));
        }
        execute.accept(String.join(";\n", sql));
        String temporary =
                Row.all(database, "select pg_my_temp_schema()::regnamespace::text as name")
                        .get(0)
                        .text("name");
        Map<String, TableInfo> read = new HashMap<>();
        for (TableInfo table : new PostgresCatalog(database, temporary).tables(null)) {
            read.put(table.name().name(), table);
        }
        execute.accept("drop table " + String.join(", ", names));
        List<TableInfo> spelt = new ArrayList<>();
        for (int i = 0; i < declared.size(); i++) {
            spelt.add(spelt(declared.get(i), Objects.requireNonNull(read.get(NAME + i))));
        }
        return spelt;
    }

    /** Makes a temporary table of that name like the declared one. */
    private static List<SchemaChange> changes(TableInfo declared, String name) {
        List<TableInfo.Check> checks = new ArrayList<>();
        for (TableInfo.Check check : declared.checks()) {
            checks.add(
                    check.name() == null
                            ? new TableInfo.Check(UNNAMED + checks.size(), check.sql())
                            : check);
        }
        // names of indexes are those of a schema, and here come tables of several
        List<TableInfo.Index> indexes = new ArrayList<>();
        for (TableInfo.Index index : declared.indexes()) {
            indexes.add(named(index, name + "_" + indexes.size()));
        }
        TableInfo like =
                new TableInfo(
                        SchemaName.of(name),
                        declared.columns().stream().map(Canonical::withoutComment).toList(),
                        declared.primaryKey() == null
                                ? null
                                : new TableInfo.PrimaryKey(null, declared.primaryKey().columns()),
                        List.of(),
                        indexes,
                        checks,
                        Table.Options.NONE,
                        null);
        List<SchemaChange> changes = new ArrayList<>();
        changes.add(new SchemaChange.CreateTable(like, true, Existing.FAIL));
        changes.addAll(SchemaPlan.besides(like, Existing.FAIL));
        return changes;
    }

    private static TableInfo spelt(TableInfo declared, TableInfo read) {
        List<TableInfo.Column> columns = new ArrayList<>();
        for (int i = 0; i < read.columns().size(); i++) {
            columns.add(withComment(read.columns().get(i), declared.columns().get(i).comment()));
        }
        List<TableInfo.Index> indexes = new ArrayList<>();
        for (int i = 0; i < declared.indexes().size(); i++) {
            TableInfo.Index index = declared.indexes().get(i);
            TableInfo.Index as = Objects.requireNonNull(read.index(read.name().name() + "_" + i));
            indexes.add(
                    new TableInfo.Index(
                            index.name(),
                            as.parts(),
                            as.unique(),
                            as.nullsNotDistinct(),
                            as.method(),
                            as.include(),
                            as.where(),
                            index.constraint()));
        }
        return new TableInfo(
                declared.name(),
                columns,
                declared.primaryKey(),
                declared.foreignKeys(),
                indexes,
                read.checks().stream().map(Canonical::named).toList(),
                declared.options(),
                declared.comment());
    }

    private static TableInfo.Index named(TableInfo.Index index, String name) {
        return new TableInfo.Index(
                name,
                index.parts(),
                index.unique(),
                index.nullsNotDistinct(),
                index.method(),
                index.include(),
                index.where(),
                index.constraint());
    }

    private static TableInfo.Check named(TableInfo.Check check) {
        return check.name() != null && check.name().startsWith(UNNAMED)
                ? new TableInfo.Check(null, check.sql())
                : check;
    }

    private static TableInfo.Column withoutComment(TableInfo.Column column) {
        return withComment(column, null);
    }

    private static TableInfo.Column withComment(TableInfo.Column column, @Nullable String comment) {
        return new TableInfo.Column(
                column.name(),
                column.sqlType(),
                column.type(),
                column.nullable(),
                column.defaultSql(),
                column.identity(),
                column.generated(),
                column.collation(),
                comment);
    }
}
