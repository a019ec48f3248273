package guide;

import static guide.Searching.Article.ARTICLE;
import static guide.Searching.Mail.MAIL;

import dev.kinglet.Database;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.SearchText;
import dev.kinglet.expr.TsQuery;
import dev.kinglet.model.Column;
import dev.kinglet.model.Fts5Table;
import dev.kinglet.model.Model;
import dev.kinglet.model.SearchColumn;
import dev.kinglet.model.SearchIndex;
import dev.kinglet.model.SearchMatch;
import dev.kinglet.model.Table;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The regions of the page on searching, in Java. */
public final class Searching {
    private Searching() {}

    // region declare
    public static class Article extends Model<Long> {
        public static final Articles ARTICLE = new Articles();

        public static class Articles extends Table<Article, Long> {
            public final Column<Long> id = autoId();
            public final Column<String> title = varchar(200);
            public final Column<String> body = text();
            public final SearchIndex search = search(title.weight(4), body).language("english");

            Articles() {
                super(Article::new);
            }
        }
    }

    // endregion

    // region fts5
    public static class Mail extends Model<Long> {
        public static final Mails MAIL = new Mails();

        public static class Mails extends Fts5Table<Mail> {
            public final Column<String> subject = text();
            public final Column<String> body = text();
            public final Column<String> folder = unindexed();

            Mails() {
                super(Mail::new);
                tokenizer("trigram");
            }
        }
    }

    // endregion

    // region tsvector
    public static class Page extends Model<Long> {
        public static final Pages PAGE = new Pages();

        public static class Pages extends Table<Page, Long> {
            public final Column<Long> id = autoId();
            public final Column<String> title = text();
            public final Column<@Nullable String> body = text().nullable();
            public final SearchColumn words = tsvector("english", title.weight(2), body);

            Pages() {
                super(Page::new);
            }
        }
    }

    // endregion

    static List<Article> find(String typed) {
        // region find
        List<Article> articles = ARTICLE.where(ARTICLE.search.matches(typed)).list();
        // endregion
        return articles;
    }

    static List<String> page(String typed, long page) {
        // region page
        SearchMatch match = ARTICLE.search.matches(typed);
        Expr<Double> rank = match.rank().as("rank");
        Expr<@Nullable String> snippet =
                match.htmlSnippet(ARTICLE.body, "<mark>", "</mark>", "…", 12);
        List<Article> found =
                ARTICLE.select(ARTICLE.id, ARTICLE.title, snippet, rank)
                        .where(match)
                        .orderBy(rank.desc(), ARTICLE.id)
                        .limit(20)
                        .offset(20 * page)
                        .list();
        List<String> lines =
                found.stream().map(a -> a.get(ARTICLE.title) + ": " + a.get(snippet)).toList();
        // endregion
        return lines;
    }

    static long typing(String typed) {
        // region typing
        long found = ARTICLE.where(ARTICLE.search.matches(SearchText.prefix(typed))).count();
        // endregion
        return found;
    }

    static List<String> existing(Database db) {
        // region existing
        List<String> sql = db.schema().createSearch(ARTICLE.search).sql();
        db.schema().createSearch(ARTICLE.search).execute();
        // endregion
        ARTICLE.search.rebuild();
        return sql;
    }

    static List<String> mails() {
        // region mails
        List<String> subjects =
                MAIL.where(MAIL.match("subject : invoice NOT draft"), MAIL.folder.eq("inbox"))
                        .orderBy(MAIL.bm25(MAIL.subject.weight(3)))
                        .values(MAIL.subject);
        MAIL.optimize();
        // endregion
        return subjects;
    }

    static List<Page> pages() {
        // region pages
        TsQuery query = TsQuery.websearch("\"fat cats\" or rats");
        List<Page> pages =
                Page.PAGE
                        .where(Page.PAGE.words.match(query))
                        .orderBy(Page.PAGE.words.rankCd(query).desc(), Page.PAGE.id)
                        .list();
        // endregion
        return pages;
    }

    static void refused(Database db) {
        // region refused
        db.createTables(MAIL); // a database of PostgreSQL
        // endregion
    }
}
