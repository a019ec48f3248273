package dev.kinglet.benchmarks;

import dev.kinglet.model.Column;
import dev.kinglet.model.ForeignKey;
import dev.kinglet.model.Model;
import dev.kinglet.model.Table;

/** That a user liked a tweet, as a model. */
public class Favorite extends Model<Long> {
    public static final Favorites FAVORITE = new Favorites();

    /** Its columns. */
    public static class Favorites extends Table<Favorite, Long> {
        public final Column<Long> id = autoId();
        public final ForeignKey<Favorite, User, Long> user = foreignKey(User.class);
        public final ForeignKey<Favorite, Tweet, Long> tweet = foreignKey(Tweet.class);

        Favorites() {
            super(Favorite::new);
        }
    }
}
