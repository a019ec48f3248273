package dev.kinglet.migrate.internal.diff;

import dev.kinglet.Database;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.migrate.change.Inverse;
import dev.kinglet.migrate.change.Operation;
import dev.kinglet.migrate.change.SchemaDiff;
import dev.kinglet.migrate.change.SqlNames;
import dev.kinglet.migrate.change.Step;
import dev.kinglet.migrate.internal.ddl.SchemaSteps;
import dev.kinglet.migrate.internal.run.Texts;
import dev.kinglet.schema.SchemaChange;
import dev.kinglet.schema.SchemaName;
import dev.kinglet.schema.TableInfo;
import dev.kinglet.type.Dialect;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A migration as a file of SQL: plain statements in one transaction. What SQLite does by making a
 * table anew is not written so: that takes code around it.
 */
final class PlainSql {
    private final Database database;

    private PlainSql(Database database) {
        this.database = database;
    }

    static Source of(SchemaDiff diff, Database database) {
        PlainSql sql = new PlainSql(database);
        StringBuilder up = new StringBuilder();
        diff.lines().forEach(line -> up.append("-- ").append(Texts.comment(line)).append('\n'));
        for (Operation operation : diff.operations()) {
            String note = Source.warning(operation);
            if (note != null) {
                up.append("-- ").append(Texts.comment(note)).append('\n');
            }
            sql.statements(operation).forEach(s -> up.append('\n').append(s).append(";\n"));
        }
        StringBuilder down = new StringBuilder();
        for (Inverse inverse : diff.inverses()) {
            if (inverse.lost() != null) {
                down.append("-- ").append(Source.lost(inverse).substring(3)).append('\n');
            }
            for (Operation operation : inverse.operations()) {
                sql.statements(operation).forEach(s -> down.append(s).append(";\n"));
            }
        }
        return new Source(up.toString(), down.toString());
    }

    private List<String> statements(Operation operation) {
        String altered = alter(operation);
        if (altered != null) {
            return List.of("alter table " + SqlNames.quote(named(operation)) + " " + altered);
        }
        if (operation instanceof Operation.AddColumn add) {
            return addColumn(add);
        }
        if (operation instanceof Operation.DropConstraint
                || operation instanceof Operation.AddCheck
                || operation instanceof Operation.AddForeignKey
                || operation instanceof Operation.ChangeType
                || operation instanceof Operation.SetPrimaryKey
                || operation instanceof Operation.AddIndex add && add.index().constraint()) {
            return database.dialect() == Dialect.POSTGRES
                    ? List.of(rule(operation))
                    : refused(operation);
        }
        String type = type(operation);
        if (type != null) {
            return List.of(type);
        }
        if (operation instanceof Operation.ReplaceEnum) {
            return refused(operation);
        }
        return SchemaSteps.of(operation, database, false).stream().map(Step::sql).toList();
    }

    /** What both databases say by ALTER TABLE, and what only PostgreSQL does. */
    private @Nullable String alter(Operation operation) {
        if (operation instanceof Operation.RenameTable o) {
            return "rename to " + SqlNames.quote(o.to());
        }
        if (operation instanceof Operation.RenameColumn o) {
            return "rename column " + SqlNames.quote(o.column()) + " to " + SqlNames.quote(o.to());
        }
        if (operation instanceof Operation.DropColumn o) {
            return "drop column " + SqlNames.quote(o.column()) + (o.cascade() ? " cascade" : "");
        }
        String change = null;
        String column = null;
        if (operation instanceof Operation.SetNotNull o) {
            column = o.column();
            change = "set not null";
        } else if (operation instanceof Operation.DropNotNull o) {
            column = o.column();
            change = "drop not null";
        } else if (operation instanceof Operation.SetDefault o) {
            column = o.column();
            change = "set default " + o.sql();
        } else if (operation instanceof Operation.DropDefault o) {
            column = o.column();
            change = "drop default";
        }
        if (column == null) {
            return null;
        }
        if (database.dialect() == Dialect.SQLITE) {
            refused(operation);
        }
        return "alter column " + SqlNames.quote(column) + " " + change;
    }

    private List<String> addColumn(Operation.AddColumn add) {
        TableInfo.Column column = add.column();
        boolean sqlite = database.dialect() == Dialect.SQLITE;
        boolean hard =
                add.foreignKey() != null
                        || column.generated() != null && column.generated().stored()
                        || !column.nullable() && column.defaultSql() == null
                        || column.defaultSql() != null && column.defaultSql().startsWith("(");
        if (sqlite && hard) {
            return refused(add);
        }
        List<String> sql =
                new ArrayList<>(
                        written(
                                new SchemaChange.AddColumn(
                                        add.name(), column, SchemaChange.Existing.FAIL)));
        if (add.foreignKey() != null) {
            sql.add(rule(new Operation.AddForeignKey(add.name(), add.foreignKey())));
        }
        if (add.check() != null) {
            sql.addAll(statements(new Operation.AddCheck(add.name(), add.check())));
        }
        if (add.index() != null) {
            sql.addAll(statements(new Operation.AddIndex(add.name(), add.index(), false)));
        }
        if (column.comment() != null) {
            sql.addAll(
                    written(new SchemaChange.Comment(add.name(), column.name(), column.comment())));
        }
        return sql;
    }

    /** PostgreSQL. */
    private String rule(Operation operation) {
        String alter = "alter table " + SqlNames.quote(named(operation)) + " ";
        if (operation instanceof Operation.DropConstraint o) {
            return alter + "drop constraint " + SqlNames.quote(o.constraint());
        }
        if (operation instanceof Operation.AddCheck o) {
            String name = o.check().name();
            return alter
                    + "add "
                    + (name == null ? "" : "constraint " + SqlNames.quote(name) + " ")
                    + "check ("
                    + o.check().sql()
                    + ")";
        }
        if (operation instanceof Operation.ChangeType o) {
            String using =
                    o.using() != null ? o.using() : SqlNames.quote(o.column()) + "::" + o.sqlType();
            return alter
                    + "alter column "
                    + SqlNames.quote(o.column())
                    + " type "
                    + o.sqlType()
                    + " using "
                    + using;
        }
        if (operation instanceof Operation.AddIndex o) {
            return alter
                    + "add constraint "
                    + SqlNames.quote(o.index().name())
                    + " unique ("
                    + names(o.index().columns())
                    + ")";
        }
        if (operation instanceof Operation.SetPrimaryKey) {
            return refused(operation).get(0);
        }
        Operation.AddForeignKey o = (Operation.AddForeignKey) operation;
        return written(
                        new SchemaChange.AddForeignKey(
                                o.name(), o.foreignKey(), SchemaChange.Existing.FAIL))
                .get(0);
    }

    private @Nullable String type(Operation operation) {
        if (operation instanceof Operation.DropEnum o) {
            return "drop type " + SqlNames.quote(o.name());
        }
        if (operation instanceof Operation.RenameEnum o) {
            return "alter type "
                    + SqlNames.quote(o.name())
                    + " rename to "
                    + SqlNames.quote(o.to());
        }
        if (operation instanceof Operation.AddEnumValue o) {
            return "alter type "
                    + SqlNames.quote(o.name())
                    + " add value "
                    + literal(o.value())
                    + (o.before() == null ? "" : " before " + literal(o.before()));
        }
        if (operation instanceof Operation.DropSequence o) {
            return "drop sequence " + SqlNames.quote(o.name());
        }
        if (operation instanceof Operation.CreateSequence o) {
            return "create sequence "
                    + SqlNames.quote(o.name())
                    + " start "
                    + o.start()
                    + " increment "
                    + o.increment();
        }
        return null;
    }

    private List<String> written(SchemaChange change) {
        return database.schema().change(List.of(change)).sql();
    }

    private List<String> refused(Operation operation) {
        throw new ProgrammingException(
                operation.getClass().getSimpleName()
                        + " of '"
                        + operation.name()
                        + "' is no plain statement of "
                        + (database.dialect() == Dialect.SQLITE ? "SQLite" : "PostgreSQL"),
                String.valueOf(operation.name()),
                "write this migration in Java or Kotlin, where it is one call");
    }

    private String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static SchemaName named(Operation operation) {
        SchemaName name = operation.name();
        if (name == null) {
            throw new IllegalStateException(operation.toString());
        }
        return name;
    }

    private static String names(@Nullable List<String> columns) {
        return columns == null
                ? ""
                : String.join(", ", columns.stream().map(SqlNames::quote).toList());
    }
}
