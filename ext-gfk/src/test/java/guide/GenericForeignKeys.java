package guide;

import static guide.FirstSteps.Tweet.TWEET;
import static guide.FirstSteps.User.USER;
import static guide.GenericForeignKeys.Note.NOTE;
import static guide.GenericForeignKeys.Reaction.REACTION;

import dev.kinglet.Database;
import dev.kinglet.expr.Fn;
import dev.kinglet.gfk.GenericForeignKey;
import dev.kinglet.gfk.Orphans;
import dev.kinglet.gfk.Reverse;
import dev.kinglet.model.AnyReference;
import dev.kinglet.model.Column;
import dev.kinglet.model.Load;
import dev.kinglet.model.Model;
import dev.kinglet.model.OnDelete;
import dev.kinglet.model.Table;
import guide.FirstSteps.Tweet;
import guide.FirstSteps.User;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The regions of the page on generic foreign keys, in Java. */
public final class GenericForeignKeys {
    private GenericForeignKeys() {}

    // region declare
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
                            .target(User.class, "user")
                            .onDelete(OnDelete.CASCADE);

            Reactions() {
                super(Reaction::new);
            }
        }

        public @Nullable Model<?> parent() {
            return get(REACTION.parent);
        }
    }

    // endregion

    /** Of anything or nothing; the database knows the tags. */
    // region nullable
    public static class Note extends Model<Long> {
        public static final Notes NOTE = new Notes();

        public static class Notes extends Table<Note, Long> {
            public final Column<Long> id = autoId();
            public final Column<@Nullable String> aboutType = varchar(40).nullable();
            public final Column<@Nullable Long> aboutId = bigint().nullable();
            public final GenericForeignKey<Note> about =
                    GenericForeignKey.of(this, aboutType, aboutId)
                            .target(Tweet.class, "tweet")
                            .target(User.class, "user")
                            .onDelete(OnDelete.SET_NULL)
                            .checked();

            Notes() {
                super(Note::new);
            }
        }
    }

    // endregion

    static void write(Tweet tweet, User user) {
        // region write
        Reaction like = REACTION.create(REACTION.parent.to(tweet), REACTION.kind.to("like"));
        like.set(REACTION.parent, user); // both columns are changed
        like.save();
        REACTION.update(REACTION.parent.to(tweet)).where(REACTION.kind.eq("like")).execute();
        REACTION.getOrCreate(REACTION.parent.to(user), REACTION.kind.to("wave"));
        // endregion
    }

    static List<String> together() {
        List<String> lines = new ArrayList<>();
        // region together
        for (Reaction reaction : REACTION.select().orderBy(REACTION.id)) {
            lines.add(reaction.get(REACTION.kind) + " " + reaction.parent());
        }
        // endregion
        return lines;
    }

    static List<Long> conditions(Tweet tweet, User user) {
        List<Long> counts = new ArrayList<>();
        // region conditions
        counts.add(REACTION.where(REACTION.parent.eq(tweet)).count());
        counts.add(REACTION.where(REACTION.parent.ne(tweet)).count());
        counts.add(REACTION.where(REACTION.parent.in(List.of(tweet, user))).count());
        counts.add(REACTION.where(REACTION.parent.notIn(List.of(user))).count());
        counts.add(REACTION.where(REACTION.parent.isA(Tweet.class)).count());
        counts.add(NOTE.where(NOTE.about.isNull()).count());
        // endregion
        return counts;
    }

    static List<String> join() {
        List<String> lines = new ArrayList<>();
        // region join
        for (Reaction reaction :
                REACTION.select(REACTION, TWEET)
                        .join(TWEET, REACTION.parent.on(TWEET))
                        .where(TWEET.content.startsWith("m"))) {
            lines.add(reaction.get(REACTION.kind) + " " + reaction.parent()); // no further query
        }
        long liked = TWEET.where(Fn.exists(REACTION.where(REACTION.parent.eq(TWEET)))).count();
        // endregion
        lines.add(String.valueOf(liked));
        return lines;
    }

    static List<Reaction> load() {
        // region load
        List<Reaction> reactions =
                REACTION.select()
                        .load(REACTION.parent.load().then(TWEET, Load.one(TWEET.user)))
                        .list();
        // endregion
        return reactions;
    }

    static List<Reaction> loadBy() {
        // region loadBy
        List<Reaction> reactions =
                REACTION.select()
                        .load(REACTION.parent.load().by(USER.select(USER.username)))
                        .list();
        // endregion
        return reactions;
    }

    static long reverse() {
        long n = 0;
        // region reverse
        for (Tweet tweet : TWEET.select().load(REACTION.parent.loadReverse(TWEET))) {
            for (Reaction reaction : REACTION.parent.of(tweet)) { // no further query
                n += reaction.parent() == tweet ? 1 : 0;
            }
        }
        // endregion
        return n;
    }

    static void change(Tweet tweet, Note one, Note two) {
        // region change
        Reverse<Note> notes = NOTE.about.of(tweet);
        notes.add(one); // leads here from now on
        notes.add(NOTE.where(NOTE.about.isNull())); // one UPDATE
        notes.replace(List.of(two)); // and the others lead nowhere
        notes.remove(two);
        notes.clear();
        // endregion
    }

    static void delete(Tweet tweet) {
        // region delete
        tweet.delete();
        // endregion
    }

    static long orphans() {
        // region orphans
        Orphans<Reaction> orphans = REACTION.parent.orphans();
        orphans.byTag(); // [Count[tag=tweet, rows=1]]
        long deleted = orphans.deleteInBatches(1_000);
        // endregion
        return deleted;
    }

    static void triggers(Database db) {
        // region triggers
        REACTION.parent.triggers().create(db);
        // endregion
    }

    static void dropTriggers(Database db) {
        REACTION.parent.triggers().drop(db);
    }

    static void register() {
        // region register
        REACTION.parent.register(Note.class, "note");
        // endregion
    }

    static @Nullable Model<?> lenient(Reaction reaction) {
        // region lenient
        AnyReference<Reaction, @Nullable Model<?>> parent = REACTION.parent.lenient();
        Model<?> row = reaction.get(parent); // null where it is gone
        // endregion
        return row;
    }
}
