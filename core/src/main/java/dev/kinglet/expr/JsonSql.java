package dev.kinglet.expr;

import dev.kinglet.type.Json;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The SQL of what is done with a path. A path stands in the text, so that an index over it is found
 * by the same expression, and so that it is part of the key of a plan.
 */
final class JsonSql {
    /** Texts are made once for a path, as long as there are not too many of them. */
    private static final int KNOWN = 1024;

    // races are harmless: an entry is immutable, and whoever finds another one makes its own
    private static final @Nullable Entry[] ENTRIES = new Entry[KNOWN];

    private record Entry(String what, List<Object> steps, SqlFunction function) {}

    private JsonSql() {}

    /** The function of that name for a path. */
    static SqlFunction of(
            String what, List<Object> steps, Function<List<Object>, SqlFunction> make) {
        int place = (31 * what.hashCode() + steps.hashCode()) & (KNOWN - 1);
        Entry known = ENTRIES[place];
        if (known != null && known.what.equals(what) && known.steps.equals(steps)) {
            return known.function;
        }
        SqlFunction made = make.apply(steps);
        ENTRIES[place] = new Entry(what, steps, made);
        return made;
    }

    /** {@code '$."panes"[0]'}, for SQLite. */
    static String sqlitePath(List<Object> steps) {
        StringBuilder path = new StringBuilder("$");
        for (Object step : steps) {
            if (step instanceof Integer index) {
                path.append(index < 0 ? "[#" : "[").append(index).append(']');
            } else {
                path.append('.').append(Json.write(step));
            }
        }
        return quoted(path.toString());
    }

    /** A path for functions of ours: {@code '["panes",0]'}. */
    static String listPath(List<Object> steps) {
        return quoted(Json.write(steps));
    }

    /**
     * What is at a path, for PostgreSQL: {@code {0} -> 'theme' -> 'name'}. With places in it a path
     * of its own language: {@code ->} takes a scalar for an array of the one.
     */
    static String postgresChain(String from, List<Object> steps) {
        return postgresChain(from, steps, false);
    }

    /** As {@link #postgresChain}, as text. */
    static String postgresText(String from, List<Object> steps) {
        return steps.isEmpty() || !onlyKeys(steps)
                ? postgresChain(from, steps) + " #>> '{}'"
                : postgresChain(from, steps, true);
    }

    private static boolean onlyKeys(List<Object> steps) {
        return steps.stream().allMatch(String.class::isInstance);
    }

    private static String postgresChain(String from, List<Object> steps, boolean text) {
        StringBuilder chain = new StringBuilder();
        if (onlyKeys(steps)) {
            chain.append(from);
            for (int i = 0; i < steps.size(); i++) {
                chain.append(text && i == steps.size() - 1 ? " ->> " : " -> ");
                chain.append(literal((String) steps.get(i)));
            }
            return chain.toString();
        }
        chain.append("strict $");
        for (Object step : steps) {
            if (!(step instanceof Integer index)) {
                chain.append('.').append(Json.write(step));
            } else if (index >= 0) {
                chain.append('[').append(index).append(']');
            } else {
                chain.append("[last").append(index == -1 ? "" : " - " + (-1L - index)).append(']');
            }
        }
        return "jsonb_path_query_first("
                + from
                + ", "
                + literal(chain.toString())
                + ", '{}', true)";
    }

    /** {@code array['panes', '0']}, for PostgreSQL's functions. */
    static String postgresArray(List<Object> steps) {
        StringBuilder array = new StringBuilder("array[");
        for (int i = 0; i < steps.size(); i++) {
            array.append(i == 0 ? "" : ", ").append(literal(steps.get(i).toString()));
        }
        return array.append(']').toString();
    }

    /** Text in quotes for PostgreSQL, whatever the server's settings say of backslashes. */
    static String literal(String text) {
        return text.indexOf('\\') < 0 ? quoted(text) : "E" + quoted(text.replace("\\", "\\\\"));
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
