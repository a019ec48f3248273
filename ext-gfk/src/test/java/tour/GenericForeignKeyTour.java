package tour;

import static tour.GenericForeignKeyTour.Reaction.REACTION;
import static tour.Models.Tweet.TWEET;

import dev.kinglet.gfk.GenericForeignKey;
import dev.kinglet.model.Column;
import dev.kinglet.model.Model;
import dev.kinglet.model.Table;
import dev.kinglet.query.Select;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tour.Models.Tweet;
import tour.Models.User;

/** The tour's part on generic foreign keys, as it stands there. */
public final class GenericForeignKeyTour {

    public static class Reaction extends Model<Long> {
        public static final Reactions REACTION = new Reactions();

        public static class Reactions extends Table<Reaction, Long> {
            public final Column<Long> id = autoId();
            public final Column<String> parentType = varchar(40);
            public final Column<Long> parentId = bigint();
            public final Column<String> kind = varchar(20);
            public final GenericForeignKey<Reaction> parent =
                    GenericForeignKey.of(this, parentType, parentId)
                            .target(Tweet.class, "tweet")
                            .target(User.class, "user");

            Reactions() {
                super(Reaction::new);
            }
        }

        public @Nullable Model<?> parent() {
            return get(REACTION.parent);
        }
    }

    static List<Reaction> genericForeignKeys(Tweet tweet) {
        Reaction like = REACTION.create(REACTION.parent.to(tweet), REACTION.kind.to("like"));
        Select<Reaction> reactions =
                REACTION.parent.of(tweet); // the reverse side, an ordinary query
        long count = REACTION.where(REACTION.parent.eq(tweet)).count();
        List<Reaction> tweets = REACTION.where(REACTION.parent.isA(Tweet.class)).list();
        for (Reaction r : REACTION.select().load(REACTION.parent.load()))
            r.parent(); // one query a parent type
        List<Tweet> loaded = TWEET.select().load(REACTION.parent.loadReverse(TWEET)).list();
        List<Reaction> joined =
                REACTION.select()
                        .join(TWEET, REACTION.parent.on(TWEET))
                        .where(TWEET.content.startsWith("m"))
                        .list();
        List<Reaction> orphans =
                REACTION.parent.orphans().list(); // what no foreign key constraint can prevent
        if (count != 1 || !tweets.equals(List.of(like)) || !joined.equals(tweets)) {
            throw new AssertionError(count + " " + tweets + " " + joined);
        }
        if (!reactions.list().equals(tweets) || !loaded.equals(List.of(tweet))) {
            throw new AssertionError(reactions.list() + " " + loaded);
        }
        return orphans;
    }

    private GenericForeignKeyTour() {}
}
