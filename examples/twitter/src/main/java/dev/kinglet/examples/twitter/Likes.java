package dev.kinglet.examples.twitter;

import static dev.kinglet.examples.twitter.Models.Reaction.REACTION;

import dev.kinglet.examples.twitter.Models.Reaction;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Fn;
import dev.kinglet.model.Model;
import dev.kinglet.model.Table;
import dev.kinglet.query.Select;
import org.jspecify.annotations.Nullable;

/**
 * How many like a row, and whether the visitor does: two values that a query selects beside the
 * columns of a table, so that a page of rows costs no further statement.
 */
public final class Likes {
    final Expr<@Nullable Long> count;
    final Expr<@Nullable Boolean> mine;

    /** Of the rows of a table, as the user of this key sees them. */
    Likes(Table<?, ?> liked, long visitor) {
        Select<Reaction> reactions = REACTION.where(REACTION.liked.eq(liked));
        count = reactions.asValue(Fn.count()).as("likes");
        mine = Fn.exists(reactions.where(REACTION.user.key().eq(visitor))).as("liked");
    }

    public @Nullable Long count(Model<?> row) {
        return row.get(count);
    }

    public @Nullable Boolean mine(Model<?> row) {
        return row.get(mine);
    }
}
