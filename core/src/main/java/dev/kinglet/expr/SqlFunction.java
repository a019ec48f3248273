package dev.kinglet.expr;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.type.Dialect;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A function, and how each database writes a call of it.
 *
 * @param name for people, and for SQL where there is no template
 * @param sqlite the call with {@code {0}}, {@code {1}}, .. for its arguments; a word alone is the
 *     function's name there; null for {@code name(arguments)}
 * @param postgres likewise
 * @param only the one database that has it; null for both
 * @param instead what to do on the other one; null where nothing is known
 */
public record SqlFunction(
        String name,
        @Nullable String sqlite,
        @Nullable String postgres,
        @Nullable Dialect only,
        @Nullable String instead) {

    /** A function that both databases have. */
    public SqlFunction(String name, @Nullable String sqlite, @Nullable String postgres) {
        this(name, sqlite, postgres, null, null);
    }

    /** A function that both databases call by that name. */
    static SqlFunction named(String name) {
        return new SqlFunction(name, null, null);
    }

    /** A function of PostgreSQL that SQLite does not have. */
    static SqlFunction postgresOnly(String name, String postgres, String instead) {
        return only(Dialect.POSTGRES, name, postgres, instead);
    }

    /**
     * A function that one database has; on the other it is refused when the query is planned.
     *
     * @param template null for {@code name(arguments)}
     * @param instead what to do on the other one
     */
    static SqlFunction only(
            Dialect dialect, String name, @Nullable String template, String instead) {
        return new SqlFunction(name, template, template, dialect, instead);
    }

    /**
     * What a dialect writes; null for {@code name(arguments)}.
     *
     * @throws ProgrammingException where the dialect does not have it
     */
    public @Nullable String template(Dialect dialect) {
        String text = text(dialect);
        return text == null || isWord(text) ? null : text;
    }

    /**
     * The name of the function where it has no template.
     *
     * @throws ProgrammingException where the dialect does not have it
     */
    public String name(Dialect dialect) {
        String text = text(dialect);
        return text == null ? name : text;
    }

    private static boolean isWord(String text) {
        return text.chars().allMatch(c -> c == '_' || Character.isLetterOrDigit(c));
    }

    private @Nullable String text(Dialect dialect) {
        if (only != null && only != dialect) {
            throw new ProgrammingException(dialect + " has no " + this, null, instead);
        }
        return dialect == Dialect.SQLITE ? sqlite : postgres;
    }

    @Override
    public String toString() {
        return name.toLowerCase(Locale.ROOT);
    }
}
