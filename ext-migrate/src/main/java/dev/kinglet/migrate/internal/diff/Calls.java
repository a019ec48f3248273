package dev.kinglet.migrate.internal.diff;

import dev.kinglet.Database;
import dev.kinglet.migrate.change.FileFormat;
import dev.kinglet.migrate.change.Indexes;
import dev.kinglet.migrate.change.Operation;
import dev.kinglet.migrate.internal.run.Texts;
import dev.kinglet.model.ForeignKey.Deferral;
import dev.kinglet.model.OnDelete;
import dev.kinglet.schema.SchemaName;
import dev.kinglet.schema.SchemaNames;
import dev.kinglet.schema.TableInfo;
import dev.kinglet.type.DataType;
import dev.kinglet.type.Dialect;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Operations as calls of a Migrator {@code m}, the same in Java and Kotlin but for texts. */
final class Calls {
    private static final Pattern VARCHAR = Pattern.compile("varchar\\((\\d{1,9})\\)");
    private static final Pattern DECIMAL =
            Pattern.compile("(?:numeric|decimal)\\((\\d{1,4}), ?(\\d{1,4})\\)");

    private final Database database;
    private final FileFormat format;
    private final Set<String> imports = new HashSet<>();

    Calls(Database database, FileFormat format) {
        this.database = database;
        this.format = format;
    }

    /** The classes that the calls name. */
    Set<String> imports() {
        return imports;
    }

    /** An operation as a call, or several; without what ends a statement. */
    List<String> of(Operation operation) {
        if (operation instanceof Operation.CreateTable create) {
            return create(create.table());
        }
        String m = migrator(operation.name());
        String call = ofColumn(operation);
        if (call == null) {
            call = ofRule(operation);
        }
        if (call == null) {
            call = ofOthers(operation);
        }
        return List.of(m + call);
    }

    private @Nullable String ofColumn(Operation operation) {
        if (operation instanceof Operation.DropTable o) {
            return call(o.cascade() ? "dropTableCascade" : "dropTable", o.name().name());
        }
        if (operation instanceof Operation.RenameTable o) {
            return call("renameTable", o.name().name(), o.to());
        }
        if (operation instanceof Operation.AddColumn o) {
            return "addColumn(" + text(o.name().name()) + ", " + column(o) + ")";
        }
        if (operation instanceof Operation.DropColumn o) {
            return call(
                    o.cascade() ? "dropColumnCascade" : "dropColumn", o.name().name(), o.column());
        }
        if (operation instanceof Operation.RenameColumn o) {
            return call("renameColumn", o.name().name(), o.column(), o.to());
        }
        if (operation instanceof Operation.ChangeType o) {
            return o.using() == null
                    ? call("changeType", o.name().name(), o.column(), o.sqlType())
                    : call("changeType", o.name().name(), o.column(), o.sqlType(), o.using());
        }
        if (operation instanceof Operation.SetNotNull o) {
            return call("setNotNull", o.name().name(), o.column());
        }
        if (operation instanceof Operation.DropNotNull o) {
            return call("dropNotNull", o.name().name(), o.column());
        }
        if (operation instanceof Operation.SetDefault o) {
            return call("setDefaultSql", o.name().name(), o.column(), o.sql());
        }
        if (operation instanceof Operation.DropDefault o) {
            return call("dropDefault", o.name().name(), o.column());
        }
        if (operation instanceof Operation.SetIdentity o) {
            imports.add("dev.kinglet.schema.TableInfo");
            String names = call("setIdentity", o.name().name(), o.column());
            return names.substring(0, names.length() - 1)
                    + ", TableInfo.Identity."
                    + o.identity().name()
                    + ")";
        }
        if (operation instanceof Operation.Comment o) {
            return call("comment", o.name().name(), o.column(), o.text());
        }
        return null;
    }

    private @Nullable String ofRule(Operation operation) {
        if (operation instanceof Operation.SetPrimaryKey o) {
            return call("setPrimaryKey", o.name().name(), o.columns());
        }
        if (operation instanceof Operation.AddIndex o) {
            return addIndex(o);
        }
        if (operation instanceof Operation.DropIndex o) {
            return call("dropIndexNamed", o.name().name(), o.index());
        }
        if (operation instanceof Operation.RenameIndex o) {
            return call("renameIndex", o.name().name(), o.index(), o.to());
        }
        if (operation instanceof Operation.AddForeignKey o) {
            return "addForeignKey("
                    + text(o.name().name())
                    + ", "
                    + foreignKey(o.name(), o.foreignKey())
                    + ")";
        }
        if (operation instanceof Operation.AddCheck o) {
            String name = Objects.requireNonNullElse(o.check().name(), o.name().name() + "_check");
            return call("addCheck", o.name().name(), name, o.check().sql());
        }
        if (operation instanceof Operation.DropConstraint o) {
            return call("dropConstraint", o.name().name(), o.constraint());
        }
        if (operation instanceof Operation.RenameConstraint o) {
            return call("renameConstraint", o.name().name(), o.constraint(), o.to());
        }
        return null;
    }

    private String ofOthers(Operation operation) {
        if (operation instanceof Operation.CreateEnum o) {
            return call("createEnum", o.name().name(), o.values());
        }
        if (operation instanceof Operation.DropEnum o) {
            return call("dropEnum", o.name().name());
        }
        if (operation instanceof Operation.RenameEnum o) {
            return call("renameEnum", o.name().name(), o.to());
        }
        if (operation instanceof Operation.AddEnumValue o) {
            return o.before() == null
                    ? call("addEnumValue", o.name().name(), o.value())
                    : call("addEnumValue", o.name().name(), o.value(), o.before());
        }
        if (operation instanceof Operation.RenameEnumValue o) {
            return call("renameEnumValue", o.name().name(), o.value(), o.to());
        }
        if (operation instanceof Operation.ReplaceEnum o) {
            return call("replaceEnum", o.name().name(), o.values());
        }
        if (operation instanceof Operation.CreateView o) {
            return call(
                    o.materialized() ? "createMaterializedView" : "createView",
                    o.name().name(),
                    o.query());
        }
        if (operation instanceof Operation.DropView o) {
            return call(o.materialized() ? "dropMaterializedView" : "dropView", o.name().name());
        }
        if (operation instanceof Operation.CreateSequence o) {
            return "createSequence("
                    + text(o.name().name())
                    + ", "
                    + o.start()
                    + ", "
                    + o.increment()
                    + ")";
        }
        if (operation instanceof Operation.DropSequence o) {
            return call("dropSequence", o.name().name());
        }
        if (operation instanceof Operation.CreateTrigger o) {
            return trigger(o.trigger());
        }
        if (operation instanceof Operation.DropTrigger o) {
            return call("dropTrigger", o.trigger(), o.name().name());
        }
        if (operation instanceof Operation.RebuildSearch o) {
            return call("rebuildSearch", o.name().name());
        }
        if (operation instanceof Operation.Sql o) {
            return call("sql", o.sql());
        }
        throw new IllegalStateException(operation.toString());
    }

    private String trigger(TableInfo.Trigger trigger) {
        return call("createTrigger", trigger.name(), trigger.table().name(), trigger.sql());
    }

    // ---- tables

    private List<String> create(TableInfo table) {
        String m = migrator(table.name());
        if (table.using() != null) {
            List<String> calls = new ArrayList<>();
            calls.add(m + call("createVirtualTable", table.name().name(), table.using()));
            table.triggers().forEach(trigger -> calls.add(m + trigger(trigger)));
            return calls;
        }
        List<String> parts = new ArrayList<>();
        List<TableInfo.Index> indexes = new ArrayList<>(table.indexes());
        List<TableInfo.ForeignKey> keys = new ArrayList<>(table.foreignKeys());
        List<String> key = table.primaryKey() == null ? List.of() : table.primaryKey().columns();
        for (TableInfo.Column column : table.columns()) {
            boolean alone = key.equals(List.of(column.name()));
            TableInfo.Index usual =
                    indexes.stream()
                            .filter(i -> !alone && isUsual(table.name(), i, column.name()))
                            .findFirst()
                            .orElse(null);
            TableInfo.ForeignKey reference =
                    usual == null
                            ? null
                            : keys.stream()
                                    .filter(k -> isUsual(table.name(), k, column.name()))
                                    .findFirst()
                                    .orElse(null);
            indexes.remove(usual);
            keys.remove(reference);
            parts.add(column(table.name(), column, alone, reference, usual));
        }
        if (key.size() > 1) {
            parts.add("m." + call("primaryKey", key));
        }
        keys.forEach(reference -> parts.add(foreignKey(table.name(), reference)));
        for (TableInfo.Check check : table.checks()) {
            parts.add(
                    "m."
                            + (check.name() == null
                                    ? call("check", check.sql())
                                    : call("check", check.name(), check.sql())));
        }
        indexes.forEach(index -> parts.add(index(index)));
        if (table.options().withoutRowid()) {
            parts.add("m.withoutRowid()");
        }
        if (table.options().strict()) {
            parts.add("m.strict()");
        }
        if (table.options().autoIncrement()) {
            parts.add("m.autoIncrement()");
        }
        if (table.options().tablespace() != null) {
            parts.add("m." + call("tablespace", table.options().tablespace()));
        }
        if (table.comment() != null) {
            parts.add("m." + call("about", table.comment()));
        }
        String indent = ",\n            ";
        return List.of(
                m
                        + "createTable("
                        + text(table.name().name())
                        + indent
                        + String.join(indent, parts)
                        + ")");
    }

    private String column(Operation.AddColumn add) {
        return column(add.name(), add.column(), false, add.foreignKey(), add.index());
    }

    private String column(
            SchemaName table,
            TableInfo.Column column,
            boolean isKey,
            TableInfo.@Nullable ForeignKey reference,
            TableInfo.@Nullable Index index) {
        boolean counted = column.identity() == TableInfo.Identity.BY_DEFAULT;
        String autoId = database.dialect() == Dialect.SQLITE ? "integer" : "bigint";
        if (isKey && counted && column.sqlType().equals(autoId) && column.comment() == null) {
            return "m." + call("autoId", column.name());
        }
        StringBuilder said = new StringBuilder("m.").append(typed(column));
        if (column.identity() == TableInfo.Identity.BY_DEFAULT) {
            said.append(".identity()");
        } else if (column.identity() == TableInfo.Identity.ALWAYS) {
            said.append(".identityAlways()");
        } else if (!column.nullable() && !isKey) {
            said.append(".notNull()");
        }
        if (isKey) {
            said.append(".primaryKey()");
        }
        if (column.generated() != null) {
            said.append('.')
                    .append(
                            call(
                                    column.generated().stored() ? "storedAs" : "virtualAs",
                                    column.generated().sql()));
        }
        if (column.defaultSql() != null) {
            said.append('.').append(call("defaultSql", column.defaultSql()));
        }
        if (column.collation() != null) {
            said.append('.').append(call("collate", column.collation()));
        }
        if (reference != null) {
            said.append(references(table, reference));
        }
        if (index != null && index.unique()) {
            said.append(".unique()");
        } else if (index != null && reference == null) {
            said.append(".index()");
        }
        if (column.comment() != null) {
            said.append('.').append(call("comment", column.comment()));
        }
        return said.toString();
    }

    /** The word of the migrator for a type, where it has one. */
    private String typed(TableInfo.Column column) {
        String type = column.sqlType();
        String name = text(column.name());
        Matcher varchar = VARCHAR.matcher(type);
        if (varchar.matches() && is(type, DataType.varchar(Integer.parseInt(varchar.group(1))))) {
            return "varchar(" + name + ", " + varchar.group(1) + ")";
        }
        Matcher decimal = DECIMAL.matcher(type);
        if (decimal.matches()) {
            int precision = Integer.parseInt(decimal.group(1));
            int scale = Integer.parseInt(decimal.group(2));
            if (precision > 0
                    && scale <= precision
                    && is(type, DataType.decimal(precision, scale))) {
                return "decimal(" + name + ", " + precision + ", " + scale + ")";
            }
        }
        if (is(type, DataType.TEXT)) {
            return "text(" + name + ")";
        }
        if (is(type, DataType.INTEGER)) {
            return "integer(" + name + ")";
        }
        if (is(type, DataType.BIGINT)) {
            return "bigint(" + name + ")";
        }
        if (is(type, DataType.BOOLEAN)) {
            return "bool(" + name + ")";
        }
        if (is(type, DataType.DATETIME)) {
            return "datetime(" + name + ")";
        }
        return "column(" + name + ", " + text(type) + ")";
    }

    private boolean is(String sqlType, DataType<?> type) {
        return database.schema().sqlType(type).equals(sqlType);
    }

    // ---- keys and indexes

    private static boolean isUsual(SchemaName table, TableInfo.Index index, String column) {
        return index.equals(Indexes.of(table, List.of(column), index.unique()));
    }

    private static boolean isUsual(SchemaName table, TableInfo.ForeignKey key, String column) {
        return key.columns().equals(List.of(column))
                && key.deferral() == Deferral.NONE
                && usualName(table, key).equals(key.name());
    }

    private static String usualName(SchemaName table, TableInfo.ForeignKey key) {
        return SchemaNames.foreignKey(table.name(), key.columns(), key.target().name());
    }

    private String references(SchemaName table, TableInfo.ForeignKey key) {
        StringBuilder said = new StringBuilder(".references(");
        boolean elsewhere = !Objects.equals(key.target().schema(), table.schema());
        if (elsewhere && key.target().schema() != null) {
            imports.add("dev.kinglet.schema.SchemaName");
            said.append(format == FileFormat.JAVA ? "new " : "")
                    .append("SchemaName(")
                    .append(text(key.target().schema()))
                    .append(", ")
                    .append(text(key.target().name()))
                    .append(')');
        } else {
            said.append(text(key.target().name()));
        }
        key.targetColumns().forEach(column -> said.append(", ").append(text(column)));
        said.append(')');
        if (key.onDelete() != OnDelete.NO_ACTION) {
            imports.add("dev.kinglet.model.OnDelete");
            said.append(".onDelete(OnDelete.").append(key.onDelete().name()).append(')');
        }
        if (key.onUpdate() != OnDelete.NO_ACTION) {
            imports.add("dev.kinglet.model.OnDelete");
            said.append(".onUpdate(OnDelete.").append(key.onUpdate().name()).append(')');
        }
        return said.toString();
    }

    private String foreignKey(SchemaName table, TableInfo.ForeignKey key) {
        StringBuilder said = new StringBuilder("m.").append(call("foreignKey", key.columns()));
        said.append(references(table, key));
        if (key.deferral() != Deferral.NONE) {
            imports.add("dev.kinglet.model.ForeignKey");
            said.append(".deferrable(ForeignKey.Deferral.")
                    .append(key.deferral().name())
                    .append(')');
        }
        if (key.name() != null && !key.name().equals(usualName(table, key))) {
            said.append('.').append(call("named", key.name()));
        }
        return said.toString();
    }

    private String addIndex(Operation.AddIndex add) {
        List<String> columns = add.index().columns();
        if (columns != null
                && add.index().equals(Indexes.of(add.name(), columns, add.index().unique()))) {
            List<String> names = new ArrayList<>(List.of(add.name().name()));
            names.addAll(columns);
            return call(
                    add.index().unique() ? "addUniqueIndex" : "addIndex",
                    names.toArray(String[]::new));
        }
        return "addIndex(" + text(add.name().name()) + ", " + index(add.index()) + ")";
    }

    private String index(TableInfo.Index index) {
        StringBuilder said = new StringBuilder("m.").append(call("newIndex", index.name()));
        for (TableInfo.Part part : index.parts()) {
            said.append('.')
                    .append(
                            part.column() != null
                                    ? call("column", part.column())
                                    : call("expression", String.valueOf(part.expression())));
            if (part.collation() != null) {
                said.append('.').append(call("collate", part.collation()));
            }
            if (part.operators() != null) {
                said.append('.').append(call("operators", part.operators()));
            }
            said.append(part.descending() ? ".desc()" : "");
            if (part.nullsFirst() != null) {
                said.append(part.nullsFirst() ? ".nullsFirst()" : ".nullsLast()");
            }
        }
        said.append(index.constraint() ? ".constraint()" : index.unique() ? ".unique()" : "");
        said.append(index.nullsNotDistinct() ? ".nullsNotDistinct()" : "");
        if (!index.method().equals("btree")) {
            said.append('.').append(call("using", index.method()));
        }
        if (!index.include().isEmpty()) {
            said.append('.').append(call("include", index.include()));
        }
        if (index.where() != null) {
            said.append('.').append(call("where", index.where()));
        }
        return said.toString();
    }

    // ---- words

    private String migrator(@Nullable SchemaName name) {
        return name == null || name.schema() == null
                ? "m."
                : "m." + call("inSchema", name.schema()) + ".";
    }

    private String call(String method, @Nullable String... arguments) {
        List<String> texts = new ArrayList<>();
        for (String argument : arguments) {
            texts.add(argument == null ? "null" : text(argument));
        }
        return method + "(" + String.join(", ", texts) + ")";
    }

    private String call(String method, List<String> arguments) {
        return call(method, arguments.toArray(String[]::new));
    }

    private String call(String method, String first, List<String> more) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(more);
        return call(method, all);
    }

    String text(String value) {
        return Texts.literal(value, format);
    }
}
