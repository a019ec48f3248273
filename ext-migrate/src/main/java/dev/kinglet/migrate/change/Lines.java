package dev.kinglet.migrate.change;

import dev.kinglet.schema.SchemaName;
import dev.kinglet.schema.TableInfo;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Operations in words: {@code + column user.bio text}. */
public final class Lines {
    private static final String NONE = "nothing";

    private Lines() {}

    /**
     * A line: plus for what is new, minus for what is dropped, a tilde for what becomes another.
     *
     * @param before the schema that it changes
     */
    public static String of(Operation operation, SchemaState before) {
        if (operation instanceof Operation.CreateTable create) {
            return "+ table "
                    + create.name()
                    + create.table().columns().stream()
                            .map(TableInfo.Column::toString)
                            .collect(Collectors.joining(", ", " (", ")"));
        }
        if (operation instanceof Operation.DropTable drop) {
            TableInfo table = before.table(drop.name());
            return "- table "
                    + drop.name()
                    + (table == null ? "" : " (" + table.columns().size() + " columns)");
        }
        if (operation instanceof Operation.RenameTable rename) {
            return "~ table " + rename.name() + " -> " + rename.to();
        }
        if (operation instanceof Operation.AddColumn add) {
            return "+ column " + add.name() + "." + add.column() + also(add.foreignKey());
        }
        if (operation instanceof Operation.DropColumn drop) {
            return "- column " + drop.name() + "." + column(before, drop.name(), drop.column());
        }
        if (operation instanceof Operation.RenameColumn rename) {
            return "~ column "
                    + rename.name()
                    + "."
                    + rename.column()
                    + " -> "
                    + rename.name()
                    + "."
                    + rename.to();
        }
        return ofColumn(operation, before);
    }

    private static String ofColumn(Operation operation, SchemaState before) {
        if (operation instanceof Operation.ChangeType o) {
            return changed(
                    "type of " + o.name() + "." + o.column(),
                    had(before, o.name(), o.column(), Lines::type),
                    o.sqlType());
        }
        if (operation instanceof Operation.SetNotNull o) {
            return changed(o.name() + "." + o.column(), "null", "not null");
        }
        if (operation instanceof Operation.DropNotNull o) {
            return changed(o.name() + "." + o.column(), "not null", "null");
        }
        if (operation instanceof Operation.SetDefault o) {
            return changed(
                    "default of " + o.name() + "." + o.column(),
                    had(before, o.name(), o.column(), TableInfo.Column::defaultSql),
                    o.sql());
        }
        if (operation instanceof Operation.DropDefault o) {
            return changed(
                    "default of " + o.name() + "." + o.column(),
                    had(before, o.name(), o.column(), TableInfo.Column::defaultSql),
                    NONE);
        }
        if (operation instanceof Operation.Comment o) {
            TableInfo table = before.table(o.name());
            String on = o.column() == null ? o.name().toString() : o.name() + "." + o.column();
            return changed(
                    "comment on " + on,
                    o.column() != null
                            ? had(before, o.name(), o.column(), TableInfo.Column::comment)
                            : table == null ? null : table.comment(),
                    o.text());
        }
        if (operation instanceof Operation.SetIdentity o) {
            return changed(
                    "identity of " + o.name() + "." + o.column(),
                    had(before, o.name(), o.column(), c -> identity(c.identity())),
                    identity(o.identity()));
        }
        if (operation instanceof Operation.SetPrimaryKey o) {
            TableInfo table = before.table(o.name());
            TableInfo.PrimaryKey key = table == null ? null : table.primaryKey();
            return changed(
                    "primary key of " + o.name(),
                    key == null ? null : key.columns().toString(),
                    o.columns().isEmpty() ? null : o.columns().toString());
        }
        return ofRule(operation, before);
    }

    private static String ofRule(Operation operation, SchemaState before) {
        if (operation instanceof Operation.AddIndex o) {
            return "+ " + o.name() + ": " + o.index();
        }
        if (operation instanceof Operation.DropIndex o) {
            TableInfo table = before.table(o.name());
            TableInfo.Index index = table == null ? null : table.index(o.index());
            return "- " + o.name() + ": " + (index == null ? "index " + o.index() : index);
        }
        if (operation instanceof Operation.AddForeignKey o) {
            return "+ " + o.name() + ": " + o.foreignKey();
        }
        if (operation instanceof Operation.AddCheck o) {
            return "+ " + o.name() + ": " + o.check();
        }
        if (operation instanceof Operation.DropConstraint o) {
            return "- " + o.name() + ": " + constraint(before.table(o.name()), o.constraint());
        }
        if (operation instanceof Operation.RenameIndex o) {
            return "~ " + o.name() + ": index " + o.index() + " -> " + o.to();
        }
        if (operation instanceof Operation.RenameConstraint o) {
            return "~ " + o.name() + ": constraint " + o.constraint() + " -> " + o.to();
        }
        if (operation instanceof Operation.CreateTrigger o) {
            return "+ " + o.name() + ": trigger " + o.trigger().name();
        }
        if (operation instanceof Operation.DropTrigger o) {
            return "- " + o.name() + ": trigger " + o.trigger();
        }
        return ofOthers(operation, before);
    }

    private static String ofOthers(Operation operation, SchemaState before) {
        if (operation instanceof Operation.CreateEnum o) {
            return "+ enum " + o.name() + " " + o.values();
        }
        if (operation instanceof Operation.DropEnum o) {
            return "- enum " + o.name() + " " + before.values(o.name());
        }
        if (operation instanceof Operation.RenameEnum o) {
            return "~ enum " + o.name() + " -> " + o.to();
        }
        if (operation instanceof Operation.AddEnumValue
                || operation instanceof Operation.RenameEnumValue
                || operation instanceof Operation.ReplaceEnum) {
            SchemaName name = operation.name();
            return name == null
                    ? operation.toString()
                    : changed(
                            "enum " + name,
                            String.valueOf(before.values(name)),
                            String.valueOf(before.after(operation).values(name)));
        }
        if (operation instanceof Operation.CreateView o) {
            return "+ view " + o.name() + " as " + o.query();
        }
        if (operation instanceof Operation.DropView o) {
            SchemaState.View view = before.view(o.name());
            return "- view " + o.name() + (view == null ? "" : " as " + view.query());
        }
        if (operation instanceof Operation.CreateSequence o) {
            return "+ sequence " + o.name();
        }
        if (operation instanceof Operation.DropSequence o) {
            return "- sequence " + o.name();
        }
        if (operation instanceof Operation.RebuildSearch o) {
            return "~ " + o.name() + ": its texts are indexed anew";
        }
        if (operation instanceof Operation.Sql o) {
            return "~ " + o.sql();
        }
        if (operation instanceof Operation.Code o) {
            return "~ " + o.description();
        }
        return "~ " + operation;
    }

    /** A foreign key, check or unique constraint by its name. */
    private static String constraint(@Nullable TableInfo table, String name) {
        if (table != null) {
            Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            table.foreignKeys().forEach(k -> all.put(Columns.constraint(k, table), k.toString()));
            table.checks().forEach(c -> all.put(Columns.constraint(c), c.toString()));
            table.indexes().forEach(i -> all.putIfAbsent(i.name(), i.toString()));
            String found = all.get(name);
            if (found != null) {
                return found;
            }
        }
        return "constraint " + name;
    }

    private static String column(SchemaState before, SchemaName table, String column) {
        String had = had(before, table, column, TableInfo.Column::toString);
        return had == null ? column : had;
    }

    private static @Nullable String had(
            SchemaState before,
            SchemaName table,
            String column,
            Function<TableInfo.Column, @Nullable String> what) {
        TableInfo known = before.table(table);
        TableInfo.Column found = known == null ? null : known.column(column);
        return found == null ? null : what.apply(found);
    }

    private static @Nullable String identity(TableInfo.Identity identity) {
        return identity == TableInfo.Identity.NONE ? null : identity.toString();
    }

    private static String type(TableInfo.Column column) {
        return column.sqlType()
                + (column.collation() == null ? "" : " collate " + column.collation());
    }

    private static String changed(String what, @Nullable String from, @Nullable String to) {
        return "~ " + what + ": " + or(from) + " -> " + or(to);
    }

    private static String or(@Nullable String text) {
        return text == null ? NONE : text;
    }

    private static String also(TableInfo.@Nullable ForeignKey key) {
        return key == null
                ? ""
                : " references " + key.target() + " " + List.copyOf(key.targetColumns());
    }
}
