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
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A declaration in PostgreSQL's own spelling. The server keeps a condition as a tree and prints it
 * its own way, {@code ('a'::text)} for {@code 'a'}: only the server knows how. So it is asked: a
 * temporary table is made like the declared one, read back, and dropped.
 */
public final class Canonical {
    private static final String NAME = "kinglet_check";
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
     * The same table as the server spells it. The caller has begun a transaction.
     *
     * @param execute sends a statement
     */
    public static TableInfo of(
            TableInfo declared, QueryExecutor database, Consumer<String> execute) {
        DdlRenderer renderer = new DdlRenderer(Dialect.POSTGRES);
        List<TableInfo.Check> checks = new ArrayList<>();
        for (TableInfo.Check check : declared.checks()) {
            checks.add(
                    check.name() == null
                            ? new TableInfo.Check(UNNAMED + checks.size(), check.sql())
                            : check);
        }
        TableInfo like =
                new TableInfo(
                        SchemaName.of(NAME),
                        declared.columns().stream().map(Canonical::withoutComment).toList(),
                        declared.primaryKey(),
                        List.of(),
                        declared.indexes(),
                        checks,
                        Table.Options.NONE,
                        null);
        List<SchemaChange> changes = new ArrayList<>();
        changes.add(new SchemaChange.CreateTable(like, true, Existing.FAIL));
        changes.addAll(SchemaPlan.besides(like, Existing.FAIL));
        changes.forEach(change -> renderer.render(change).forEach(execute));
        TableInfo read = new PostgresCatalog(database, null).tables(NAME).get(0);
        execute.accept("drop table \"" + NAME + "\"");
        List<TableInfo.Column> columns = new ArrayList<>();
        for (int i = 0; i < read.columns().size(); i++) {
            columns.add(withComment(read.columns().get(i), declared.columns().get(i).comment()));
        }
        return new TableInfo(
                declared.name(),
                columns,
                declared.primaryKey(),
                declared.foreignKeys(),
                read.indexes(),
                read.checks().stream().map(Canonical::named).toList(),
                declared.options(),
                declared.comment());
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
