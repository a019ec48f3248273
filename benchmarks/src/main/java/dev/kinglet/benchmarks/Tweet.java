package dev.kinglet.benchmarks;

import dev.kinglet.model.Column;
import dev.kinglet.model.ForeignKey;
import dev.kinglet.model.Model;
import dev.kinglet.model.Table;
import java.time.LocalDateTime;

/** A tweet, as a model. */
public class Tweet extends Model<Long> {
    public static final Tweets TWEET = new Tweets();

    /** Its columns. */
    public static class Tweets extends Table<Tweet, Long> {
        public final Column<Long> id = autoId();
        public final ForeignKey<Tweet, User, Long> user = foreignKey(User.class);
        public final Column<String> content = text();
        public final Column<LocalDateTime> timestamp = datetime().index();

        Tweets() {
            super(Tweet::new);
        }
    }
}
