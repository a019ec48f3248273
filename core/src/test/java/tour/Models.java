package tour;

import static dev.kinglet.model.OnDelete.CASCADE;
import static dev.kinglet.model.OnDelete.RESTRICT;
import static tour.Models.Category.CATEGORY;
import static tour.Models.Favorite.FAVORITE;
import static tour.Models.Relationship.RELATIONSHIP;
import static tour.Models.Tweet.TWEET;
import static tour.Models.User.USER;

import dev.kinglet.model.Column;
import dev.kinglet.model.CompositeKey;
import dev.kinglet.model.ForeignKey;
import dev.kinglet.model.Model;
import dev.kinglet.model.Table;
import dev.kinglet.query.Select;
import java.time.LocalDateTime;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How models are declared in Java.
 *
 * <p>A {@code Table} subclass declares the columns once; it is the "class side" (queries, DDL). A
 * {@code Model} is one row (the "instance side"). The table is a static field of its model: there
 * {@code new Tweet()} and {@code foreignKey(Tweet.class)} find it. Column names come from the Java
 * field names ({@code joinDate -> join_date}), the foreign key {@code user} is stored in {@code
 * user_id}, and a table is named after its model ({@code Tweet -> tweet}), each unless said
 * otherwise. Accessors on the model are optional: {@code tweet.get(TWEET.content)} works without
 * any.
 */
public final class Models {

    public static class User extends Model<Long> {
        public static final Users USER = new Users();

        public static class Users extends Table<User, Long> {
            public final Column<Long> id = autoId();
            public final Column<String> username = text().unique();
            public final Column<@Nullable String> email = varchar(255).nullable();
            public final Column<LocalDateTime> joinDate = datetime().defaultTo(LocalDateTime::now);
            // This table's model, the target, and the type of the raw key. A circular reference
            // needs nothing special:
            // a class literal starts no class, and a target is resolved when it is first used.
            public final ForeignKey<User, @Nullable Team, @Nullable Long> defaultTeam =
                    foreignKey(Team.class).nullable().backref("defaultForUsers");

            Users() {
                super(User::new);
            }
        }

        public String getUsername() {
            return get(USER.username);
        }

        public void setUsername(String username) {
            set(USER.username, username);
        }

        /**
         * A back-reference is an ordinary query, already filtered; when rows were loaded ahead it
         * costs no query.
         */
        public Select<Tweet> tweets() {
            return backref(TWEET.user);
        }

        public Select<User> following() {
            return USER.select()
                    .join(RELATIONSHIP, RELATIONSHIP.toUser)
                    .where(RELATIONSHIP.fromUser.eq(this))
                    .orderBy(USER.username);
        }

        public Select<User> followers() {
            return USER.select()
                    .join(RELATIONSHIP, RELATIONSHIP.fromUser)
                    .where(RELATIONSHIP.toUser.eq(this))
                    .orderBy(USER.username);
        }
    }

    public static class Team extends Model<Long> {
        public static final Teams TEAM = new Teams();

        public static class Teams extends Table<Team, Long> {
            public final Column<Long> id = autoId();
            public final Column<String> name = text();
            public final ForeignKey<Team, User, Long> owner =
                    foreignKey(User.class).backref("ownedTeams").onDelete(RESTRICT);

            Teams() {
                super(Team::new);
            }
        }
    }

    /** Two foreign keys to the same model, and a unique index over both. */
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
            public final Column<LocalDateTime> timestamp =
                    datetime().defaultTo(LocalDateTime::now).index();

            Tweets() {
                super(Tweet::new);
            }
        }

        /** Loads the user when it is not there yet. */
        public User getUser() {
            return get(TWEET.user);
        }

        /** The raw key; never a query. Of a nullable foreign key it is a {@code @Nullable Long}. */
        public Long getUserId() {
            return key(TWEET.user);
        }

        public String getContent() {
            return get(TWEET.content);
        }

        public Select<Favorite> favorites() {
            return backref(FAVORITE.tweet);
        }
    }

    public static class Favorite extends Model<Long> {
        public static final Favorites FAVORITE = new Favorites();

        public static class Favorites extends Table<Favorite, Long> {
            public final Column<Long> id = autoId();
            public final ForeignKey<Favorite, User, Long> user =
                    foreignKey(User.class).backref("favorites");
            public final ForeignKey<Favorite, Tweet, Long> tweet =
                    foreignKey(Tweet.class).backref("favorites");

            Favorites() {
                super(Favorite::new);
            }
        }
    }

    public static class Category extends Model<Long> {
        public static final Categories CATEGORY = new Categories();

        public static class Categories extends Table<Category, Long> {
            public final Column<Long> id = autoId();
            public final Column<String> name = text();
            public final ForeignKey<Category, @Nullable Category, @Nullable Long> parent =
                    foreignKey(Category.class).nullable().backref("children");

            Categories() {
                super(Category::new);
            }
        }

        public @Nullable Category getParent() {
            return get(CATEGORY.parent);
        }
    }

    /** Columns shared by several tables come from a base table class. */
    public abstract static class Timestamped<M extends Model<K>, K> extends Table<M, K> {
        public final Column<LocalDateTime> addedAt = datetime().defaultTo(LocalDateTime::now);

        protected Timestamped(Supplier<M> row) {
            super(row);
        }
    }

    /** A composite primary key: no id column. */
    public static class TweetTag extends Model<CompositeKey> {
        public static final TweetTags TWEET_TAG = new TweetTags();

        public static class TweetTags extends Timestamped<TweetTag, CompositeKey> {
            public final ForeignKey<TweetTag, Tweet, Long> tweet =
                    foreignKey(Tweet.class).onDelete(CASCADE);
            public final Column<String> tag = varchar(40);

            TweetTags() {
                super(TweetTag::new);
                primaryKey(tweet, tag);
                check("tag_not_blank", tag.ne(""));
            }
        }
    }

    private Models() {}
}
