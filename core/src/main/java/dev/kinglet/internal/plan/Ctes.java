package dev.kinglet.internal.plan;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.query.Cte;
import dev.kinglet.query.CteDefinition;
import java.util.List;

/** The common table expressions that a statement has met so far. */
final class Ctes {
    private Ctes() {}

    /**
     * Whether the name is met for the first time.
     *
     * @throws ProgrammingException where it stands for another query already
     */
    static boolean isNew(List<Cte<?>> met, Cte<?> cte) {
        for (int i = 0; i < met.size(); i++) {
            Cte<?> known = met.get(i);
            if (known.qualifier().equals(cte.qualifier())) {
                if (cte.definition() != null
                        && cte.definition() != known.definition()
                        && !cte.equals(known)) {
                    throw new ProgrammingException(
                            "two queries of the statement are named '" + cte + "'",
                            known.qualifier(),
                            "give one of them another name: cte(\"name\")");
                }
                return false;
            }
        }
        return true;
    }

    /** What the name stands for, where it is met first. */
    static CteDefinition definition(Cte<?> cte) {
        CteDefinition definition = cte.definition();
        if (definition == null) {
            throw new ProgrammingException(
                    "'" + cte + "' stands for a recursive query, and is used outside of it",
                    cte.qualifier(),
                    "use the query that recursive(..) answers");
        }
        return definition;
    }
}
