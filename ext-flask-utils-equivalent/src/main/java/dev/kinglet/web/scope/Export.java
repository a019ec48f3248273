package dev.kinglet.web.scope;

import dev.kinglet.model.Column;
import dev.kinglet.model.Model;
import dev.kinglet.query.Select;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a query as the body of an answer, however many they are: {@code
 * Export.jsonLines(TWEET.select()).writeTo(response.getOutputStream())}. A row is read, written and
 * forgotten. An immutable value, which may be written again and again.
 *
 * @param <M> the rows
 */
public final class Export<M> {
    private final Select<M> query;
    private final Format<M> format;
    private final boolean harmless;

    private Export(Select<M> query, Format<M> format, boolean harmless) {
        this.query = query;
        this.format = format;
        this.harmless = harmless;
    }

    /** Each row as a JSON object in a line of its own, as {@link Model#toMap()} has it. */
    public static <M extends Model<?>> Export<M> jsonLines(Select<M> query) {
        return jsonLines(query, Model::toMap);
    }

    /**
     * As {@link #jsonLines(Select)}, of other maps: of texts, numbers, booleans, null, and lists
     * and maps of those. What is none of them is written as the text that it has.
     */
    public static <M> Export<M> jsonLines(
            Select<M> query, Function<? super M, ? extends Map<String, ?>> object) {
        return new Export<>(query, new JsonLines<>(object), false);
    }

    /**
     * CSV (RFC 4180) with these columns, and their names in the first line. Null is an empty field,
     * and an empty text is {@code ""}.
     */
    public static <M extends Model<?>> Export<M> csv(Select<M> query, Column<?>... columns) {
        List<Column<?>> given = List.of(columns);
        List<String> names = given.stream().map(Column::label).toList();
        return csv(query, names, row -> given.stream().map(row::get).toArray());
    }

    /** As {@link #csv(Select, Column[])}, of other values; as many as there are names. */
    public static <M> Export<M> csv(
            Select<M> query,
            List<String> names,
            Function<? super M, ? extends @Nullable Object[]> values) {
        return new Export<>(query, new Csv<>(List.copyOf(names), values), false);
    }

    /**
     * For files that a spreadsheet opens: a text that it would take for a formula gets an
     * apostrophe in front. Of CSV only; numbers stay as they are.
     */
    public Export<M> withoutFormulas() {
        return new Export<>(query, format, true);
    }

    /** For the header {@code Content-Type}. */
    public String contentType() {
        return format.contentType();
    }

    /**
     * Reads the rows and writes them, in UTF-8; does not close the stream. In a request of this
     * thread its transactions are committed before the first byte, as the answer leaves with that;
     * the rows are read after it. Connection and cursor are held until this returns or throws, as
     * it does when the client has left.
     *
     * @throws IOException what writing throws
     */
    public void writeTo(OutputStream output) throws IOException {
        OpenRequest request = OpenRequest.current();
        if (request != null) {
            request.finish(200);
        }
        Writer writer =
                new BufferedWriter(new OutputStreamWriter(output, StandardCharsets.UTF_8), 16_384);
        try (Stream<M> rows = query.stream()) {
            StringBuilder text = new StringBuilder(256);
            format.begin(text);
            for (Iterator<M> each = rows.iterator(); each.hasNext(); ) {
                format.row(text, each.next(), harmless);
                writer.append(text);
                text.setLength(0);
            }
            writer.append(text);
        }
        writer.flush();
    }

    /** What rows become; appended to a text that the caller empties. */
    private interface Format<M> {
        String contentType();

        default void begin(StringBuilder text) {}

        void row(StringBuilder text, M row, boolean harmless);
    }

    private record JsonLines<M>(Function<? super M, ? extends Map<String, ?>> object)
            implements Format<M> {
        @Override
        public String contentType() {
            return "application/x-ndjson";
        }

        @Override
        public void row(StringBuilder text, M row, boolean harmless) {
            JsonText.append(text, object.apply(row));
            text.append('\n');
        }
    }

    private record Csv<M>(
            List<String> names, Function<? super M, ? extends @Nullable Object[]> values)
            implements Format<M> {
        @Override
        public String contentType() {
            return "text/csv; charset=utf-8; header=present";
        }

        @Override
        public void begin(StringBuilder text) {
            CsvText.line(text, names, false);
        }

        @Override
        public void row(StringBuilder text, M row, boolean harmless) {
            CsvText.line(text, Arrays.asList(values.apply(row)), harmless);
        }
    }
}
