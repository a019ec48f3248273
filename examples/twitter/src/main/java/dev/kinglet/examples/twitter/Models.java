package dev.kinglet.examples.twitter;

import static dev.kinglet.examples.twitter.Models.Relationship.RELATIONSHIP;
import static dev.kinglet.examples.twitter.Models.Tweet.TWEET;
import static dev.kinglet.examples.twitter.Models.User.USER;
import static dev.kinglet.model.OnDelete.CASCADE;

import dev.kinglet.m2m.ManyToMany;
import dev.kinglet.m2m.Related;
import dev.kinglet.model.Column;
import dev.kinglet.model.ForeignKey;
import dev.kinglet.model.Model;
import dev.kinglet.model.Table;
import dev.kinglet.query.Select;
import java.time.LocalDateTime;

/**
 * The tables of the application. A {@code Table} declares the columns, a {@code Model} is a row.
 */
public final class Models {

    public static class User extends Model<Long> {
        public static final Users USER = new Users();

        public static class Users extends Table<User, Long> {
            public final Column<Long> id = autoId();
            public final Column<String> username = varchar(30).unique();
            public final Column<String> passwordHash = varchar(60);
            public final Column<LocalDateTime> joinDate = datetime().defaultTo(LocalDateTime::now);
            public final ManyToMany<User, User> following =
                    ManyToMany.of(this, User.class)
                            .through(() -> RELATIONSHIP.fromUser, () -> RELATIONSHIP.toUser)
                            .backref("followers");

            Users() {
                super(User::new);
            }
        }

        public String getUsername() {
            return get(USER.username);
        }

        public String getPasswordHash() {
            return get(USER.passwordHash);
        }

        public LocalDateTime getJoinDate() {
            return get(USER.joinDate);
        }

        /** Whom this user follows: a query, which other queries may use as a part. */
        public Related<User> following() {
            return USER.following.of(this);
        }

        /** Who follows this user. */
        public Related<User> followers() {
            return USER.following.reverse().of(this);
        }
    }

    /** Who follows whom; the unique index lets nobody follow twice. */
    public static class Relationship extends Model<Long> {
        public static final Relationships RELATIONSHIP = new Relationships();

        public static class Relationships extends Table<Relationship, Long> {
            public final Column<Long> id = autoId();
            public final ForeignKey<Relationship, User, Long> fromUser =
                    foreignKey(User.class).backref("relationships").onDelete(CASCADE);
            public final ForeignKey<Relationship, User, Long> toUser =
                    foreignKey(User.class).backref("relatedTo").onDelete(CASCADE);

            Relationships() {
                super(Relationship::new);
                uniqueIndex(fromUser, toUser);
            }
        }
    }

    public static class Tweet extends Model<Long> {
        public static final Tweets TWEET = new Tweets();

        public static class Tweets extends Table<Tweet, Long> {
            public final Column<Long> id = autoId();
            public final ForeignKey<Tweet, User, Long> user =
                    foreignKey(User.class).backref("tweets").onDelete(CASCADE);
            public final Column<String> content = text();
            public final Column<LocalDateTime> timestamp = datetime().defaultTo(LocalDateTime::now);

            Tweets() {
                super(Tweet::new);
                index(timestamp, id);
                index(user, timestamp, id);
            }
        }

        /** All tweets with their authors, newest first: one query for both. */
        public static Select<Tweet> timeline() {
            return TWEET.select(TWEET, USER).join(USER).orderBy(TWEET.timestamp.desc());
        }

        public User getUser() {
            return get(TWEET.user);
        }

        public String getContent() {
            return get(TWEET.content);
        }

        public LocalDateTime getTimestamp() {
            return get(TWEET.timestamp);
        }
    }

    public static class Favorite extends Model<Long> {
        public static final Favorites FAVORITE = new Favorites();

        public static class Favorites extends Table<Favorite, Long> {
            public final Column<Long> id = autoId();
            public final ForeignKey<Favorite, User, Long> user =
                    foreignKey(User.class).backref("favorites").onDelete(CASCADE);
            public final ForeignKey<Favorite, Tweet, Long> tweet =
                    foreignKey(Tweet.class).backref("favorites").onDelete(CASCADE);

            Favorites() {
                super(Favorite::new);
                uniqueIndex(user, tweet);
            }
        }
    }

    private Models() {}
}
