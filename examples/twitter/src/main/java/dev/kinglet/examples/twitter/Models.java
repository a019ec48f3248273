package dev.kinglet.examples.twitter;

import static dev.kinglet.examples.twitter.Models.Message.MESSAGE;
import static dev.kinglet.examples.twitter.Models.Relationship.RELATIONSHIP;
import static dev.kinglet.examples.twitter.Models.User.USER;
import static dev.kinglet.model.OnDelete.CASCADE;

import dev.kinglet.gfk.GenericForeignKey;
import dev.kinglet.m2m.ManyToMany;
import dev.kinglet.m2m.Related;
import dev.kinglet.model.Column;
import dev.kinglet.model.ForeignKey;
import dev.kinglet.model.Model;
import dev.kinglet.model.Problems;
import dev.kinglet.model.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

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
            public final Column<String> email = varchar(254).defaultTo("");
            public final Column<Instant> joinDate = instant().defaultTo(Instant::now);
            public final Column<@Nullable String> bio = varchar(160).nullable(); // since 0002
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

        public Instant getJoinDate() {
            return get(USER.joinDate);
        }

        public @Nullable String getBio() {
            return get(USER.bio);
        }

        /** One of twelve colours of their own, by the email, or by the name without one. */
        public int getHue() {
            String email = get(USER.email);
            return Math.floorMod((email.isEmpty() ? getUsername() : email).hashCode(), 12);
        }

        /** Whom this user follows: a query, which other queries may use as a part. */
        public Related<User> following() {
            return USER.following.of(this);
        }

        /** Who follows this user. */
        public Related<User> followers() {
            return USER.following.reverse().of(this);
        }

        @Override
        protected void validate(Problems problems) {
            String email = get(USER.email);
            if (!getUsername().matches("[a-z0-9_]{1,30}")) {
                problems.add(USER.username, "Use 1 to 30 letters, digits or underscores.");
            }
            if (!email.matches("([^\\s@]+@[^\\s@]+)?") || email.length() > 254) {
                problems.add(USER.email, "This is no address. You can leave it out.");
            }
            if (getPasswordHash().isEmpty()) {
                problems.add(USER.passwordHash, "Use 8 characters or more.");
            }
            tooLong(problems, USER.bio, getBio(), 160);
        }
    }

    /** Who follows whom; the unique index lets nobody follow twice. */
    public static class Relationship extends Model<Long> {
        public static final Relationships RELATIONSHIP = new Relationships();

        public static class Relationships extends Table<Relationship, Long> {
            public final Column<Long> id = autoId();
            public final ForeignKey<Relationship, User, Long> fromUser =
                    foreignKey(User.class)
                            .backref("relationships")
                            .withoutIndex()
                            .onDelete(CASCADE);
            public final ForeignKey<Relationship, User, Long> toUser =
                    foreignKey(User.class).backref("relatedTo").onDelete(CASCADE);

            Relationships() {
                super(Relationship::new);
                uniqueIndex(fromUser, toUser); // which finds all of fromUser, too
            }
        }
    }

    public static class Message extends Model<Long> {
        public static final Messages MESSAGE = new Messages();

        public static class Messages extends Table<Message, Long> {
            public final Column<Long> id = autoId();
            public final ForeignKey<Message, User, Long> user =
                    foreignKey(User.class).backref("messages").withoutIndex().onDelete(CASCADE);
            public final Column<String> content = text();
            public final Column<Instant> published = instant().defaultTo(Instant::now);

            Messages() {
                super(Message::new);
                index(published.desc(), id.desc()); // the public timeline
                index(user, published.desc(), id.desc()); // that of one user, or of some
            }
        }

        public User getUser() {
            return get(MESSAGE.user);
        }

        public String getContent() {
            return get(MESSAGE.content);
        }

        public Instant getPublished() {
            return get(MESSAGE.published);
        }

        @Override
        protected void validate(Problems problems) {
            if (getContent().isEmpty()) {
                problems.add(MESSAGE.content, "Write something first.");
            }
            tooLong(problems, MESSAGE.content, getContent(), 280);
        }
    }

    /** Somebody likes something: a message, or a user. */
    public static class Reaction extends Model<Long> {
        public static final Reactions REACTION = new Reactions();

        public static class Reactions extends Table<Reaction, Long> {
            public final Column<Long> id = autoId();
            public final ForeignKey<Reaction, User, Long> user =
                    foreignKey(User.class).backref("reactions").onDelete(CASCADE);
            public final Column<String> likedType = varchar(10);
            public final Column<Long> likedId = bigint();
            public final GenericForeignKey<Reaction> liked =
                    GenericForeignKey.of(this, likedType, likedId)
                            .target(Message.class, "message")
                            .target(User.class, "user")
                            .onDelete(CASCADE);

            Reactions() {
                super(Reaction::new);
                uniqueIndex(likedType, likedId, user); // also finds all reactions to something
            }
        }
    }

    private static void tooLong(
            Problems problems, Column<?> column, @Nullable String text, int most) {
        int length = text == null ? 0 : text.codePointCount(0, text.length());
        if (length > most) {
            problems.add(column, "This has " + length + " characters; " + most + " is the most.");
        }
    }

    private Models() {}
}
