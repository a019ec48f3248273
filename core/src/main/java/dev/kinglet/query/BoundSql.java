package dev.kinglet.query;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The SQL of a query and what is bound to its placeholders.
 *
 * @param text with {@code ?} for each value
 * @param binds in the order of the placeholders; a list that travels in one value is a list here
 */
public record BoundSql(String text, List<@Nullable Object> binds) {
    public BoundSql {
        binds = Collections.unmodifiableList(new ArrayList<>(binds));
    }

    /** The text alone: values may be secrets. */
    @Override
    public String toString() {
        return text;
    }
}
