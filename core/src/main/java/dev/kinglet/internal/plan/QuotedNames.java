package dev.kinglet.internal.plan;

import org.jooq.Context;
import org.jooq.Name;
import org.jooq.QueryPart;
import org.jooq.VisitContext;
import org.jooq.VisitListener;
import org.jooq.impl.CustomQueryPart;

/**
 * Quotes every identifier for SQLite, where jOOQ quotes keywords and odd names only: its list of
 * keywords is not ours to rely on, and the same name should read the same on both databases.
 */
final class QuotedNames implements VisitListener {

    @Override
    public void visitStart(VisitContext context) {
        if (context.queryPart() instanceof Name name
                && !name.qualified()
                && name.quoted() != Name.Quoted.UNQUOTED
                && name.last() != null
                && !name.last().isEmpty()) {
            context.queryPart(new Quoted(name.last()));
        }
    }

    private static final class Quoted extends CustomQueryPart implements QueryPart {
        private static final long serialVersionUID = 1L;

        private final String identifier;

        Quoted(String identifier) {
            this.identifier = identifier;
        }

        @Override
        public void accept(Context<?> context) {
            context.sql(DdlRenderer.quote(identifier), true);
        }
    }
}
