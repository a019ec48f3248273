package dev.kinglet.migrate.internal.sqlite;

import static dev.kinglet.migrate.internal.sqlite.SqliteVersion.ALTERS_RULES;
import static dev.kinglet.migrate.internal.sqlite.SqliteVersion.DROPS_COLUMNS;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.migrate.change.Operation;
import dev.kinglet.migrate.change.SqlNames;
import dev.kinglet.migrate.change.Step;
import dev.kinglet.migrate.internal.sqlite.Rule.Kind;
import dev.kinglet.schema.TableInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Changes of the columns of a table. */
public final class ColumnSteps {
    private final ExistingTable table;
    private final CreateTable create;
    private final SqliteVersion version;

    /**
     * @param version that may be older than the one that runs
     */
    public ColumnSteps(ExistingTable table, SqliteVersion version) {
        this.table = table;
        this.create = table.create();
        this.version = version;
    }

    /** A column without its index. */
    public List<Step> add(Operation.AddColumn add) {
        TableInfo.Column column = add.column();
        if (create.column(column.name()) != null) {
            throw refused(
                    "the table '" + table.name() + "' has a column '" + column.name() + "' already",
                    "give the new one another name");
        }
        if (column.identity() != TableInfo.Identity.NONE) {
            throw refused(
                    "SQLite counts up the key of a table only, not the column '"
                            + column.name()
                            + "'",
                    "make it the key of a new table: autoId(..)");
        }
        String definition = Definitions.column(column, add.check(), add.foreignKey());
        boolean stored = column.generated() != null && column.generated().stored();
        boolean wanting = !column.nullable() && Definitions.isNull(column.defaultSql());
        boolean refers = add.foreignKey() != null && !Definitions.isNull(column.defaultSql());
        if (stored || wanting || refers || !Definitions.isConstant(column.defaultSql())) {
            return new Rebuild(table, create.withColumn(definition)).steps();
        }
        Step alter = alter(" add column " + definition);
        // it looks at each row then
        return List.of(add.check() != null || !column.nullable() ? alter.scanning() : alter);
    }

    /** A column with its indexes and the rules that speak of it. */
    public List<Step> drop(String name) {
        CreateTable.Column column = table.column(name);
        Rule key = create.primaryKey();
        if (key != null && create.mentions(key, name)) {
            throw refused(
                    "the column '" + column.name() + "' is of the key of '" + table.name() + "'",
                    "say setPrimaryKey(\"" + table.name() + "\", ..) without it first");
        }
        List<String> referring = table.referring(column.name());
        if (!referring.isEmpty()) {
            throw refused(
                    "the column '"
                            + column.name()
                            + "' of '"
                            + table.name()
                            + "' is what foreign keys refer to, of "
                            + String.join(", ", referring),
                    "drop those foreign keys first");
        }
        CreateTable after = create;
        List<Rule> gone = new ArrayList<>();
        for (Rule rule : create.allRules()) {
            if (column.rules().contains(rule) || !create.mentions(rule, name)) {
                continue;
            }
            if (rule.is(Kind.GENERATED)) {
                throw refused(
                        "the column '"
                                + rule.columns().get(0)
                                + "' of '"
                                + table.name()
                                + "' is computed from '"
                                + column.name()
                                + "'",
                        "drop that column first");
            }
            gone.add(rule);
        }
        // from the end, so that the places before it still hold
        for (int i = gone.size() - 1; i >= 0; i--) {
            after = after.without(gone.get(i));
        }
        CreateTable.Column now = after.column(name);
        after = now == null || after.columns().size() == 1 ? after : after.without(now);
        List<Step> steps = new ArrayList<>();
        boolean lastOfAll = create.columns().indexOf(column) == create.columns().size() - 1;
        boolean told = lastOfAll && create.hasCommentBefore(column.first());
        boolean ruled = column.rule(Kind.UNIQUE) != null || !gone.isEmpty();
        if (version.isAtLeast(DROPS_COLUMNS) && !told && !ruled
                || after.columns().size() == create.columns().size()) {
            for (Stored index : table.indexes()) {
                if (isOver(index, name)) {
                    steps.add(step("drop index " + table.quoted(index.name())));
                }
            }
            steps.add(alter(" drop column " + SqlNames.quote(column.name())).rewriting());
            return steps;
        }
        return new Rebuild(table, after)
                .without(stored -> isOver(stored, name))
                .probing(table.probes(name))
                .steps();
    }

    private static boolean isOver(Stored index, String column) {
        return index.is("index") && index.sql() != null && index.mentions(column);
    }

    /** Another type; its values become what SQLite makes of them in such a column. */
    public List<Step> type(Operation.ChangeType change) {
        CreateTable.Column column = table.column(change.column());
        if (column.equals(create.rowNumber()) && !change.sqlType().equalsIgnoreCase("integer")) {
            throw refused(
                    "the key '"
                            + column.name()
                            + "' of '"
                            + table.name()
                            + "' is the number of the row, which is an integer of 64 bits",
                    "make another column the key first: setPrimaryKey(\""
                            + table.name()
                            + "\", ..)");
        }
        CreateTable before = create;
        Rule collation = column.rule(Kind.COLLATE);
        if (collation != null && change.sqlType().toLowerCase(Locale.ROOT).contains(" collate ")) {
            // the last one would win, which is the old one
            before = create.without(collation);
            column = Objects.requireNonNull(before.column(change.column()));
        }
        Rebuild rebuild = new Rebuild(table, before.withType(column, change.sqlType()));
        return (change.using() == null ? rebuild : rebuild.value(column.name(), change.using()))
                .steps();
    }

    /** Every row has a value. */
    public List<Step> setNotNull(String name) {
        CreateTable.Column column = table.column(name);
        if (column.rule(Kind.NOT_NULL) != null || column.equals(create.rowNumber())) {
            return List.of();
        }
        CreateTable after = create.withRule(column, "not null");
        return version.isAtLeast(ALTERS_RULES)
                ? List.of(
                        alter(" alter column " + SqlNames.quote(column.name()) + " set not null")
                                .scanning())
                : new Rebuild(table, after).steps();
    }

    /** It may be NULL. */
    public List<Step> dropNotNull(String name) {
        CreateTable.Column column = table.column(name);
        Rule rule = column.rule(Kind.NOT_NULL);
        if (rule == null) {
            return List.of();
        }
        return version.isAtLeast(ALTERS_RULES) && !hasCommentAround(rule)
                ? List.of(
                        alter(" alter column " + SqlNames.quote(column.name()) + " drop not null"))
                : new Rebuild(table, create.without(rule)).steps();
    }

    /** SQLite takes the comments on both sides away with a rule. */
    private boolean hasCommentAround(Rule rule) {
        return create.hasCommentBefore(rule.first()) || create.hasCommentBefore(rule.end());
    }

    /** What a row gets that brings no value. */
    public List<Step> setDefault(String name, String sql) {
        CreateTable.Column column = table.column(name);
        Rule rule = column.rule(Kind.DEFAULT);
        String said = Definitions.defaultTo(sql);
        return new Rebuild(
                        table,
                        rule == null
                                ? create.withRule(column, said)
                                : create.replace(rule.first(), rule.end(), said))
                .steps();
    }

    /** It gets NULL. */
    public List<Step> dropDefault(String name) {
        Rule rule = table.column(name).rule(Kind.DEFAULT);
        return rule == null ? List.of() : new Rebuild(table, create.without(rule)).steps();
    }

    /** Another key; columns of the old one and of the new one have a value in every row. */
    public List<Step> primaryKey(List<String> columns) {
        List<String> names = columns.stream().map(column -> table.column(column).name()).toList();
        Rule key = create.primaryKey();
        if (key != null && key.columns().equals(names) || key == null && names.isEmpty()) {
            return List.of();
        }
        if (names.isEmpty() && create.isWithoutRowid()) {
            throw refused(
                    "the table '" + table.name() + "' is one without row numbers, so it has a key",
                    "name the columns of another key");
        }
        CreateTable after = create;
        if (key != null) {
            after = after.without(key);
            for (String column : key.columns()) {
                after = required(after, column);
            }
        }
        if (names.size() == 1) {
            CreateTable.Column only = after.column(names.get(0));
            after = only == null ? after : after.withRule(only, "primary key");
        } else if (!names.isEmpty()) {
            after = after.withRule(Definitions.primaryKey(names));
        }
        for (String column : names) {
            after = required(after, column);
        }
        return new Rebuild(table, after).steps();
    }

    /** SQLite lets NULL into keys, but for the number of the row. */
    private static CreateTable required(CreateTable table, String name) {
        CreateTable.Column column = table.column(name);
        return column == null
                        || column.rule(Kind.NOT_NULL) != null
                        || column.equals(table.rowNumber())
                ? table
                : table.withRule(column, "not null");
    }

    private Step alter(String change) {
        return step("alter table " + table.quoted() + change);
    }

    private static Step step(String sql) {
        return Step.of(sql).locking(Step.Lock.ACCESS_EXCLUSIVE);
    }

    private ProgrammingException refused(String summary, String remedy) {
        return new ProgrammingException(summary, table.name(), remedy);
    }
}
