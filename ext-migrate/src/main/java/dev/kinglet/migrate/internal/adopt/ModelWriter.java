package dev.kinglet.migrate.internal.adopt;

import dev.kinglet.migrate.change.AdoptOptions;
import dev.kinglet.migrate.change.AdoptedModel;
import dev.kinglet.migrate.change.FileFormat;
import dev.kinglet.migrate.internal.run.Texts;
import dev.kinglet.model.ForeignKey.Deferral;
import dev.kinglet.model.OnDelete;
import dev.kinglet.schema.TableInfo;
import dev.kinglet.schema.TableInfo.Identity;
import dev.kinglet.type.DataType;
import dev.kinglet.type.Dialect;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One table as the source of a model. */
final class ModelWriter {
    private final TableInfo table;
    private final boolean isView;
    private final Map<String, TableInfo> tables;
    private final Map<String, String> classes;
    private final Dialect dialect;
    private final AdoptOptions options;
    private final boolean kotlin;
    private final String type;
    private final KeyTypes keys;
    private final Map<String, String> fields = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private final TreeSet<String> imports = new TreeSet<>();
    private final Set<TableInfo.Index> said = new HashSet<>();
    private final Set<TableInfo.ForeignKey> referred = new HashSet<>();

    ModelWriter(
            TableInfo table,
            boolean isView,
            Map<String, TableInfo> tables,
            Map<String, String> classes,
            Dialect dialect,
            AdoptOptions options) {
        this.table = table;
        this.isView = isView;
        this.tables = tables;
        this.classes = classes;
        this.dialect = dialect;
        this.options = options;
        this.kotlin = options.format() == FileFormat.KOTLIN;
        this.type = name(table.name().name());
        this.keys = new KeyTypes(tables, dialect);
    }

    AdoptedModel written() {
        name();
        List<String> declared = new ArrayList<>();
        for (TableInfo.Column column : table.columns()) {
            String line = column(column);
            if (line != null) {
                declared.add(line);
            }
        }
        List<String> rules = rules();
        String key = keyType();
        String source = kotlin ? kotlin(declared, rules, key) : java(declared, rules, key);
        String file = type + "." + options.format().extension();
        return new AdoptedModel(table.name().name(), type, file, source, notes);
    }

    /** Fields first, so that rules can name them. */
    private void name() {
        Set<String> taken = new HashSet<>();
        for (TableInfo.Column column : table.columns()) {
            String name = column.name();
            String wanted =
                    options.literalNames()
                            ? JavaNames.literal(name)
                            : JavaNames.field(
                                    reference(column) != null && name.matches("(?i).+_id")
                                            ? name.substring(0, name.length() - 3)
                                            : name);
            fields.put(name, JavaNames.free(wanted, taken));
        }
    }

    // ---- columns

    private @Nullable String column(TableInfo.Column column) {
        FieldType field = FieldType.of(column, column.type());
        TableInfo.ForeignKey key = reference(column);
        if (field == null && key == null) {
            notes.add(
                    "column "
                            + column.name()
                            + " is left out: no column of a model is of the type "
                            + column.sqlType());
            fields.remove(column.name());
            return null;
        }
        StringBuilder made = new StringBuilder();
        String declaredType;
        if (key != null) {
            referred.add(key);
            declaredType = reference(column, key, made);
        } else {
            Objects.requireNonNull(field);
            made.append(factory(column, field));
            field.imports().forEach(imports::add);
            if (field.factory().contains("DataType.")) {
                imports.add("dev.kinglet.type.DataType");
            }
            String of = field.column() == null ? "Column" : field.column();
            imports.add("dev.kinglet.model." + of);
            declaredType = of + "<" + nullable(column, javaType(column, field)) + ">";
            spelling(column);
        }
        if (column.nullable() && !isKey(column) && !made.toString().contains(".nullable()")) {
            made.append(".nullable()");
        }
        options(column, field, made, key != null);
        String name = fields.get(column.name());
        return kotlin
                ? "val " + name + " = " + made
                : "public final " + declaredType + " " + name + " = " + made + ";";
    }

    private String factory(TableInfo.Column column, FieldType field) {
        boolean only =
                table.primaryKey() != null
                        && table.primaryKey().columns().equals(List.of(column.name()));
        if (!only) {
            return field.factory();
        }
        if (isAutoId(column)) {
            return "autoId()";
        }
        boolean serial = column.defaultSql() != null && column.defaultSql().startsWith("nextval(");
        if (column.identity() == Identity.ALWAYS) {
            return field.factory() + ".primaryKey().generatedAlways()";
        }
        return column.identity() == Identity.BY_DEFAULT || serial
                ? (isInteger(column) ? "integer()" : field.factory())
                        + ".primaryKey().generatedByDefault()"
                : field.factory() + ".primaryKey()";
    }

    /** On SQLite a key that is counted is a Long unless those that refer to it have less. */
    private String javaType(TableInfo.Column column, FieldType field) {
        boolean only =
                table.primaryKey() != null
                        && table.primaryKey().columns().equals(List.of(column.name()));
        return only && isAutoId(column) ? "Long" : field.java();
    }

    /** SQLite keeps types as they were written, and a model writes each in one way. */
    private void spelling(TableInfo.Column column) {
        DataType<?> as = column.type();
        if (dialect == Dialect.SQLITE
                && as != null
                && column.identity() == Identity.NONE
                && !table.options().strict()
                && !as.ddl(dialect)
                        .replace(" ", "")
                        .equalsIgnoreCase(column.sqlType().replace(" ", ""))) {
            notes.add(
                    "column "
                            + column.name()
                            + " is "
                            + column.sqlType()
                            + ", which a model writes "
                            + as.ddl(dialect).replace(", ", ",")
                            + "; the next diff changes it");
        }
    }

    /** A number of 64 bits that is counted; on SQLite unless those that refer to it have less. */
    private boolean isAutoId(TableInfo.Column column) {
        if (column.identity() != Identity.BY_DEFAULT
                && !(column.defaultSql() != null && column.defaultSql().startsWith("nextval("))) {
            return false;
        }
        return DataType.BIGINT.equals(column.type())
                || dialect == Dialect.SQLITE && !isInteger(column);
    }

    private boolean isInteger(TableInfo.Column column) {
        return keys.isInteger(table, column);
    }

    private void options(
            TableInfo.Column column,
            @Nullable FieldType field,
            StringBuilder made,
            boolean isReference) {
        String sql = column.defaultSql();
        if (sql != null && !sql.startsWith("nextval(")) {
            made.append(".databaseDefault(").append(raw(column, field, sql)).append(')');
        }
        if (column.generated() != null) {
            made.append(column.generated().stored() ? ".storedAs(" : ".virtualAs(")
                    .append(raw(column, field, column.generated().sql()))
                    .append(')');
        }
        if (column.collation() != null) {
            made.append(".collation(").append(text(column.collation())).append(')');
        }
        for (TableInfo.Index index : table.indexes()) {
            if (isPlain(index) && List.of(column.name()).equals(index.columns())) {
                said.add(index);
                if (index.unique()) {
                    made.append(".unique()");
                } else if (!isReference) {
                    made.append(".index()");
                }
                break;
            }
        }
        String own = fields.get(column.name()) + (isReference ? "Id" : "");
        if (!JavaNames.snake(own).equals(column.name())) {
            made.append(".named(").append(text(column.name())).append(')');
        }
        if (column.comment() != null) {
            made.append(".comment(").append(text(column.comment())).append(')');
        }
    }

    // ---- references

    /** The foreign key that a field can be; null for none. */
    private TableInfo.@Nullable ForeignKey reference(TableInfo.Column column) {
        for (TableInfo.ForeignKey key : table.foreignKeys()) {
            TableInfo target = tables.get(key.target().name());
            if (key.columns().equals(List.of(column.name()))
                    && target != null
                    && key.targetColumns().size() == 1) {
                TableInfo.Column other = target.column(key.targetColumns().get(0));
                if (other != null && keys.referring(target, other).equals(column.sqlType())) {
                    return key;
                }
            }
        }
        return null;
    }

    private String reference(
            TableInfo.Column column, TableInfo.ForeignKey key, StringBuilder made) {
        imports.add("dev.kinglet.model.ForeignKey");
        TableInfo target = Objects.requireNonNull(tables.get(key.target().name()));
        String to = name(target.name().name());
        String targetColumn = key.targetColumns().get(0);
        boolean isKey =
                target.primaryKey() != null
                        && target.primaryKey().columns().equals(List.of(targetColumn));
        if (kotlin) {
            imports.add("dev.kinglet.model.foreignKey");
        }
        if (target.name().equals(table.name()) && isKey) {
            made.append("selfReference()");
        } else {
            made.append("foreignKey(").append(to).append(kotlin ? "::class" : ".class");
            if (!isKey) {
                String field =
                        new ModelWriter(target, false, tables, classes, dialect, options)
                                .fieldOf(targetColumn);
                made.append(kotlin ? ") { " : ", () -> ")
                        .append(kotlin ? to : to + "." + JavaNames.constant(to))
                        .append('.')
                        .append(field)
                        .append(kotlin ? " }" : ")");
            } else {
                made.append(')');
            }
        }
        if (column.nullable() && !isKey(column)) {
            made.append(".nullable()");
        }
        if (several(key) && !target.name().equals(table.name())) {
            String field = String.valueOf(fields.get(column.name()));
            String backref =
                    JavaNames.field(type)
                            + "By"
                            + Character.toUpperCase(field.charAt(0))
                            + field.substring(1);
            made.append(".backref(").append(text(backref)).append(')');
        }
        if (key.onDelete() != OnDelete.NO_ACTION) {
            imports.add("dev.kinglet.model.OnDelete");
            made.append(".onDelete(OnDelete.").append(key.onDelete().name()).append(')');
        }
        if (key.onUpdate() != OnDelete.NO_ACTION) {
            imports.add("dev.kinglet.model.OnDelete");
            made.append(".onUpdate(OnDelete.").append(key.onUpdate().name()).append(')');
        }
        if (key.deferral() != Deferral.NONE) {
            made.append(".deferrable(ForeignKey.Deferral.")
                    .append(key.deferral().name())
                    .append(')');
        }
        boolean indexed =
                table.indexes().stream()
                        .anyMatch(i -> isPlain(i) && key.columns().equals(i.columns()));
        boolean first =
                table.primaryKey() != null
                        && table.primaryKey().columns().get(0).equals(column.name());
        if (!indexed && !first) {
            notes.add(
                    "column " + column.name() + " refers without an index; the next diff adds one");
        }
        TableInfo.Column other = target.column(targetColumn);
        FieldType of = other == null ? null : FieldType.of(other, other.type());
        String keyType =
                other != null
                                && dialect == Dialect.SQLITE
                                && other.identity() == Identity.BY_DEFAULT
                        ? keys.isInteger(target, other) ? "Integer" : "Long"
                        : of == null ? "Object" : of.java();
        if (of != null) {
            of.imports().forEach(imports::add);
        }
        return "ForeignKey<"
                + type
                + ", "
                + nullable(column, to)
                + ", "
                + nullable(column, keyType)
                + ">";
    }

    private String fieldOf(String column) {
        name();
        return String.valueOf(fields.get(column));
    }

    private boolean several(TableInfo.ForeignKey key) {
        return table.foreignKeys().stream().filter(k -> k.target().equals(key.target())).count()
                > 1;
    }

    // ---- what is said behind the columns

    private List<String> rules() {
        List<String> rules = new ArrayList<>();
        if (!JavaNames.snake(type).equals(table.name().name())) {
            rules.add("named(" + text(table.name().name()) + ")");
        }
        if (isView) {
            rules.add("view()");
            return rules;
        }
        if (table.comment() != null) {
            rules.add("comment(" + text(table.comment()) + ")");
        }
        if (table.options().withoutRowid()) {
            rules.add("withoutRowid()");
        }
        if (table.options().strict()) {
            rules.add("strict()");
        }
        if (table.options().autoIncrement()) {
            rules.add("autoIncrement()");
        }
        if (table.primaryKey() != null && table.primaryKey().columns().size() > 1) {
            rules.add("primaryKey(" + fields(table.primaryKey().columns()) + ")");
        }
        for (TableInfo.ForeignKey key : table.foreignKeys()) {
            if (!referred.contains(key)) {
                foreignKey(key, rules);
            }
        }
        for (TableInfo.Check check : table.checks()) {
            imports.add("dev.kinglet.expr.Fn");
            String condition = "Fn.rawCondition(" + text(check.sql()) + ")";
            rules.add(
                    check.name() == null
                            ? "check(" + condition + ")"
                            : "check(" + text(check.name()) + ", " + condition + ")");
        }
        for (TableInfo.Index index : table.indexes()) {
            if (!said.contains(index)) {
                index(index, rules);
            }
        }
        return rules;
    }

    private void foreignKey(TableInfo.ForeignKey key, List<String> rules) {
        TableInfo target = tables.get(key.target().name());
        boolean toKey =
                target != null
                        && target.primaryKey() != null
                        && key.targetColumns().equals(target.primaryKey().columns())
                        && key.columns().size() > 1
                        && fields.keySet().containsAll(key.columns());
        if (!toKey) {
            notes.add("left out: " + key);
            return;
        }
        if (kotlin) {
            imports.add("dev.kinglet.model.foreignKey");
        } else {
            imports.add("java.util.List");
        }
        StringBuilder rule = new StringBuilder("foreignKey(");
        rule.append(name(key.target().name())).append(kotlin ? "::class, " : ".class, ");
        rule.append(kotlin ? "listOf(" : "List.of(").append(fields(key.columns())).append("))");
        if (key.onDelete() != OnDelete.NO_ACTION) {
            imports.add("dev.kinglet.model.OnDelete");
            rule.append(".onDelete(OnDelete.").append(key.onDelete().name()).append(')');
        }
        if (key.onUpdate() != OnDelete.NO_ACTION) {
            imports.add("dev.kinglet.model.OnDelete");
            rule.append(".onUpdate(OnDelete.").append(key.onUpdate().name()).append(')');
        }
        rules.add(rule.toString());
    }

    private void index(TableInfo.Index index, List<String> rules) {
        List<String> parts = new ArrayList<>();
        for (TableInfo.Part part : index.parts()) {
            boolean plain = part.collation() == null && part.nullsFirst() == null;
            String field = part.column() == null ? null : fields.get(part.column());
            if (!plain || part.column() != null && field == null) {
                notes.add("left out: " + index);
                return;
            }
            String one = field;
            if (one == null) {
                imports.add("dev.kinglet.expr.Fn");
                one = "Fn.raw(" + type("String", "String") + ", " + text(part.expression()) + ")";
            }
            parts.add(part.descending() ? one + ".desc()" : one);
        }
        StringBuilder rule = new StringBuilder(index.unique() ? "uniqueIndex(" : "index(");
        rule.append(String.join(", ", parts)).append(").named(");
        rule.append(text(index.name())).append(')');
        if (index.where() != null) {
            imports.add("dev.kinglet.expr.Fn");
            rule.append(".where(Fn.rawCondition(").append(text(index.where())).append("))");
        }
        if (!index.method().equals("btree")) {
            rule.append(".using(").append(text(index.method())).append(')');
        }
        if (!index.include().isEmpty()) {
            rule.append(".include(").append(fields(index.include())).append(')');
        }
        if (index.nullsNotDistinct()) {
            rule.append(".nullsNotDistinct()");
        }
        String operators = index.parts().get(0).operators();
        if (operators != null) {
            rule.append(".operators(").append(text(operators)).append(')');
        }
        rules.add(rule.toString());
    }

    private static boolean isPlain(TableInfo.Index index) {
        return index.columns() != null
                && index.where() == null
                && index.include().isEmpty()
                && index.method().equals("btree")
                && !index.nullsNotDistinct()
                && index.parts().stream()
                        .allMatch(
                                p ->
                                        !p.descending()
                                                && p.collation() == null
                                                && p.operators() == null
                                                && p.nullsFirst() == null);
    }

    // ---- the file

    private String keyType() {
        TableInfo.PrimaryKey key = table.primaryKey();
        if (key == null) {
            return "Void";
        }
        if (key.columns().size() > 1) {
            imports.add("dev.kinglet.model.CompositeKey");
            return "CompositeKey";
        }
        TableInfo.Column column = table.column(key.columns().get(0));
        if (column == null) {
            return "Void";
        }
        TableInfo.ForeignKey reference = reference(column);
        if (reference != null) {
            TableInfo target = Objects.requireNonNull(tables.get(reference.target().name()));
            TableInfo.Column other =
                    Objects.requireNonNull(target.column(reference.targetColumns().get(0)));
            return valueType(target, other);
        }
        return valueType(table, column);
    }

    private String valueType(TableInfo of, TableInfo.Column column) {
        if (dialect == Dialect.SQLITE && column.identity() == Identity.BY_DEFAULT) {
            return keys.isInteger(of, column) ? (kotlin ? "Int" : "Integer") : "Long";
        }
        FieldType field = FieldType.of(column, column.type());
        if (field == null) {
            return "Void";
        }
        field.imports().forEach(imports::add);
        return kotlin ? field.kotlin() : field.java();
    }

    private String java(List<String> declared, List<String> rules, String key) {
        imports.add("dev.kinglet.model.Model");
        imports.add("dev.kinglet.model.Table");
        boolean keyless = key.equals("Void");
        if (keyless || declared.stream().anyMatch(line -> line.contains("@Nullable"))) {
            imports.add("org.jspecify.annotations.Nullable");
        }
        String k = keyless ? "@Nullable Void" : key;
        StringBuilder text = head(";");
        text.append("public class ")
                .append(type)
                .append(" extends Model<")
                .append(k)
                .append("> {\n");
        text.append("    public static final Fields ")
                .append(JavaNames.constant(type))
                .append(" = new Fields();\n\n");
        text.append("    public static class Fields extends Table<")
                .append(type)
                .append(", ")
                .append(k)
                .append("> {\n");
        declared.forEach(line -> text.append("        ").append(line).append('\n'));
        text.append("\n        Fields() {\n            super(").append(type).append("::new);\n");
        rules.forEach(rule -> text.append("            ").append(rule).append(";\n"));
        return text.append("        }\n    }\n}\n").toString();
    }

    private String kotlin(List<String> declared, List<String> rules, String key) {
        imports.add("dev.kinglet.model.Model");
        imports.add("dev.kinglet.model.Table");
        // the types of fields are found by the compiler
        imports.removeIf(
                name ->
                        name.matches("java\\..*") && !key.equals(name.replaceFirst(".*\\.", ""))
                                || name.matches(
                                        "dev\\.kinglet\\.model\\.(Column|JsonColumn|ForeignKey)"));
        if (declared.stream().anyMatch(line -> line.contains("ForeignKey.Deferral"))) {
            imports.add("dev.kinglet.model.ForeignKey");
        }
        for (TableInfo.Column column : table.columns()) {
            FieldType field = FieldType.of(column, column.type());
            String of = field == null ? "" : field.kotlin() + "::";
            if (field != null
                    && field.imported() != null
                    && declared.stream().anyMatch(line -> line.contains(of))) {
                field.imports().forEach(imports::add);
            }
        }
        String k = key.equals("Void") ? "Void?" : key;
        StringBuilder text = head("");
        text.append("class ").append(type).append(" : Model<").append(k).append(">() {\n");
        text.append("    companion object : Table<")
                .append(type)
                .append(", ")
                .append(k)
                .append(">(::")
                .append(type)
                .append(") {\n");
        declared.forEach(line -> text.append("        ").append(line).append('\n'));
        if (!rules.isEmpty()) {
            text.append("\n        init {\n");
            rules.forEach(rule -> text.append("            ").append(rule).append('\n'));
            text.append("        }\n");
        }
        return text.append("    }\n}\n").toString();
    }

    private StringBuilder head(String end) {
        StringBuilder text = new StringBuilder();
        if (!options.packageName().isEmpty()) {
            text.append("package ").append(options.packageName()).append(end).append("\n\n");
        }
        imports.forEach(name -> text.append("import ").append(name).append(end).append('\n'));
        text.append("\n/**\n * ")
                .append(isView ? "The view " : "The table ")
                .append(Texts.comment(table.name().name()))
                .append(".\n");
        notes.forEach(
                note -> text.append(" * Not as there: ").append(Texts.comment(note)).append('\n'));
        return text.append(" */\n");
    }

    // ---- words

    private String name(String of) {
        return String.valueOf(classes.get(of));
    }

    private String fields(List<String> columns) {
        return String.join(", ", columns.stream().map(c -> String.valueOf(fields.get(c))).toList());
    }

    private boolean isKey(TableInfo.Column column) {
        return table.primaryKey() != null && table.primaryKey().columns().contains(column.name());
    }

    private String nullable(TableInfo.Column column, String type) {
        if (!column.nullable() || isKey(column)) {
            return type;
        }
        return type.equals("byte[]") ? "byte @Nullable []" : "@Nullable " + type;
    }

    /** SQL of the type of a column. */
    private String raw(TableInfo.Column column, @Nullable FieldType field, String sql) {
        imports.add("dev.kinglet.expr.Fn");
        String of = field == null ? "Object" : field.java();
        String in = field == null ? "Any" : field.kotlin();
        return "Fn.raw(" + type(of, in) + ", " + text(sql) + ")";
    }

    private String type(String java, String kotlin) {
        return this.kotlin ? kotlinClass(kotlin) : java + ".class";
    }

    private static String kotlinClass(String name) {
        return switch (name) {
            case "Int", "Long", "Short", "Float", "Double", "Boolean" ->
                    name + "::class.javaObjectType";
            default -> name + "::class.java";
        };
    }

    private String text(@Nullable String value) {
        return Texts.literal(String.valueOf(value), options.format());
    }
}
