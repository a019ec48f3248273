package guide;

import static guide.Polymorphism.Comment.COMMENT;
import static guide.Polymorphism.Entry.ENTRY;
import static guide.Polymorphism.Post.POST;
import static guide.Polymorphism.Reply.REPLY;

import dev.kinglet.model.Column;
import dev.kinglet.model.CompositeForeignKey;
import dev.kinglet.model.ForeignKey;
import dev.kinglet.model.Load;
import dev.kinglet.model.Model;
import dev.kinglet.model.OnDelete;
import dev.kinglet.model.OneOf;
import dev.kinglet.model.Table;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The regions of the page on polymorphism, in Java. */
public final class Polymorphism {
    private Polymorphism() {}

    // region subject
    /** What can be commented on. */
    public sealed interface Subject permits Article, Photo {}

    // endregion

    /** One of them. */
    public static final class Article extends Model<Long> implements Subject {
        public static final Articles ARTICLE = new Articles();

        public static class Articles extends Table<Article, Long> {
            public final Column<Long> id = autoId();
            public final Column<String> title = text();

            Articles() {
                super(Article::new);
            }
        }
    }

    /** The other one. */
    public static final class Photo extends Model<Long> implements Subject {
        public static final Photos PHOTO = new Photos();

        public static class Photos extends Table<Photo, Long> {
            public final Column<Long> id = autoId();
            public final Column<String> place = text();

            Photos() {
                super(Photo::new);
            }
        }
    }

    // region oneOf
    public static class Comment extends Model<Long> {
        public static final Comments COMMENT = new Comments();

        public static class Comments extends Table<Comment, Long> {
            public final Column<Long> id = autoId();
            public final Column<String> text = text();
            public final ForeignKey<Comment, @Nullable Article, @Nullable Long> article =
                    foreignKey(Article.class).nullable().onDelete(OnDelete.CASCADE);
            public final ForeignKey<Comment, @Nullable Photo, @Nullable Long> photo =
                    foreignKey(Photo.class).nullable().onDelete(OnDelete.CASCADE);
            public final OneOf<Comment, Subject> subject = OneOf.of(Subject.class, article, photo);

            Comments() {
                super(Comment::new);
            }
        }

        public Subject getSubject() {
            return COMMENT.subject.get(this);
        }
    }

    // endregion

    static List<Comment> read() {
        // region read
        List<Comment> comments = COMMENT.select().orderBy(COMMENT.id).list();
        comments.forEach(Comment::getSubject);
        // endregion
        return comments;
    }

    static List<Comment> load() {
        // region load
        return COMMENT.select().load(COMMENT.subject.load()).list();
        // endregion
    }

    static long find(Article article, Photo photo) {
        // region find
        long about = COMMENT.where(COMMENT.subject.eq(article)).count();
        long others = COMMENT.where(COMMENT.subject.ne(article)).count();
        long some = COMMENT.where(COMMENT.subject.in(List.of(article, photo))).count();
        long photos = COMMENT.where(COMMENT.subject.isA(Photo.class)).count();
        // endregion
        return about + 10 * others + 100 * some + 1000 * photos;
    }

    static void write(Photo photo) {
        // region write
        Comment comment = COMMENT.create(COMMENT.text.to("nice"), COMMENT.subject.to(photo));
        // endregion
        comment.delete();
    }

    static void broken() {
        // region broken
        COMMENT.create(COMMENT.text.to("about nothing"));
        // endregion
    }

    // region parent
    /** What every entry has, whatever it is. */
    public static class Entry extends Model<Long> {
        public static final Entries ENTRY = new Entries();

        public static class Entries extends Table<Entry, Long> {
            public final Column<Long> id = autoId();
            public final Column<String> kind = varchar(10);
            public final Column<Instant> createdAt = instant().defaultTo(Instant::now);

            Entries() {
                super(Entry::new);
                uniqueIndex(id, kind);
            }
        }
    }

    /** A post: its key is that of its entry, which is one of a post. */
    public static class Post extends Model<Long> {
        public static final Posts POST = new Posts();

        public static class Posts extends Table<Post, Long> {
            public final Column<Long> id = bigint().primaryKey();
            public final Column<String> kind =
                    varchar(10).defaultTo("post").check(k -> k.eq("post"));
            public final Column<String> title = text();
            public final CompositeForeignKey<Post, Entry> entry =
                    foreignKey(Entry.class, List.of(id, kind), () -> List.of(ENTRY.id, ENTRY.kind))
                            .backref("posts")
                            .onDelete(OnDelete.CASCADE);

            Posts() {
                super(Post::new);
            }
        }
    }

    /** A reply to any entry. */
    public static class Reply extends Model<Long> {
        public static final Replies REPLY = new Replies();

        public static class Replies extends Table<Reply, Long> {
            public final Column<Long> id = autoId();
            public final Column<String> text = text();
            public final ForeignKey<Reply, Entry, Long> entry =
                    foreignKey(Entry.class).backref("replies").onDelete(OnDelete.CASCADE);

            Replies() {
                super(Reply::new);
            }
        }
    }

    // endregion

    static Post writeParent() {
        // region writeParent
        Entry entry = ENTRY.create(ENTRY.kind.to("post"));
        Post post = POST.create(POST.entry.to(entry), POST.title.to("On cats"));
        REPLY.create(REPLY.entry.to(entry), REPLY.text.to("nice"));
        // endregion
        return post;
    }

    static List<Entry> readParent() {
        // region readParent
        return ENTRY.select()
                .orderBy(ENTRY.createdAt.desc(), ENTRY.id)
                .load(Load.many(POST.entry), Load.many(REPLY.entry))
                .list();
        // endregion
    }
}
