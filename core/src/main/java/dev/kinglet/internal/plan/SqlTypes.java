package dev.kinglet.internal.plan;

import dev.kinglet.type.DataType;
import dev.kinglet.type.Dialect;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The names of column types in one spelling, and what they stand for. */
public final class SqlTypes {
    private static final Pattern PARTS =
            Pattern.compile(
                    "([a-z_ ]+?)\\s*(?:\\(\\s*(\\d+)\\s*(?:,\\s*(\\d+)\\s*)?\\))?([a-z ]*)(\\[])*");

    private static final Map<String, String> POSTGRES =
            Map.ofEntries(
                    Map.entry("character varying", "varchar"),
                    Map.entry("character", "char"),
                    Map.entry("bpchar", "char"),
                    Map.entry("timestamp without time zone", "timestamp"),
                    Map.entry("timestamp with time zone", "timestamptz"),
                    Map.entry("time without time zone", "time"),
                    Map.entry("time with time zone", "timetz"),
                    Map.entry("decimal", "numeric"),
                    Map.entry("int", "integer"),
                    Map.entry("int4", "integer"),
                    Map.entry("int8", "bigint"),
                    Map.entry("int2", "smallint"),
                    Map.entry("float8", "double precision"),
                    Map.entry("float4", "real"),
                    Map.entry("bool", "boolean"));

    private static final List<DataType<?>> PLAIN =
            List.of(
                    DataType.INTEGER,
                    DataType.BIGINT,
                    DataType.SMALLINT,
                    DataType.REAL,
                    DataType.DOUBLE,
                    DataType.BOOLEAN,
                    DataType.TEXT,
                    DataType.DATETIME,
                    DataType.DATE,
                    DataType.TIME,
                    DataType.TIMESTAMPTZ,
                    DataType.INTERVAL,
                    DataType.INET,
                    DataType.UUID,
                    DataType.BLOB,
                    DataType.TSVECTOR,
                    DataType.DECIMAL,
                    DataType.JSON);

    private static final List<DataType<?>> RANGES =
            List.of(
                    DataType.range(DataType.INTEGER),
                    DataType.range(DataType.BIGINT),
                    DataType.range(DataType.DECIMAL),
                    DataType.range(DataType.DATE),
                    DataType.range(DataType.DATETIME),
                    DataType.range(DataType.TIMESTAMPTZ));

    private static final Map<String, DataType<?>> SQLITE_NAMES = names(Dialect.SQLITE, PLAIN);
    private static final Map<String, DataType<?>> POSTGRES_NAMES =
            names(Dialect.POSTGRES, Stream.concat(PLAIN.stream(), RANGES.stream()).toList());

    private SqlTypes() {}

    private static Map<String, DataType<?>> names(Dialect dialect, List<DataType<?>> types) {
        Map<String, DataType<?>> names = new HashMap<>();
        types.forEach(type -> names.putIfAbsent(normal(type.ddl(dialect), dialect), type));
        return names;
    }

    /** The usual spelling: {@code varchar(20)} for {@code CHARACTER VARYING(20)}. */
    public static String normal(String type, Dialect dialect) {
        String lower = type.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
        Matcher parts = PARTS.matcher(lower);
        if (type.indexOf('"') >= 0 || !parts.matches()) {
            return dialect == Dialect.SQLITE ? lower : type; // a name of somebody's own
        }
        String word = word(parts);
        String digits =
                parts.group(2) == null
                        ? ""
                        : "("
                                + parts.group(2)
                                + (parts.group(3) == null ? "" : "," + parts.group(3))
                                + ")";
        if (dialect == Dialect.SQLITE) {
            return word + digits;
        }
        String array = lower.endsWith("[]") ? lower.substring(lower.indexOf('[')) : "";
        return POSTGRES.getOrDefault(word, word) + digits + array;
    }

    /** The type without its digits. */
    private static String word(Matcher parts) {
        return (parts.group(1) + parts.group(4)).strip();
    }

    /** What SQLite stores a type as: the name of one of its affinities. */
    static String storage(DataType<?> type) {
        Matcher parts = PARTS.matcher(type.ddl(Dialect.SQLITE));
        return switch (parts.matches() ? word(parts) : "") {
            case "integer", "bigint", "smallint", "boolean", "interval" -> "integer";
            case "real", "double precision" -> "real";
            case "decimal" -> "numeric";
            case "blob" -> "blob";
            default -> "text";
        };
    }

    /** The column type that is written so; null where there is none. */
    public static @Nullable DataType<?> of(String normal, Dialect dialect) {
        DataType<?> plain = (dialect == Dialect.SQLITE ? SQLITE_NAMES : POSTGRES_NAMES).get(normal);
        if (plain != null) {
            return plain;
        }
        if (dialect == Dialect.POSTGRES && normal.endsWith("[]")) {
            DataType<?> element = of(normal.substring(0, normal.length() - 2), dialect);
            return element == null || element.element() != null ? null : DataType.array(element);
        }
        Matcher parts = PARTS.matcher(normal);
        if (!parts.matches() || parts.group(2) == null || !parts.group(4).isEmpty()) {
            return null;
        }
        int first = Integer.parseInt(parts.group(2));
        return switch (parts.group(1)) {
            case "varchar" -> DataType.varchar(first);
            case "char" -> DataType.character(first);
            case "numeric", "decimal" ->
                    parts.group(3) == null
                            ? DataType.decimal(first, 0)
                            : DataType.decimal(first, Integer.parseInt(parts.group(3)));
            default -> null;
        };
    }
}
