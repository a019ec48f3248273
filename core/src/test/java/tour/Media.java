package tour;

import dev.kinglet.model.Column;
import dev.kinglet.model.ForeignKey;
import dev.kinglet.model.Model;
import dev.kinglet.model.OnDelete;
import dev.kinglet.model.OneOf;
import dev.kinglet.model.Table;
import dev.kinglet.query.Select;
import org.jspecify.annotations.Nullable;

/** Ratings of songs and of clips: a reference to a row of one of several models. */
public final class Media {
    private Media() {}

    /** What can be rated. */
    public sealed interface Subject permits Song, Clip {
        String title();
    }

    public static final class Song extends Model<Long> implements Subject {
        public static final Songs SONG = new Songs();

        public static class Songs extends Table<Song, Long> {
            public final Column<Long> id = autoId();
            public final Column<String> title = text();

            Songs() {
                super(Song::new);
            }
        }

        @Override
        public String title() {
            return get(SONG.title);
        }

        public Select<Rating> ratings() {
            return backref(Rating.RATING.song);
        }
    }

    /** Has a key of another type. */
    public static final class Clip extends Model<String> implements Subject {
        public static final Clips CLIP = new Clips();

        public static class Clips extends Table<Clip, String> {
            public final Column<String> code = varchar(8).primaryKey();
            public final Column<String> title = text();

            Clips() {
                super(Clip::new);
            }
        }

        @Override
        public String title() {
            return get(CLIP.title);
        }
    }

    public static final class Rating extends Model<Long> {
        public static final Ratings RATING = new Ratings();

        public static class Ratings extends Table<Rating, Long> {
            public final Column<Long> id = autoId();
            public final Column<Integer> stars = integer();
            public final ForeignKey<Rating, @Nullable Song, @Nullable Long> song =
                    foreignKey(Song.class).nullable().onDelete(OnDelete.CASCADE);
            public final ForeignKey<Rating, @Nullable Clip, @Nullable String> clip =
                    foreignKey(Clip.class).nullable().onDelete(OnDelete.CASCADE);
            public final OneOf<Rating, Subject> subject = OneOf.of(Subject.class, song, clip);

            Ratings() {
                super(Rating::new);
            }
        }

        public Subject getSubject() {
            return RATING.subject.get(this);
        }

        public void setSubject(Subject subject) {
            RATING.subject.set(this, subject);
        }
    }

    /** May be about nothing, and says in a column what it is about. */
    public static final class Note extends Model<Long> {
        public static final Notes NOTE = new Notes();

        public static class Notes extends Table<Note, Long> {
            public final Column<Long> id = autoId();
            public final Column<@Nullable String> kind = varchar(10).nullable();
            public final ForeignKey<Note, @Nullable Song, @Nullable Long> song =
                    foreignKey(Song.class).nullable();
            public final ForeignKey<Note, @Nullable Clip, @Nullable String> clip =
                    foreignKey(Clip.class).nullable();
            public final OneOf<Note, @Nullable Subject> about =
                    OneOf.of(Subject.class, song, clip)
                            .discriminator(kind, "song", "clip")
                            .constraint("note_about")
                            .optional();

            Notes() {
                super(Note::new);
            }
        }
    }
}
