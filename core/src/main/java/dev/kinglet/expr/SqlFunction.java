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
 * @param remedy what to do where it is not there: then the dialect without a text does not have it;
 *     null where both have it
 */
public record SqlFunction(
        String name, @Nullable String sqlite, @Nullable String postgres, @Nullable String remedy) {

    /** A function that both databases have. */
    public SqlFunction(String name, @Nullable String sqlite, @Nullable String postgres) {
        this(name, sqlite, postgres, null);
    }

    /** A function that both databases call by that name. */
    static SqlFunction named(String name) {
        return new SqlFunction(name, null, null);
    }

    /** A function of PostgreSQL that SQLite does not have. */
    static SqlFunction postgresOnly(String name, String postgres, String remedy) {
        return new SqlFunction(name, null, postgres, remedy);
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
        String text = dialect == Dialect.SQLITE ? sqlite : postgres;
        if (text == null && remedy != null) {
            throw new ProgrammingException(dialect + " has no " + this, null, remedy);
        }
        return text;
    }

    @Override
    public String toString() {
        return name.toLowerCase(Locale.ROOT);
    }
}
