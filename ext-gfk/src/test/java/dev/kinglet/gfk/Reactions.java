package dev.kinglet.gfk;

import static dev.kinglet.gfk.Reactions.Note.NOTE;
import static dev.kinglet.gfk.Reactions.Reaction.REACTION;

import dev.kinglet.model.Column;
import dev.kinglet.model.Model;
import dev.kinglet.model.Table;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tour.Models.Tweet;
import tour.Models.User;

/**
 * Reactions to tweets and users, notes on anything or nothing, and the calls as Java makes them.
 */
public final class Reactions {

    public static class Reaction extends Model<Long> {
        public static final ReactionTable REACTION = new ReactionTable();

        public static class ReactionTable extends Table<Reaction, Long> {
            public final Column<Long> id = autoId();
            public final Column<String> parentType = varchar(40);
            public final Column<Long> parentId = bigint();
            public final Column<String> kind = varchar(20);
            public final GenericForeignKey<Reaction> parent =
                    GenericForeignKey.of(this, parentType, parentId)
                            .target(Tweet.class, "tweet")
                            .target(User.class, "user");

            ReactionTable() {
                super(Reaction::new);
            }
        }

        public @Nullable Model<?> parent() {
            return REACTION.parent.read(this);
        }
    }

    /** Both columns are nullable. */
    public static class Note extends Model<Long> {
        public static final NoteTable NOTE = new NoteTable();

        public static class NoteTable extends Table<Note, Long> {
            public final Column<Long> id = autoId();
            public final Column<@Nullable String> aboutType = text().nullable();
            public final Column<@Nullable Long> aboutId = bigint().nullable();
            public final GenericForeignKey<Note> about =
                    GenericForeignKey.of(this, aboutType, aboutId).target(User.class, "user");

            NoteTable() {
                super(Note::new);
            }
        }
    }

    /** The whole surface as Java sees it. */
    static List<String> javaCaller(Tweet tweet, User user) {
        Reaction like = REACTION.create(REACTION.parent.to(tweet), REACTION.kind.to("like"));
        Model<?> parent = like.parent();
        long reactions = REACTION.parent.of(tweet).count();
        boolean tweets = REACTION.where(REACTION.parent.isA(Tweet.class)).exists();
        boolean users = REACTION.where(REACTION.parent.eq(user)).exists();
        Note note = NOTE.create(NOTE.about.to(null));
        return List.of(
                String.valueOf(tweet.equals(parent)),
                String.valueOf(reactions),
                String.valueOf(tweets),
                String.valueOf(users),
                String.valueOf(NOTE.about.read(note)));
    }

    private Reactions() {}
}
