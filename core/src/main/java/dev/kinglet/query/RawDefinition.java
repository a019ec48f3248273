package dev.kinglet.query;

import dev.kinglet.expr.Expr;
import java.util.List;

/**
 * A query in SQL as written.
 *
 * @param root whose rows they are, or only where it is sent
 * @param sql with {@code {0}}, {@code {1}}, .. where the arguments go
 * @param arguments in order
 */
public record RawDefinition(Source<?> root, String sql, List<Expr<?>> arguments)
        implements QueryDefinition {}
