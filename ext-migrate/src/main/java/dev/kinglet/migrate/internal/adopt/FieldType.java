package dev.kinglet.migrate.internal.adopt;

import dev.kinglet.schema.TableInfo;
import dev.kinglet.type.DataType;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a column of a type is in a model.
 *
 * @param factory how a table declares it: {@code varchar(20)}
 * @param java the class of its values in Java
 * @param kotlin and in Kotlin
 * @param imported what has to be imported of it; null for nothing
 * @param column the class of the column, before the type of its values; null for Column
 */
record FieldType(
        String factory,
        String java,
        String kotlin,
        @Nullable String imported,
        @Nullable String column) {
    private static final Pattern DIGITS = Pattern.compile("(\\w+)\\((\\d+)(?:, ?(\\d+))?\\)");

    private static final Map<DataType<?>, FieldType> PLAIN =
            Map.ofEntries(
                    Map.entry(DataType.TEXT, of("text()", "String", "String", null)),
                    Map.entry(DataType.INTEGER, of("integer()", "Integer", "Int", null)),
                    Map.entry(DataType.BIGINT, of("bigint()", "Long", "Long", null)),
                    Map.entry(DataType.SMALLINT, of("smallint()", "Short", "Short", null)),
                    Map.entry(DataType.REAL, of("real()", "Float", "Float", null)),
                    Map.entry(DataType.DOUBLE, of("doublePrecision()", "Double", "Double", null)),
                    Map.entry(DataType.BOOLEAN, of("bool()", "Boolean", "Boolean", null)),
                    Map.entry(
                            DataType.DATETIME,
                            of(
                                    "datetime()",
                                    "LocalDateTime",
                                    "LocalDateTime",
                                    "java.time.LocalDateTime")),
                    Map.entry(
                            DataType.DATE,
                            of("date()", "LocalDate", "LocalDate", "java.time.LocalDate")),
                    Map.entry(
                            DataType.TIME,
                            of("time()", "LocalTime", "LocalTime", "java.time.LocalTime")),
                    Map.entry(
                            DataType.TIMESTAMPTZ,
                            of(
                                    "timestamptz()",
                                    "OffsetDateTime",
                                    "OffsetDateTime",
                                    "java.time.OffsetDateTime")),
                    Map.entry(
                            DataType.INTERVAL,
                            of("interval()", "Duration", "Duration", "java.time.Duration")),
                    Map.entry(
                            DataType.INET,
                            of("inet()", "InetAddress", "InetAddress", "java.net.InetAddress")),
                    Map.entry(DataType.UUID, of("uuid()", "UUID", "UUID", "java.util.UUID")),
                    Map.entry(DataType.BLOB, of("blob()", "byte[]", "ByteArray", null)),
                    Map.entry(
                            DataType.DECIMAL,
                            of(
                                    "column(DataType.DECIMAL)",
                                    "BigDecimal",
                                    "BigDecimal",
                                    "java.math.BigDecimal")),
                    Map.entry(
                            DataType.JSON,
                            new FieldType("json()", "Object", "Any", null, "JsonColumn")));

    private static FieldType of(
            String factory, String java, String kotlin, @Nullable String imported) {
        return new FieldType(factory, java, kotlin, imported, null);
    }

    /** Of a column; null where no type of a model stands for it. */
    static @Nullable FieldType of(TableInfo.Column column, @Nullable DataType<?> type) {
        if (type == null) {
            return null;
        }
        FieldType plain = PLAIN.get(type);
        if (plain != null) {
            return plain;
        }
        Matcher digits = DIGITS.matcher(column.sqlType());
        if (!digits.matches()) {
            return null;
        }
        String first = digits.group(2);
        String second = digits.group(3) == null ? "0" : digits.group(3);
        return switch (digits.group(1)) {
            case "varchar" -> of("varchar(" + first + ")", "String", "String", null);
            case "char" -> of("character(" + first + ")", "String", "String", null);
            case "numeric", "decimal" ->
                    of(
                            "decimal(" + first + ", " + second + ")",
                            "BigDecimal",
                            "BigDecimal",
                            "java.math.BigDecimal");
            default -> null;
        };
    }

    /** What has to be imported. */
    List<String> imports() {
        return imported == null ? List.of() : List.of(imported);
    }
}
