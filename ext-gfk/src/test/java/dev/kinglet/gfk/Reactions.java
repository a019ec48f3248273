package dev.kinglet.gfk;

import static dev.kinglet.gfk.Reactions.Note.NOTE;
import static dev.kinglet.gfk.Reactions.Reaction.REACTION;
import static tour.Models.Tweet.TWEET;
import static tour.Models.User.USER;

import dev.kinglet.Database;
import dev.kinglet.model.AnyReference;
import dev.kinglet.model.Column;
import dev.kinglet.model.Load;
import dev.kinglet.model.Model;
import dev.kinglet.model.OnDelete;
import dev.kinglet.model.Table;
import java.util.ArrayList;
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
            return get(REACTION.parent);
        }
    }

    /** Both columns are nullable, and what it leads to may go. */
    public static class Note extends Model<Long> {
        public static final NoteTable NOTE = new NoteTable();

        public static class NoteTable extends Table<Note, Long> {
            public final Column<Long> id = autoId();
            public final Column<@Nullable String> aboutType = text().nullable();
            public final Column<@Nullable Long> aboutId = bigint().nullable();
            public final GenericForeignKey<Note> about =
                    GenericForeignKey.of(this, aboutType, aboutId)
                            .target(User.class, "user")
                            .target(Tweet.class, "tweet")
                            .onDelete(OnDelete.SET_NULL)
                            .checked();

            NoteTable() {
                super(Note::new);
            }
        }

        public @Nullable Model<?> about() {
            return get(NOTE.about);
        }
    }

    /** The whole surface as Java sees it. */
    static List<String> javaCaller(Database db, Tweet tweet, User user) {
        List<Object> said = new ArrayList<>();
        GenericForeignKey<Reaction> parent = REACTION.parent;
        Reaction like = REACTION.create(parent.to(tweet), REACTION.kind.to("like"));
        said.add(tweet.equals(like.parent()));
        said.add(parent.of(tweet).count());
        said.add(REACTION.where(parent.isA(Tweet.class)).exists());
        said.add(REACTION.where(parent.isA(Tweet.class, User.class)).count());
        said.add(REACTION.where(parent.eq(user)).exists());
        said.add(REACTION.where(parent.ne(user)).count());
        said.add(REACTION.where(parent.in(List.of(tweet, user))).count());
        said.add(REACTION.where(parent.notIn(List.of(tweet, user))).count());
        said.add(REACTION.where(parent.isNull()).count());
        said.add(REACTION.where(parent.isNotNull()).count());
        said.add(REACTION.select().join(TWEET, parent.on(TWEET)).count());
        said.add(TWEET.where(dev.kinglet.expr.Fn.exists(REACTION.where(parent.eq(TWEET)))).count());
        AnyReference<Reaction, @Nullable Model<?>> rows = parent.lenient();
        said.add(tweet.equals(like.get(rows)));
        Reaction loaded =
                REACTION.select()
                        .load(parent.load().then(TWEET, Load.one(TWEET.user)).by(USER.select()))
                        .single();
        said.add(tweet.equals(loaded.parent()));
        said.add(TWEET.select().load(parent.loadReverse(TWEET)).single().equals(tweet));
        said.add(
                TWEET.select()
                        .load(parent.loadReverse(TWEET, REACTION.where(REACTION.kind.eq("like"))))
                        .single()
                        .equals(tweet));
        said.add(parent.of(tweet).contains(like));
        said.add(parent.of(tweet).add(like));
        said.add(parent.of(tweet).add(List.of(like)));
        said.add(parent.of(tweet).add(REACTION.where(REACTION.kind.eq("like"))));
        said.add(parent.of(tweet).replace(List.of(like)));
        said.add(parent.orphans().list().size());
        said.add(parent.orphans().byTag().size());
        said.add(parent.orphans().deleteInBatches(10));
        said.add(parent.triggers().sql(db).isEmpty());
        said.add(parent.models().keySet());
        said.add(parent.isUnique() || parent.onDelete() == OnDelete.CASCADE);
        said.add(parent.type() == REACTION.parentType && parent.key() == REACTION.parentId);
        like.set(parent, user);
        like.save();
        said.add(user.equals(like.parent()));
        Note note = NOTE.create(NOTE.about.to(user));
        said.add(NOTE.about.of(user).remove(note));
        said.add(NOTE.about.of(user).clear());
        note.refresh();
        said.add(String.valueOf(note.about()));
        return said.stream().map(String::valueOf).toList();
    }

    private Reactions() {}
}
