package dev.kinglet.m2m;

import dev.kinglet.model.Column;
import dev.kinglet.model.CompositeKey;
import dev.kinglet.model.ForeignKey;
import dev.kinglet.model.Model;
import dev.kinglet.model.OnDelete;
import dev.kinglet.model.Table;
import java.util.UUID;

/** Relations of all kinds: of a model and itself, in base tables, with links of several shapes. */
public final class Campus {

    /** Who follows whom, and who are friends: two relations of a model and itself. */
    public static class Member extends Model<Long> {
        public static final Members MEMBER = new Members();

        public static class Members extends Table<Member, Long> {
            public final Column<Long> id = autoId();
            public final Column<String> name = text();
            public final ManyToMany<Member, Member> following =
                    ManyToMany.of(this, Member.class).backref("followers");
            public final ManyToMany<Member, Member> friends =
                    ManyToMany.of(this, Member.class).symmetric();

            Members() {
                super(Member::new);
            }
        }

        public Related<Member> following() {
            return MEMBER.following.of(this);
        }

        public Related<Member> followers() {
            return MEMBER.following.reverse().of(this);
        }

        public Related<Member> friends() {
            return MEMBER.friends.of(this);
        }
    }

    public static class Tag extends Model<String> {
        public static final Tags TAG = new Tags();

        public static class Tags extends Table<Tag, String> {
            public final Column<String> name = varchar(20).primaryKey();

            Tags() {
                super(Tag::new);
            }
        }
    }

    /** What several tables have: each gets links of its own. */
    public abstract static class Tagged<M extends Model<?>> extends Table<M, Long> {
        public final Column<Long> id = autoId();
        public final ManyToMany<M, Tag> tags = ManyToMany.of(this, Tag.class);

        protected Tagged(java.util.function.Supplier<? extends M> rows) {
            super(rows);
        }
    }

    public static class Note extends Model<Long> {
        public static final Notes NOTE = new Notes();

        public static class Notes extends Tagged<Note> {
            public final Column<String> body = text();

            Notes() {
                super(Note::new);
            }
        }
    }

    public static class Photo extends Model<Long> {
        public static final Photos PHOTO = new Photos();

        public static class Photos extends Tagged<Photo> {
            public final Column<String> path = text();

            Photos() {
                super(Photo::new);
            }
        }
    }

    /** Its songs have an order, which the links hold. */
    public static class Playlist extends Model<UUID> {
        public static final Playlists PLAYLIST = new Playlists();

        public static class Playlists extends Table<Playlist, UUID> {
            public final Column<UUID> id = uuid().primaryKey().defaultTo(UUID::randomUUID);
            public final Column<String> name = text();
            public final ManyToMany<Playlist, Song> songs =
                    ManyToMany.of(this, Song.class)
                            .through(Entry.class)
                            .backref("playlists")
                            .orderBy(() -> Entry.ENTRY.position);

            Playlists() {
                super(Playlist::new);
            }
        }

        public Related<Song> songs() {
            return PLAYLIST.songs.of(this);
        }
    }

    public static class Song extends Model<Long> {
        public static final Songs SONG = new Songs();

        public static class Songs extends Table<Song, Long> {
            public final Column<Long> id = autoId();
            public final Column<String> title = text();

            Songs() {
                super(Song::new);
            }
        }

        public Related<Playlist> playlists() {
            return Playlist.PLAYLIST.songs.reverse().of(this);
        }
    }

    /** A link with a key of its own that the application makes, and further columns. */
    public static class Entry extends Model<UUID> {
        public static final Entries ENTRY = new Entries();

        public static class Entries extends Table<Entry, UUID> {
            public final Column<UUID> id = uuid().primaryKey().defaultTo(UUID::randomUUID);
            public final ForeignKey<Entry, Playlist, UUID> playlist =
                    foreignKey(Playlist.class).onDelete(OnDelete.CASCADE);
            public final ForeignKey<Entry, Song, Long> song =
                    foreignKey(Song.class).onDelete(OnDelete.CASCADE);
            public final Column<Integer> position = integer().defaultTo(0);

            Entries() {
                super(Entry::new);
                uniqueIndex(playlist, song);
            }
        }

        public int position() {
            return get(ENTRY.position);
        }
    }

    /** A link to two rows of one model, kept in another schema. */
    public static class Rivalry extends Model<CompositeKey> {
        public static final Rivalries RIVALRY = new Rivalries();

        public static class Rivalries extends Table<Rivalry, CompositeKey> {
            public final ForeignKey<Rivalry, Member, Long> one = foreignKey(Member.class);
            public final ForeignKey<Rivalry, Member, Long> other = foreignKey(Member.class);
            public final ManyToMany<Member, Member> rivals = ManyToMany.through(one, other);

            Rivalries() {
                super(Rivalry::new);
                primaryKey(one, other);
            }
        }
    }

    private Campus() {}
}
