package dev.kinglet.migrate;

import dev.kinglet.Database;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.migrate.change.Indexes;
import dev.kinglet.migrate.change.NewColumn;
import dev.kinglet.migrate.change.NewForeignKey;
import dev.kinglet.migrate.change.NewIndex;
import dev.kinglet.migrate.change.Operation;
import dev.kinglet.migrate.change.Operations;
import dev.kinglet.migrate.change.TablePart;
import dev.kinglet.migrate.internal.sqlite.Statements;
import dev.kinglet.model.Table;
import dev.kinglet.schema.SchemaChange;
import dev.kinglet.schema.SchemaName;
import dev.kinglet.schema.SchemaNames;
import dev.kinglet.schema.TableInfo;
import dev.kinglet.type.DataType;
import dev.kinglet.type.Dialect;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a migration can say. Each call adds an operation behind those before it; they are run in
 * this order when {@code up} or {@code down} has returned, so that all that will happen is known,
 * and can be shown, before anything does.
 *
 * <p>Names are taken as they are and quoted, so case counts; types, defaults and conditions that
 * are given as text are SQL of the database, as they are written: never put a value of a visitor's
 * into them.
 */
public final class Migrator {
    private final Database database;
    private final @Nullable String schema;
    private final List<Operation> operations;

    Migrator(Database database) {
        this(database, database.defaultSchema(), new ArrayList<>());
    }

    private Migrator(Database database, @Nullable String schema, List<Operation> operations) {
        this.database = database;
        this.schema = schema;
        this.operations = operations;
    }

    /** What was said so far, in order. */
    public List<Operation> operations() {
        return Collections.unmodifiableList(operations);
    }

    /** For migrations that say different things to different databases. */
    public Dialect dialect() {
        return database.dialect();
    }

    /** The same migration, saying names of this schema. On SQLite that is an attached file. */
    public Migrator inSchema(String name) {
        return new Migrator(database, name, operations);
    }

    /** Adds an operation that was made elsewhere. */
    public void add(Operation operation) {
        operations.add(operation);
    }

    // ---- tables

    /**
     * Creates these tables with their keys, indexes and checks, and before them the tables they
     * refer to. What is there already stays as it is. Declare these tables beside the migration, as
     * they are at that time: the application's own will change.
     */
    public void createTables(Table<?, ?>... tables) {
        for (SchemaChange change : database.schema().create(tables).changes()) {
            add(Operations.of(change));
        }
    }

    /** Drops these tables where they are there, those that refer to others first. */
    public void dropTables(Table<?, ?>... tables) {
        for (SchemaChange change : database.schema().drop(tables).changes()) {
            add(Operations.of(change));
        }
    }

    /**
     * Creates a table of these columns, keys, checks and indexes: {@code m.createTable("user",
     * m.autoId("id"), m.text("name").notNull().unique())}.
     */
    public void createTable(String name, TablePart... parts) {
        add(new Operation.CreateTable(NewTable.of(name(name), parts), false));
    }

    /**
     * Creates a table that a module of SQLite keeps: {@code createVirtualTable("note_search",
     * "fts5(title)")}.
     */
    public void createVirtualTable(String name, String using) {
        TableInfo table =
                new TableInfo(
                        name(name),
                        List.of(),
                        null,
                        List.of(),
                        List.of(),
                        List.of(),
                        Table.Options.NONE,
                        null,
                        using,
                        List.of());
        add(new Operation.CreateTable(table, false));
    }

    /** Indexes all texts of a table of FTS5 anew. SQLite only. */
    public void rebuildSearch(String table) {
        add(new Operation.RebuildSearch(name(table)));
    }

    /**
     * Creates a trigger. SQLite only.
     *
     * @param sql what follows its name in CREATE TRIGGER
     */
    public void createTrigger(String name, String table, String sql) {
        add(new Operation.CreateTrigger(new TableInfo.Trigger(name, name(table), sql)));
    }

    /** Drops a trigger of that table. SQLite only. */
    public void dropTrigger(String name, String table) {
        add(new Operation.DropTrigger(name(table), name));
    }

    /** Drops a table. */
    public void dropTable(String name) {
        add(new Operation.DropTable(name(name), false, false));
    }

    /** Drops a table, and with it what refers to it. PostgreSQL only. */
    public void dropTableCascade(String name) {
        add(new Operation.DropTable(name(name), false, true));
    }

    /** Gives a table another name; the sequence of its key follows. */
    public void renameTable(String name, String to) {
        add(new Operation.RenameTable(name(name), to));
    }

    // ---- columns of tables

    /** Gives a table a column, with the index, the check and the foreign key that it says. */
    public void addColumn(String table, NewColumn<?> column) {
        if (column.isPrimaryKey()) {
            throw new ProgrammingException(
                    "addColumn(..) cannot give the table '" + table + "' a primary key",
                    table,
                    "add the column, then say primaryKey(\"" + table + "\", ..)");
        }
        SchemaName name = name(table);
        add(
                new Operation.AddColumn(
                        name,
                        column.column(),
                        column.foreignKey(name),
                        column.check(),
                        column.index(name)));
    }

    /** Takes a column away, with its indexes and its foreign key. */
    public void dropColumn(String table, String column) {
        add(new Operation.DropColumn(name(table), column, false));
    }

    /** Takes a column away, and with it what uses it. PostgreSQL only. */
    public void dropColumnCascade(String table, String column) {
        add(new Operation.DropColumn(name(table), column, true));
    }

    /** Gives a column another name; indexes and keys stay. */
    public void renameColumn(String table, String column, String to) {
        add(new Operation.RenameColumn(name(table), column, to));
    }

    /** Gives a column another type; its values are cast. */
    public void changeType(String table, String column, DataType<?> type) {
        changeType(table, column, database.schema().sqlType(type));
    }

    /** See {@link #changeType(String, String, DataType)}. */
    public void changeType(String table, String column, String sqlType) {
        add(new Operation.ChangeType(name(table), column, sqlType, null));
    }

    /**
     * Gives a column another type.
     *
     * @param using SQL that makes the new value from the old one
     */
    public void changeType(String table, String column, String sqlType, String using) {
        add(new Operation.ChangeType(name(table), column, sqlType, using));
    }

    /** From now on every row has a value; fails where one has none, and changes nothing then. */
    public void setNotNull(String table, String column) {
        add(new Operation.SetNotNull(name(table), column));
    }

    /** The column may be NULL. */
    public void dropNotNull(String table, String column) {
        add(new Operation.DropNotNull(name(table), column));
    }

    /** What a new row gets that brings no value. */
    public <T> void setDefault(String table, String column, DataType<T> type, T value) {
        setDefaultSql(table, column, database.schema().literal(type, value));
    }

    /** See {@link #setDefault}; SQL as it is written. */
    public void setDefaultSql(String table, String column, String sql) {
        add(new Operation.SetDefault(name(table), column, sql));
    }

    /** A row that brings no value gets NULL. */
    public void dropDefault(String table, String column) {
        add(new Operation.DropDefault(name(table), column));
    }

    /** Whether the database counts a column up. PostgreSQL only. */
    public void setIdentity(String table, String column, TableInfo.Identity identity) {
        add(new Operation.SetIdentity(name(table), column, identity));
    }

    /** What a column is about; null for nothing. SQLite keeps no comments. */
    public void comment(String table, @Nullable String column, @Nullable String text) {
        add(new Operation.Comment(name(table), column, text));
    }

    // ---- keys, checks, indexes

    /** Makes these columns, in this order, the key of a table. */
    public void setPrimaryKey(String table, String... columns) {
        add(new Operation.SetPrimaryKey(name(table), List.of(columns)));
    }

    /**
     * Adds an index over these columns, in this order, under the name that core gives to such an
     * index: {@code tweet_user_id_timestamp}.
     */
    public void addIndex(String table, String column, String... more) {
        addIndex(table, Indexes.of(name(table), columns(column, more), false));
    }

    /** See {@link #addIndex(String, String, String...)}; no two rows agree in all of them. */
    public void addUniqueIndex(String table, String column, String... more) {
        addIndex(table, Indexes.of(name(table), columns(column, more), true));
    }

    /** Adds an index of any kind: {@code newIndex("user_name").column("name").desc()}. */
    public void addIndex(String table, NewIndex index) {
        addIndex(table, index.index());
    }

    /** See {@link #addIndex(String, NewIndex)}. */
    public void addIndex(String table, TableInfo.Index index) {
        add(new Operation.AddIndex(name(table), index, false));
    }

    /**
     * Drops the index over these columns, in this order, that {@link #addIndex} or the table's
     * declaration made.
     */
    public void dropIndex(String table, String column, String... more) {
        dropIndexNamed(table, SchemaNames.index(table, columns(column, more)));
    }

    /** Drops the index of that name. */
    public void dropIndexNamed(String table, String index) {
        add(new Operation.DropIndex(name(table), index, false));
    }

    /** Gives an index another name. */
    public void renameIndex(String table, String index, String to) {
        add(new Operation.RenameIndex(name(table), index, to));
    }

    /** Adds a foreign key over columns that are there. */
    public void addForeignKey(String table, NewForeignKey foreignKey) {
        TableInfo.ForeignKey made = foreignKey.of(name(table));
        if (made == null) {
            throw new ProgrammingException(
                    "addForeignKey(..) was not told what it refers to",
                    table,
                    "say foreignKey(\"user_id\").references(\"user\", \"id\")");
        }
        add(new Operation.AddForeignKey(name(table), made));
    }

    /** Adds a condition that every row has to meet; fails where one does not. */
    public void addCheck(String table, String constraint, String condition) {
        add(new Operation.AddCheck(name(table), new TableInfo.Check(constraint, condition)));
    }

    /** Adds a unique constraint, which a foreign key can refer to. */
    public void addUnique(String table, String constraint, String... columns) {
        TableInfo.Index index = Indexes.of(name(table), List.of(columns), true);
        addIndex(
                table,
                new TableInfo.Index(
                        constraint,
                        index.parts(),
                        true,
                        false,
                        index.method(),
                        List.of(),
                        null,
                        true));
    }

    /** Drops a foreign key, a check or a unique constraint by its name. */
    public void dropConstraint(String table, String constraint) {
        add(new Operation.DropConstraint(name(table), constraint));
    }

    /** Drops the foreign key over these columns that has the usual name. */
    public void dropForeignKey(String table, String column, String target) {
        dropConstraint(table, SchemaNames.foreignKey(table, List.of(column), target));
    }

    /** Gives a foreign key, a check or a unique constraint another name. */
    public void renameConstraint(String table, String constraint, String to) {
        add(new Operation.RenameConstraint(name(table), constraint, to));
    }

    // ---- views, types, sequences

    /** Creates a view. */
    public void createView(String name, String query) {
        add(new Operation.CreateView(name(name), query, false));
    }

    /** Creates a view whose rows are kept. PostgreSQL only. */
    public void createMaterializedView(String name, String query) {
        add(new Operation.CreateView(name(name), query, true));
    }

    /** Drops a view whose rows are kept. */
    public void dropMaterializedView(String name) {
        add(new Operation.DropView(name(name), true));
    }

    /** Drops a view. */
    public void dropView(String name) {
        add(new Operation.DropView(name(name), false));
    }

    /** Creates an enumerated type. PostgreSQL only. */
    public void createEnum(String name, String... values) {
        add(new Operation.CreateEnum(name(name), List.of(values), false));
    }

    /** Drops an enumerated type. */
    public void dropEnum(String name) {
        add(new Operation.DropEnum(name(name)));
    }

    /** Gives an enumerated type another name. */
    public void renameEnum(String name, String to) {
        add(new Operation.RenameEnum(name(name), to));
    }

    /** Adds a value behind the others. */
    public void addEnumValue(String name, String value) {
        add(new Operation.AddEnumValue(name(name), value, null));
    }

    /** Adds a value before another one. */
    public void addEnumValue(String name, String value, String before) {
        add(new Operation.AddEnumValue(name(name), value, before));
    }

    /** Gives a value another name; rows that have it follow. */
    public void renameEnumValue(String name, String value, String to) {
        add(new Operation.RenameEnumValue(name(name), value, to));
    }

    /** Makes these the values, in this order; fails where a row has another one. */
    public void replaceEnum(String name, String... values) {
        add(new Operation.ReplaceEnum(name(name), List.of(values)));
    }

    /** Creates a sequence. PostgreSQL only. */
    public void createSequence(String name, long start, long increment) {
        add(new Operation.CreateSequence(name(name), start, increment));
    }

    /** Drops a sequence. */
    public void dropSequence(String name) {
        add(new Operation.DropSequence(name(name)));
    }

    // ---- anything else

    /**
     * One statement as it is written. Never put a value into the text, and do not end the
     * transaction.
     *
     * @throws ProgrammingException for text without a statement, and on SQLite, whose driver would
     *     silently pass over it, for a second statement
     */
    public void sql(String statement) {
        List<String> statements = Statements.of(statement, dialect());
        if (statements.isEmpty()) {
            throw new ProgrammingException(
                    "sql(..) was given no statement", null, "leave the call out");
        }
        if (dialect() == Dialect.SQLITE && statements.size() > 1) {
            throw new ProgrammingException(
                    "sql(..) takes one statement, and was given more: " + statement.strip(),
                    null,
                    "call sql(..) once for each");
        }
        add(new Operation.Sql(statement));
    }

    /**
     * Code that reads and writes rows, in the transaction of the migration. It sees what the
     * operations before it made. For many rows of a table that others use, {@link #backfill} is the
     * way.
     *
     * @param description what for, in a few words; it stands in the plan
     */
    public void run(String description, Consumer<Database> work) {
        add(new Operation.Code(description, work));
    }

    /**
     * Changes many rows a chunk at a time, each in a transaction of its own; the migration runs in
     * steps then, and goes on with the chunk where it was stopped.
     */
    public void backfill(Backfill backfill) {
        add(new Operation.Rows(backfill.chunks()));
    }

    // ---- parts

    /** A column of any type. */
    public <T> NewColumn<T> column(String name, DataType<T> type) {
        return NewColumn.of(
                info(name, database.schema().sqlType(type), type),
                value -> database.schema().literal(type, value));
    }

    /** A column of a type as the database writes it: {@code citext}. */
    public NewColumn<String> column(String name, String sqlType) {
        return NewColumn.of(
                info(name, sqlType, null),
                value -> database.schema().literal(DataType.TEXT, value));
    }

    /** The key of most tables: a number that the database counts up. */
    public NewColumn<Long> autoId(String name) {
        String type = dialect() == Dialect.SQLITE ? "integer" : "bigint";
        return NewColumn.<Long>of(info(name, type, DataType.BIGINT), String::valueOf)
                .identity()
                .primaryKey();
    }

    /** Text of any length. */
    public NewColumn<String> text(String name) {
        return column(name, DataType.TEXT);
    }

    /** Text of at most so many characters. */
    public NewColumn<String> varchar(String name, int length) {
        return column(name, DataType.varchar(length));
    }

    /** A number of 32 bits. */
    public NewColumn<Integer> integer(String name) {
        return column(name, DataType.INTEGER);
    }

    /** A number of 64 bits. */
    public NewColumn<Long> bigint(String name) {
        return column(name, DataType.BIGINT);
    }

    /** True or false. */
    public NewColumn<Boolean> bool(String name) {
        return column(name, DataType.BOOLEAN);
    }

    /** A number of so many digits, some of them behind the point. */
    public NewColumn<java.math.BigDecimal> decimal(String name, int precision, int scale) {
        return column(name, DataType.decimal(precision, scale));
    }

    /** A date and a time without a zone. */
    public NewColumn<java.time.LocalDateTime> datetime(String name) {
        return column(name, DataType.DATETIME);
    }

    /** The key of a new table. */
    public TablePart primaryKey(String... columns) {
        return new TablePart.PrimaryKey(List.of(columns));
    }

    /** No two rows of a new table agree in these columns. */
    public TablePart unique(String... columns) {
        return new TablePart.Unique(List.of(columns));
    }

    /** A condition that every row of a new table has to meet. */
    public TablePart check(String condition) {
        return new TablePart.Check(new TableInfo.Check(null, condition));
    }

    /** See {@link #check(String)}, with a name of its own. */
    public TablePart check(String constraint, String condition) {
        return new TablePart.Check(new TableInfo.Check(constraint, condition));
    }

    /** An index of a new table. */
    public TablePart index(TableInfo.Index index) {
        return new TablePart.Index(index);
    }

    /** An index of any kind; say over what next. Given to addIndex or createTable. */
    public NewIndex newIndex(String name) {
        return NewIndex.named(name);
    }

    /** A new table is kept by its primary key alone. SQLite only. */
    public TablePart withoutRowid() {
        return new TablePart.Option(new Table.Options(true, false, false, null));
    }

    /** A new table refuses values of another type than the column's. SQLite only. */
    public TablePart strict() {
        return new TablePart.Option(new Table.Options(false, true, false, null));
    }

    /** A new table never gives the key of a row that was deleted to another one. SQLite only. */
    public TablePart autoIncrement() {
        return new TablePart.Option(new Table.Options(false, false, true, null));
    }

    /** Where a new table is kept. PostgreSQL only. */
    public TablePart tablespace(String name) {
        return new TablePart.Option(new Table.Options(false, false, false, name));
    }

    /** What a new table is about. SQLite keeps no comments. */
    public TablePart about(String text) {
        return new TablePart.Comment(text);
    }

    /** A foreign key over these columns; say {@code references(..)} next. */
    public NewForeignKey foreignKey(String... columns) {
        return NewForeignKey.of(List.of(columns));
    }

    // ---- inside

    private static TableInfo.Column info(String name, String sqlType, @Nullable DataType<?> type) {
        return new TableInfo.Column(
                name, sqlType, type, true, null, TableInfo.Identity.NONE, null, null, null);
    }

    private SchemaName name(String name) {
        return new SchemaName(schema, name);
    }

    private static List<String> columns(String column, String[] more) {
        List<String> columns = new ArrayList<>();
        columns.add(column);
        columns.addAll(List.of(more));
        return columns;
    }
}
