package dev.kinglet.schema;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that a schema has, each list sorted by name.
 *
 * @param tables without views
 * @param views materialized ones too
 * @param sequences without those that belong to an identity column; PostgreSQL only
 * @param enums PostgreSQL only
 */
public record SchemaInfo(
        List<TableInfo> tables, List<View> views, List<Sequence> sequences, List<Enum> enums) {
    public SchemaInfo {
        tables = List.copyOf(tables);
        views = List.copyOf(views);
        sequences = List.copyOf(sequences);
        enums = List.copyOf(enums);
    }

    /** The table of that name; null where there is none. */
    public @Nullable TableInfo table(String name) {
        return tables.stream().filter(t -> t.name().name().equals(name)).findFirst().orElse(null);
    }

    /** A paragraph for each part. */
    @Override
    public String toString() {
        return Stream.of(tables, views, sequences, enums)
                .flatMap(List::stream)
                .map(Object::toString)
                .collect(Collectors.joining("\n"));
    }

    /**
     * A view.
     *
     * @param materialized whether its rows are kept until it is refreshed
     * @param columns as far as the database knows them: name and type
     * @param sql the query, as the database tells it
     */
    public record View(
            SchemaName name, boolean materialized, List<TableInfo.Column> columns, String sql) {
        public View {
            columns = List.copyOf(columns);
        }

        @Override
        public String toString() {
            return (materialized ? "materialized view " : "view ") + name + " as " + sql;
        }
    }

    /**
     * A sequence.
     *
     * @param sqlType of its numbers
     * @param ownedBy {@code table.column} that it goes with; null for none
     */
    public record Sequence(
            SchemaName name,
            String sqlType,
            long start,
            long increment,
            long minimum,
            long maximum,
            boolean cycles,
            @Nullable String ownedBy) {
        @Override
        public String toString() {
            return "sequence " + name + " start " + start + " increment " + increment;
        }
    }

    /**
     * An enumerated type.
     *
     * @param values in their order
     */
    public record Enum(SchemaName name, List<String> values) {
        public Enum {
            values = List.copyOf(values);
        }

        @Override
        public String toString() {
            return "enum " + name + " (" + String.join(", ", values) + ")";
        }
    }
}
