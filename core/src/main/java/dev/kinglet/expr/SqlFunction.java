package dev.kinglet.expr;

import dev.kinglet.type.Dialect;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A function, and how each database writes a call of it.
 *
 * @param name for people, and for SQL where there is no template
 * @param sqlite the call with {@code {0}}, {@code {1}}, .. for its arguments; null for {@code
 *     name(arguments)}
 * @param postgres likewise
 */
public record SqlFunction(String name, @Nullable String sqlite, @Nullable String postgres) {

    /** A function that both databases call by that name. */
    static SqlFunction named(String name) {
        return new SqlFunction(name, null, null);
    }

    /** What a dialect writes; null for {@code name(arguments)}. */
    public @Nullable String template(Dialect dialect) {
        return dialect == Dialect.SQLITE ? sqlite : postgres;
    }

    @Override
    public String toString() {
        return name.toLowerCase(Locale.ROOT);
    }
}
