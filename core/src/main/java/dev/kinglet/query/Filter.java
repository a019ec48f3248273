package dev.kinglet.query;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Exprs;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Joins what conditions speak of, by the foreign keys between the sources. */
final class Filter {
    private Filter() {}

    static <M extends @Nullable Object> Select<M> joining(
            Select<M> query, Condition... conditions) {
        List<Source<?>> missing = missing(query, conditions);
        Select<M> joined = query;
        while (!missing.isEmpty()) {
            Select<M> before = joined;
            for (Source<?> source : List.copyOf(missing)) {
                List<Source<?>> from =
                        before.sources().stream().filter(s -> s.relates(source)).toList();
                if (from.size() > 1) {
                    throw new ProgrammingException(
                            "'" + source.qualifier() + "' could be joined from any of " + from,
                            query.definition().root().toString(),
                            "join it first, from the one that is meant");
                }
                if (from.size() == 1) {
                    joined = joined.ensure(from.get(0), source, null);
                    missing.remove(source);
                }
            }
            if (before == joined) {
                throw new ProgrammingException(
                        "no foreign key leads from "
                                + joined.sources()
                                + " to '"
                                + missing.get(0).qualifier()
                                + "' or back",
                        query.definition().root().toString(),
                        "join it first");
            }
        }
        return joined;
    }

    private static List<Source<?>> missing(Select<?> query, Condition... conditions) {
        List<Source<?>> missing = new ArrayList<>();
        for (Condition condition : conditions) {
            for (ColumnExpr<?> column : Exprs.columns(condition)) {
                if (column.source() instanceof Source<?> source
                        && !query.inQuery(source)
                        && !missing.contains(source)) {
                    missing.add(source);
                }
            }
        }
        return missing;
    }
}
