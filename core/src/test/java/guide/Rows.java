package guide;

import static guide.Rows.Article.ARTICLE;
import static guide.Rows.Comment.COMMENT;
import static guide.Rows.Writer.WRITER;

import dev.kinglet.Database;
import dev.kinglet.errors.StaleRowException;
import dev.kinglet.model.Column;
import dev.kinglet.model.DeletePlan;
import dev.kinglet.model.Ensured;
import dev.kinglet.model.ForeignKey;
import dev.kinglet.model.Model;
import dev.kinglet.model.Problems;
import dev.kinglet.model.Table;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The regions of the page on rows, in Java. */
public final class Rows {
    static final List<String> PUBLISHED = new ArrayList<>();

    private Rows() {}

    public static class Writer extends Model<Long> {
        public static final Writers WRITER = new Writers();

        public static class Writers extends Table<Writer, Long> {
            public final Column<Long> id = autoId();
            public final Column<String> name = text().unique();
            public final Column<@Nullable String> email = text().nullable();

            Writers() {
                super(Writer::new);
            }
        }
    }

    // region model
    public static class Article extends Model<Long> {
        public static final Articles ARTICLE = new Articles();

        public static class Articles extends Table<Article, Long> {
            public final Column<Long> id = autoId();
            public final ForeignKey<Article, Writer, Long> writer = foreignKey(Writer.class);
            public final Column<String> title = text();
            public final Column<@Nullable String> slug = text().nullable();
            public final Column<Integer> version = integer().version();
            public final Column<LocalDateTime> changedAt = datetime().onWrite(LocalDateTime::now);

            Articles() {
                super(Article::new);
            }
        }

        @Override
        protected void beforeSave() {
            if (changed(ARTICLE.title)) {
                set(ARTICLE.slug, get(ARTICLE.title).toLowerCase(Locale.ROOT).replace(' ', '-'));
            }
        }

        @Override
        protected void validate(Problems problems) {
            if (changed(ARTICLE.title) && get(ARTICLE.title).isBlank()) {
                problems.add(ARTICLE.title, "is blank");
            }
        }

        @Override
        protected void afterCommit() {
            PUBLISHED.add(get(ARTICLE.title)); // a message, a cache: never of what was rolled back
        }
    }

    // endregion

    public static class Comment extends Model<Long> {
        public static final Comments COMMENT = new Comments();

        public static class Comments extends Table<Comment, Long> {
            public final Column<Long> id = autoId();
            public final ForeignKey<Comment, Article, Long> article = foreignKey(Article.class);
            public final ForeignKey<Comment, @Nullable Writer, @Nullable Long> by =
                    foreignKey(Writer.class).nullable();

            Comments() {
                super(Comment::new);
            }
        }
    }

    static Writer save() {
        // region save
        Writer writer = new Writer();
        writer.set(WRITER.name, "ursula");
        writer.save(); // INSERT, and the key is there
        writer.set(WRITER.name, "Ursula");
        writer.set(WRITER.email, "u@x");
        writer.save(WRITER.name); // this column only
        List<Column<?>> left = writer.changed();
        writer.save(); // what is left
        writer.save(); // nothing: 0
        // endregion
        return left.equals(List.of(WRITER.email)) ? writer : new Writer();
    }

    static Article refresh(Writer writer) {
        // region refresh
        Article article =
                ARTICLE.create(ARTICLE.writer.to(writer), ARTICLE.title.to("On the left hand"));
        ARTICLE.update(ARTICLE.title.to("The Left Hand")).where(ARTICLE.id.eq(1L)).execute();
        article.refresh();
        Article another = ARTICLE.copy(article); // a new row, not stored
        // endregion
        return another.persisted() ? another : article;
    }

    static boolean stale() {
        // region stale
        Article mine = ARTICLE.get(1L);
        Article theirs = ARTICLE.get(1L);
        theirs.set(ARTICLE.title, "Theirs");
        theirs.save();
        mine.set(ARTICLE.title, "Mine");
        try {
            mine.save();
        } catch (StaleRowException e) {
            mine.refresh();
            mine.set(ARTICLE.title, "Theirs, and mine");
            mine.save();
        }
        // endregion
        return mine.get(ARTICLE.version) == 4;
    }

    static void lost() {
        Article mine = ARTICLE.get(1L);
        ARTICLE.update(ARTICLE.title.to("Theirs")).all().execute();
        mine.set(ARTICLE.title, "Mine");
        mine.save();
    }

    static boolean ensured() {
        // region ensured
        Ensured<Writer> found =
                WRITER.getOrCreate(List.of(WRITER.name.to("Doris")), WRITER.email.to("d@x"));
        Writer doris = found.row();
        boolean isNew = found.created();
        WRITER.updateOrCreate(List.of(WRITER.name.to("Doris")), WRITER.email.to("doris@x"));
        // endregion
        return isNew && doris.persisted();
    }

    static List<Writer> bulk() {
        // region bulk
        List<Writer> writers = new ArrayList<>();
        for (String name : List.of("Octavia", "Joanna")) {
            Writer writer = new Writer();
            writer.set(WRITER.name, name);
            writers.add(writer);
        }
        WRITER.bulkCreate(writers); // keys are filled in
        for (Writer writer : writers) {
            writer.set(WRITER.email, writer.get(WRITER.name) + "@x");
        }
        WRITER.bulkUpdate(writers, WRITER.email);
        // endregion
        return writers;
    }

    static List<DeletePlan.Step> plan(Writer writer) {
        // region plan
        DeletePlan plan = writer.deletePlan();
        List<DeletePlan.Step> steps = plan.steps();
        // endregion
        return steps;
    }

    static int delete(Writer writer) {
        // region delete
        int rows = writer.deleteRecursive(); // the plan, carried out in one transaction
        // endregion
        return rows;
    }

    static Database open() {
        Database db = Database.sqliteInMemory();
        return db.bind(WRITER, ARTICLE, COMMENT).createTables(WRITER, ARTICLE, COMMENT);
    }
}
