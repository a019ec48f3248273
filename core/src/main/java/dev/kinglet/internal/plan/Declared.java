package dev.kinglet.internal.plan;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Sort;
import dev.kinglet.model.Column;
import dev.kinglet.model.CompositeForeignKey;
import dev.kinglet.model.ForeignKey;
import dev.kinglet.model.Index;
import dev.kinglet.model.SearchColumn;
import dev.kinglet.model.Table;
import dev.kinglet.schema.SchemaName;
import dev.kinglet.schema.SchemaNames;
import dev.kinglet.schema.TableInfo;
import dev.kinglet.type.DataType;
import dev.kinglet.type.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a table declares, in the words of a database. */
public final class Declared {
    private static final Pattern LITERAL = Pattern.compile("-?[0-9]+|'([^']|'')*'|true|false|null");

    private final Dialect dialect;
    private final @Nullable String schema;

    /**
     * For a database.
     *
     * @param schema of the tables that say none; null for the usual one
     */
    public Declared(Dialect dialect, @Nullable String schema) {
        this.dialect = dialect;
        this.schema = schema;
    }

    /**
     * A table; what it refers to is resolved. Names of constraints and indexes are cut where they
     * are too long, because nobody has to say them.
     *
     * @throws ProgrammingException where PostgreSQL would cut the name of a table or a column
     */
    public TableInfo table(Table<?, ?> table) {
        requireFit(table, "table", table.tableName());
        Table.Virtual virtual = table.asVirtual();
        if (virtual != null) {
            return Virtuals.declared(table, virtual, name(table), dialect);
        }
        List<TableInfo.Column> columns = new ArrayList<>();
        table.columns().forEach(column -> columns.add(column(table, column)));
        vectors(table).forEach(vector -> columns.add(vector(vector)));
        List<TableInfo.ForeignKey> foreignKeys = new ArrayList<>();
        table.foreignKeys().forEach(fk -> foreignKeys.add(foreignKey(fk)));
        table.compositeForeignKeys().forEach(fk -> foreignKeys.add(foreignKey(table, fk)));
        List<TableInfo.Check> checks = new ArrayList<>();
        for (Table.Check check : table.checks()) {
            String name = check.name();
            checks.add(
                    new TableInfo.Check(
                            name == null ? null : SchemaNames.fit(name),
                            inline(check.condition())));
        }
        return new TableInfo(
                name(table),
                columns,
                table.primaryKey().isEmpty()
                        ? null
                        : new TableInfo.PrimaryKey(null, names(table.primaryKey())),
                foreignKeys,
                indexes(table),
                checks,
                table.options(),
                dialect == Dialect.SQLITE ? null : table.comment());
    }

    /** The column of a search. PostgreSQL only. */
    public TableInfo.Column vector(SearchColumn vector) {
        return new TableInfo.Column(
                vector.name(),
                DataType.TSVECTOR.ddl(dialect),
                DataType.TSVECTOR,
                false,
                null,
                TableInfo.Identity.NONE,
                new TableInfo.Generated(inline(vector.computation()), true),
                null,
                null);
    }

    /** The index over the column of a search. PostgreSQL only. */
    public TableInfo.Index vectorIndex(SearchColumn vector) {
        return new TableInfo.Index(
                SchemaNames.index(vector.source().tableName(), List.of(vector.name())),
                List.of(new TableInfo.Part(vector.name(), null, null, null, false, null)),
                false,
                false,
                "gin",
                List.of(),
                null,
                false);
    }

    /** The columns of searches; on SQLite those are tables. */
    private List<SearchColumn> vectors(Table<?, ?> table) {
        if (dialect == Dialect.POSTGRES) {
            List<SearchColumn> vectors = new ArrayList<>(table.searchColumns());
            table.searches().forEach(search -> vectors.add(search.vector()));
            return vectors;
        }
        for (SearchColumn vector : table.searchColumns()) {
            throw new ProgrammingException(
                    "SQLite has no tsvector for " + vector,
                    table.toString(),
                    "declare search(columns..), which both databases have");
        }
        return List.of();
    }

    /** A foreign key. */
    public TableInfo.ForeignKey foreignKey(ForeignKey<?, ?, ?> foreignKey) {
        String given = foreignKey.constraint();
        return reference(
                foreignKey.table(),
                given != null ? SchemaNames.fit(given) : SchemaNames.foreignKey(foreignKey),
                List.of(foreignKey),
                foreignKey.target(),
                List.of(foreignKey.targetColumn()),
                new Rules(foreignKey.onDelete(), foreignKey.onUpdate(), foreignKey.deferral()));
    }

    /** An index. */
    public TableInfo.Index index(Index index) {
        Table<?, ?> table = index.table();
        String method = index.method(dialect);
        onlyPostgres(!method.equals("btree"), table, "using(\"" + method + "\")");
        onlyPostgres(!index.included().isEmpty(), table, "include(..)");
        onlyPostgres(index.isNullsNotDistinct(), table, "nullsNotDistinct()");
        onlyPostgres(index.operators() != null, table, "operators(..)");
        List<TableInfo.Part> parts = new ArrayList<>();
        for (Sort sort : index.parts()) {
            parts.add(part(table, sort, index.operators()));
        }
        List<Column<?>> columns = index.columns();
        String given = index.givenName();
        Condition where = index.condition();
        return new TableInfo.Index(
                given != null
                        ? SchemaNames.fit(given)
                        : SchemaNames.index(table, columns == null ? List.of() : columns),
                parts,
                index.isUnique(),
                index.isNullsNotDistinct(),
                method,
                names(index.included()),
                where == null ? null : inline(where),
                false);
    }

    /** What a view shows; null for one that was made elsewhere. */
    public @Nullable String view(Table<?, ?> table) {
        Table.View view = table.asView();
        if (view == null || view.query() == null) {
            return null;
        }
        var query = view.query().get().definition();
        List<String> names = Exposed.of(query).names();
        List<String> missing = new ArrayList<>(names(table.columns()));
        missing.removeAll(names);
        if (!missing.isEmpty()) {
            throw new ProgrammingException(
                    "the view of "
                            + table
                            + " selects no "
                            + String.join(", ", missing)
                            + ": it selects "
                            + String.join(", ", names),
                    table.toString(),
                    "select an expression of that name: expression.as(\"" + missing.get(0) + "\")");
        }
        return Planner.inlined(query, dialect, schema);
    }

    /** The name of a table, with its schema. */
    public SchemaName name(Table<?, ?> table) {
        String own = table.schema();
        return new SchemaName(own == null ? schema : own, table.tableName());
    }

    private TableInfo.Column column(Table<?, ?> table, Column<?> column) {
        requireFit(table, "column", column.name());
        boolean sqlite = dialect == Dialect.SQLITE;
        DataType<?> type = column.type();
        Expr<?> made = column.databaseDefault();
        Expr<?> computation = column.computation();
        return new TableInfo.Column(
                column.name(),
                // in SQLite only a column of the type "integer" is the row number itself
                column.isGenerated() && sqlite ? "integer" : sqlType(table, type),
                type,
                column.isNullable(),
                made == null ? null : defaultSql(made),
                !column.isGenerated()
                        ? TableInfo.Identity.NONE
                        : column.isAlwaysGenerated() && !sqlite
                                ? TableInfo.Identity.ALWAYS
                                : TableInfo.Identity.BY_DEFAULT,
                computation == null
                        ? null
                        : new TableInfo.Generated(inline(computation), column.isStored()),
                column.collation(),
                sqlite ? null : column.comment());
    }

    /** SQLite takes what is more than a literal in parentheses only; both take those. */
    private String defaultSql(Expr<?> expr) {
        String sql = inline(expr);
        return LITERAL.matcher(sql).matches() ? sql : "(" + sql + ")";
    }

    /** A strict table of SQLite knows the five types that it stores, and no name beside them. */
    private String sqlType(Table<?, ?> table, DataType<?> type) {
        if (dialect == Dialect.SQLITE && table.options().strict()) {
            String storage = SqlTypes.storage(type);
            return storage.equals("numeric") ? "any" : storage;
        }
        return sqlType(type);
    }

    private TableInfo.ForeignKey foreignKey(
            Table<?, ?> table, CompositeForeignKey<?, ?> foreignKey) {
        String given = foreignKey.givenName();
        List<String> columns = names(foreignKey.columns());
        return reference(
                table,
                given != null
                        ? SchemaNames.fit(given)
                        : SchemaNames.foreignKey(
                                table.tableName(), columns, foreignKey.target().tableName()),
                foreignKey.columns(),
                foreignKey.target(),
                foreignKey.targetColumns(),
                new Rules(foreignKey.onDelete(), foreignKey.onUpdate(), foreignKey.deferral()));
    }

    private record Rules(
            dev.kinglet.model.OnDelete onDelete,
            dev.kinglet.model.OnDelete onUpdate,
            ForeignKey.Deferral deferral) {}

    private TableInfo.ForeignKey reference(
            Table<?, ?> table,
            String constraint,
            List<? extends Column<?>> columns,
            Table<?, ?> target,
            List<? extends Column<?>> targetColumns,
            Rules rules) {
        if (target.asView() != null) {
            throw new ProgrammingException(
                    "a foreign key of " + table + " refers to " + target + ", which is a view",
                    table.toString(),
                    "refer to a table; a view is joined by a condition");
        }
        if (dialect == Dialect.SQLITE
                && !java.util.Objects.equals(table.schema(), target.schema())) {
            throw new ProgrammingException(
                    "a foreign key of "
                            + table
                            + " refers to "
                            + target
                            + " in another schema, which SQLite cannot",
                    table.toString(),
                    "declare a plain column, and join by a condition");
        }
        return new TableInfo.ForeignKey(
                constraint,
                names(columns),
                name(target),
                names(targetColumns),
                rules.onDelete(),
                rules.onUpdate(),
                rules.deferral());
    }

    private List<TableInfo.Index> indexes(Table<?, ?> table) {
        List<TableInfo.Index> declared = new ArrayList<>();
        table.indexes().forEach(index -> declared.add(index(index)));
        List<TableInfo.Index> all = new ArrayList<>();
        for (Column<?> column : table.columns()) {
            // the index of the key begins with its first column
            List<Column<?>> key = table.primaryKey();
            boolean first = !key.isEmpty() && key.get(0).equals(column);
            boolean alone = first && key.size() == 1;
            boolean wanted =
                    column.isUnique()
                            || column.isIndexed()
                            || column instanceof ForeignKey<?, ?, ?> reference
                                    && !first
                                    && !reference.isIndexless();
            if (!alone && wanted && !covered(declared, column)) {
                Index index = Index.on(table, column);
                all.add(index(column.isUnique() ? index.unique() : index));
            }
        }
        all.addAll(declared);
        vectors(table).forEach(vector -> all.add(vectorIndex(vector)));
        return all;
    }

    /** Whether an index over just this column was declared, in whatever direction. */
    private static boolean covered(List<TableInfo.Index> declared, Column<?> column) {
        return declared.stream()
                .anyMatch(
                        index ->
                                List.of(column.name()).equals(index.columns())
                                        && index.where() == null
                                        && (index.unique() || !column.isUnique()));
    }

    private TableInfo.Part part(Table<?, ?> table, Sort sort, @Nullable String operators) {
        Expr<?> expr = sort.expr();
        Boolean nullsFirst =
                switch (sort.nulls()) {
                    case DEFAULT -> null;
                    // as it is anyway
                    case FIRST -> sort.descending() == (dialect == Dialect.POSTGRES) ? null : true;
                    case LAST -> sort.descending() == (dialect == Dialect.POSTGRES) ? false : null;
                };
        onlyPostgres(
                nullsFirst != null,
                table,
                Boolean.TRUE.equals(nullsFirst) ? "nullsFirst()" : "nullsLast()");
        boolean plain = expr instanceof Column<?>;
        return new TableInfo.Part(
                plain ? ((Column<?>) expr).name() : null,
                plain ? null : inline(expr),
                null,
                operators,
                sort.descending(),
                nullsFirst);
    }

    /** A value as it would stand in SQL text. */
    public <T> String literal(DataType<T> type, @Nullable T value) {
        return Literals.of(value, type.codec(dialect), dialect);
    }

    /** A type in its usual spelling. */
    public String sqlType(DataType<?> type) {
        return SqlTypes.normal(type.ddl(dialect), dialect);
    }

    private void requireFit(Table<?, ?> table, String what, String name) {
        if (dialect == Dialect.POSTGRES && !SchemaNames.fits(name)) {
            throw new ProgrammingException(
                    "the " + what + " name '" + name + "' is longer than PostgreSQL's 63 bytes",
                    table.toString(),
                    "give it a shorter one: named(\"..\")");
        }
    }

    private void onlyPostgres(boolean said, Table<?, ?> table, String what) {
        if (said && dialect == Dialect.SQLITE) {
            throw new ProgrammingException(
                    "SQLite has no index with " + what,
                    table.toString(),
                    "leave it out, or create that index on PostgreSQL only");
        }
    }

    private String inline(Expr<?> expr) {
        ExprRenderer renderer = ExprRenderer.inline(dialect);
        return Jooq.of(dialect)
                .renderInlined(
                        expr instanceof Condition condition
                                ? renderer.condition(condition)
                                : renderer.field(expr));
    }

    private static List<String> names(List<? extends Column<?>> columns) {
        List<String> names = new ArrayList<>();
        columns.forEach(column -> names.add(column.name()));
        return names;
    }
}
