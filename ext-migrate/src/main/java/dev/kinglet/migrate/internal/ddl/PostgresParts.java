package dev.kinglet.migrate.internal.ddl;

import static dev.kinglet.migrate.change.SqlNames.quote;
import static dev.kinglet.migrate.internal.postgres.Sql.beside;
import static dev.kinglet.migrate.internal.postgres.Sql.names;

import dev.kinglet.Database;
import dev.kinglet.migrate.change.LockPolicy;
import dev.kinglet.migrate.change.Operation;
import dev.kinglet.migrate.change.Step;
import dev.kinglet.migrate.change.Step.Lock;
import dev.kinglet.migrate.internal.postgres.ConcurrentIndex;
import dev.kinglet.migrate.internal.postgres.Facts;
import dev.kinglet.migrate.internal.postgres.Validation;
import dev.kinglet.schema.SchemaChange;
import dev.kinglet.schema.SchemaName;
import dev.kinglet.schema.SchemaNames;
import dev.kinglet.schema.TableInfo;
import java.util.ArrayList;
import java.util.List;

/** Changes of the parts of one table of PostgreSQL: columns, keys, checks, indexes. */
final class PostgresParts {
    private final Database database;
    private final LockPolicy policy;
    private final SchemaName table;
    private final String alter;
    private final boolean isNew;
    private final boolean safely;

    /**
     * @param isNew whether this migration made the table, so nobody else can have seen it
     * @param safely whether others use it, and it can be changed without holding them up
     */
    PostgresParts(
            Database database, LockPolicy policy, SchemaName table, boolean isNew, boolean safely) {
        this.database = database;
        this.policy = policy;
        this.table = table;
        this.alter = "alter table " + quote(table) + " ";
        this.isNew = isNew;
        this.safely = safely;
    }

    static boolean isPart(Operation operation) {
        return operation instanceof Operation.AddColumn
                || operation instanceof Operation.DropColumn
                || operation instanceof Operation.RenameColumn
                || operation instanceof Operation.ChangeType
                || operation instanceof Operation.SetNotNull
                || operation instanceof Operation.DropNotNull
                || operation instanceof Operation.SetDefault
                || operation instanceof Operation.DropDefault
                || operation instanceof Operation.SetPrimaryKey
                || operation instanceof Operation.AddIndex
                || operation instanceof Operation.DropIndex
                || operation instanceof Operation.RenameIndex
                || operation instanceof Operation.AddForeignKey
                || operation instanceof Operation.AddCheck
                || operation instanceof Operation.DropConstraint
                || operation instanceof Operation.RenameConstraint;
    }

    List<Step> steps(Operation operation) {
        if (operation instanceof Operation.AddColumn add) {
            return addColumn(add);
        }
        if (operation instanceof Operation.DropColumn drop) {
            String cascade = drop.cascade() ? " cascade" : "";
            return List.of(altering("drop column " + quote(drop.column()) + cascade));
        }
        if (operation instanceof Operation.RenameColumn rename) {
            return List.of(
                    altering(
                            "rename column "
                                    + quote(rename.column())
                                    + " to "
                                    + quote(rename.to())));
        }
        if (operation instanceof Operation.ChangeType change) {
            return List.of(changeType(change));
        }
        if (operation instanceof Operation.SetNotNull set) {
            return setNotNull(set.column());
        }
        if (operation instanceof Operation.DropNotNull drop) {
            return List.of(altering(column(drop.column()) + "drop not null"));
        }
        if (operation instanceof Operation.SetDefault set) {
            return List.of(altering(column(set.column()) + "set default " + set.sql()));
        }
        if (operation instanceof Operation.DropDefault drop) {
            return List.of(altering(column(drop.column()) + "drop default"));
        }
        if (operation instanceof Operation.SetPrimaryKey set) {
            return setPrimaryKey(set.columns());
        }
        if (operation instanceof Operation.AddIndex add) {
            return addIndex(add.index(), add.ifNotExists());
        }
        if (operation instanceof Operation.DropIndex drop) {
            return dropIndex(drop);
        }
        if (operation instanceof Operation.RenameIndex rename) {
            String sql =
                    "alter index "
                            + beside(table, rename.index())
                            + " rename to "
                            + quote(rename.to());
            return List.of(Step.of(sql).locking(Lock.SHARE_UPDATE_EXCLUSIVE));
        }
        if (operation instanceof Operation.AddForeignKey add) {
            return addForeignKey(add.foreignKey());
        }
        if (operation instanceof Operation.AddCheck add) {
            return addCheck(add.check(), "check");
        }
        if (operation instanceof Operation.DropConstraint drop) {
            return List.of(altering("drop constraint " + quote(drop.constraint())));
        }
        Operation.RenameConstraint rename = (Operation.RenameConstraint) operation;
        return List.of(
                altering(
                        "rename constraint "
                                + quote(rename.constraint())
                                + " to "
                                + quote(rename.to())));
    }

    // ---- columns

    private List<Step> addColumn(Operation.AddColumn add) {
        TableInfo.Column column = add.column();
        List<Step> steps = new ArrayList<>();
        boolean counted =
                column.identity() != TableInfo.Identity.NONE
                        || column.sqlType().toLowerCase(java.util.Locale.ROOT).endsWith("serial");
        TableInfo.Generated generated = column.generated();
        boolean rewrites = Facts.rewrites(database, column.sqlType(), column.defaultSql());
        if (safely && rewrites && !counted && generated == null) {
            fill(steps, column);
        } else {
            Step step = altering(addColumnSql(column));
            boolean all = rewrites || counted || generated != null && generated.stored();
            steps.add(all && !isNew ? step.rewriting() : step);
        }
        if (add.check() != null) {
            steps.addAll(addCheck(add.check(), column.name() + "_check"));
        }
        if (add.foreignKey() != null) {
            steps.addAll(addForeignKey(add.foreignKey()));
        }
        if (add.index() != null) {
            steps.addAll(addIndex(add.index(), false));
        }
        if (column.comment() != null) {
            steps.addAll(comment(column));
        }
        return steps;
    }

    /** Not with a value for each row at once, which writes all of them under the strongest lock. */
    private void fill(List<Step> steps, TableInfo.Column column) {
        String name = column.name();
        String value = java.util.Objects.requireNonNull(column.defaultSql());
        TableInfo.Column empty =
                new TableInfo.Column(
                        name,
                        column.sqlType(),
                        column.type(),
                        true,
                        null,
                        column.identity(),
                        null,
                        column.collation(),
                        null);
        steps.add(altering(addColumnSql(empty) + ", " + column(name) + "set default " + value));
        steps.add(PostgresFill.step(database, table, name, value));
        if (!column.nullable()) {
            steps.addAll(setNotNull(name));
        }
    }

    private String addColumnSql(TableInfo.Column column) {
        SchemaChange change = new SchemaChange.AddColumn(table, column, SchemaChange.Existing.FAIL);
        return rendered(change).substring(alter.length());
    }

    private List<Step> comment(TableInfo.Column column) {
        SchemaChange change = new SchemaChange.Comment(table, column.name(), column.comment());
        return List.of(Step.of(rendered(change)).locking(lock(Lock.SHARE_UPDATE_EXCLUSIVE)));
    }

    private Step changeType(Operation.ChangeType change) {
        // a collation that comes with it is none of the type
        String type = change.sqlType().replaceFirst("(?i)\\s+collate\\s.*", "");
        Facts.TypeChange facts = Facts.typeChange(database, table, change.column(), type);
        String column = column(change.column());
        String using =
                change.using() != null
                        ? change.using()
                        : quote(change.column()) + "::" + change.sqlType();
        String sql = column + "type " + change.sqlType() + " using " + using;
        if (facts.defaultSql() != null) {
            sql =
                    column
                            + "drop default, "
                            + sql
                            + ", "
                            + column
                            + "set default ("
                            + facts.defaultSql()
                            + ")::"
                            + change.sqlType();
        }
        Step step = altering(sql);
        return facts.rewrites() || change.using() != null ? step.scanning().rewriting() : step;
    }

    /** A check that was proved before spares the scan under the strongest lock. */
    private List<Step> setNotNull(String column) {
        String set = column(column) + "set not null";
        if (!safely) {
            return List.of(altering(set).scanning());
        }
        String check = SchemaNames.fit(table.name() + "_" + column + "_filled");
        return List.of(
                Validation.notNull(policy, table, check, column),
                altering(set),
                altering("drop constraint if exists " + quote(check)));
    }

    // ---- keys and checks

    private List<Step> setPrimaryKey(List<String> columns) {
        String before = Facts.primaryKey(database, table);
        String drop = before == null ? "" : "drop constraint " + quote(before);
        if (columns.isEmpty()) {
            return before == null ? List.of() : List.of(altering(drop));
        }
        String key = before == null ? SchemaNames.fit(table.name() + "_pkey") : before;
        String add =
                (before == null ? "" : drop + ", ")
                        + "add constraint "
                        + quote(key)
                        + " primary key ";
        if (!safely) {
            return List.of(altering(add + "(" + names(columns) + ")").scanning());
        }
        List<Step> steps = new ArrayList<>();
        columns.forEach(column -> steps.addAll(setNotNull(column)));
        TableInfo.Index index = index(SchemaNames.fit(table.name() + "_pkey_new"), columns);
        steps.add(concurrently(index, false));
        steps.add(altering(add + "using index " + quote(index.name())));
        return steps;
    }

    private static TableInfo.Index index(String name, List<String> columns) {
        return new TableInfo.Index(
                name,
                columns.stream()
                        .map(column -> new TableInfo.Part(column, null, null, null, false, null))
                        .toList(),
                true,
                false,
                "btree",
                List.of(),
                null,
                false);
    }

    private List<Step> addForeignKey(TableInfo.ForeignKey key) {
        TableInfo.ForeignKey named =
                key.name() != null
                        ? key
                        : new TableInfo.ForeignKey(
                                SchemaNames.foreignKey(
                                        table.name(), key.columns(), key.target().name()),
                                key.columns(),
                                key.target(),
                                key.targetColumns(),
                                key.onDelete(),
                                key.onUpdate(),
                                key.deferral());
        String sql =
                rendered(new SchemaChange.AddForeignKey(table, named, SchemaChange.Existing.FAIL));
        String constraint = java.util.Objects.requireNonNull(named.name());
        return List.of(
                safely
                        ? Validation.step(policy, table, constraint, Lock.SHARE_ROW_EXCLUSIVE, sql)
                        : Step.of(sql).locking(Lock.SHARE_ROW_EXCLUSIVE).scanning());
    }

    /** The name that PostgreSQL would give it, without the number that it may add. */
    private List<Step> addCheck(TableInfo.Check check, String suffix) {
        String constraint =
                check.name() != null ? check.name() : SchemaNames.fit(table.name() + "_" + suffix);
        String add = "add constraint " + quote(constraint) + " check (" + check.sql() + ")";
        return List.of(
                safely
                        ? Validation.step(
                                policy, table, constraint, Lock.ACCESS_EXCLUSIVE, alter + add)
                        : altering(add).scanning());
    }

    // ---- indexes

    private List<Step> addIndex(TableInfo.Index index, boolean ifNotExists) {
        if (!index.constraint()) {
            return List.of(
                    safely
                            ? concurrently(index, ifNotExists)
                            : Step.of(createIndex(index, ifNotExists, false))
                                    .locking(lock(Lock.SHARE))
                                    .scanning());
        }
        String unique =
                "add constraint "
                        + quote(index.name())
                        + " unique "
                        + (index.nullsNotDistinct() ? "nulls not distinct " : "");
        if (safely) {
            return List.of(
                    concurrently(index, ifNotExists),
                    altering(
                            "add constraint "
                                    + quote(index.name())
                                    + " unique using index "
                                    + quote(index.name())));
        }
        String include =
                index.include().isEmpty() ? "" : " include (" + names(index.include()) + ")";
        List<String> columns = index.columns();
        return List.of(
                altering(unique + "(" + (columns == null ? "" : names(columns)) + ")" + include)
                        .scanning());
    }

    private List<Step> dropIndex(Operation.DropIndex drop) {
        if (safely) {
            return List.of(ConcurrentIndex.drop(table, drop.index(), drop.ifExists()));
        }
        String ifExists = drop.ifExists() ? "if exists " : "";
        String sql = "drop index " + ifExists + beside(table, drop.index());
        return List.of(Step.of(sql).locking(lock(Lock.ACCESS_EXCLUSIVE)));
    }

    private Step concurrently(TableInfo.Index index, boolean ifNotExists) {
        return ConcurrentIndex.create(
                table, index.name(), ifNotExists, createIndex(index, false, true));
    }

    private String createIndex(TableInfo.Index index, boolean ifNotExists, boolean concurrently) {
        SchemaChange.Existing existing =
                ifNotExists ? SchemaChange.Existing.KEEP : SchemaChange.Existing.FAIL;
        return rendered(new SchemaChange.CreateIndex(table, index, existing, concurrently));
    }

    // ---- parts

    private Step altering(String what) {
        return Step.of(alter + what).locking(lock(Lock.ACCESS_EXCLUSIVE));
    }

    private Lock lock(Lock otherwise) {
        return isNew ? Lock.NONE : otherwise;
    }

    private String rendered(SchemaChange change) {
        return String.join(";\n", database.schema().change(List.of(change)).sql());
    }

    private static String column(String name) {
        return "alter column " + quote(name) + " ";
    }
}
