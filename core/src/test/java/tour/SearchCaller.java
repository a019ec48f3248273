package tour;

import static dev.kinglet.fixtures.Articles.Article.ARTICLE;
import static dev.kinglet.fixtures.Articles.Note.NOTE;
import static dev.kinglet.fixtures.Articles.Page.PAGE;
import static dev.kinglet.fixtures.Articles.Post.POST;

import dev.kinglet.Database;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Fn;
import dev.kinglet.expr.SearchText;
import dev.kinglet.expr.TsQuery;
import dev.kinglet.fixtures.Articles.Article;
import dev.kinglet.fixtures.Articles.Note;
import dev.kinglet.model.Fts5Vocabulary;
import dev.kinglet.model.SearchIndex;
import dev.kinglet.model.SearchMatch;
import dev.kinglet.model.Table;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Searching, from Java. */
public final class SearchCaller {
    private SearchCaller() {}

    public static List<String> both(String typed) {
        SearchMatch match = ARTICLE.search.matches(typed);
        Expr<Double> rank = match.rank().as("rank");
        Expr<@Nullable String> snippet = match.snippet(ARTICLE.body, "[", "]", "…", 8);
        Expr<@Nullable String> title = match.highlight(ARTICLE.title, "[", "]");
        Expr<@Nullable String> html = match.htmlSnippet(ARTICLE.body, "<b>", "</b>", "…", 8);
        Expr<@Nullable String> whole = match.htmlHighlight(ARTICLE.title, "<b>", "</b>");
        List<String> lines = new ArrayList<>();
        for (Article row :
                ARTICLE.select(ARTICLE, rank, snippet, title, html, whole)
                        .where(match)
                        .orderBy(rank.desc(), ARTICLE.id)
                        .list()) {
            lines.add(
                    String.join(
                            " | ",
                            String.valueOf(row.get(title)),
                            String.valueOf(row.get(snippet)),
                            String.valueOf(row.get(html)),
                            String.valueOf(row.get(whole)),
                            row.get(rank) > 0 ? "found" : "not found"));
        }
        return lines;
    }

    public static long forms() {
        Table<Article, Long> other = ARTICLE.alias("other");
        return ARTICLE.where(ARTICLE.search.matches(SearchText.words("cats"))).count()
                + ARTICLE.where(ARTICLE.search.matches(SearchText.phrase("big cats"))).count()
                + ARTICLE.where(ARTICLE.search.matches(SearchText.prefix("big ca"))).count()
                + other.where(ARTICLE.search.of(other).matches(SearchText.web("cats"))).count();
    }

    public static String declared(Database db) {
        SearchIndex words = POST.words;
        words.rebuild();
        words.optimize();
        db.schema().dropSearch(words).execute();
        db.schema().createSearch(words).execute();
        return words.name() + " " + words.language() + " " + words.parts().size() + " " + words;
    }

    public static List<String> fts5() {
        Condition found = NOTE.match("cat* NOT bird").and(NOTE.matches("cats -dog"));
        List<String> titles =
                new ArrayList<>(
                        NOTE.where(found)
                                .orderBy(NOTE.rank(), NOTE.bm25(NOTE.title.weight(2)))
                                .values(NOTE.title));
        Note note = NOTE.where(NOTE.match(NOTE.title, "cats")).get();
        NOTE.rebuild();
        NOTE.optimize();
        NOTE.integrityCheck();
        NOTE.command("merge", 16);
        NOTE.command("rebuild");
        Fts5Vocabulary words = NOTE.vocabulary();
        titles.add(note.get(NOTE.rowid) + " " + words.where(words.places.ge(1L)).count());
        titles.addAll(
                NOTE.where(NOTE.matches(SearchText.web("cats")))
                        .values(NOTE.highlight(NOTE.title, "<", ">").coalesce("")));
        titles.addAll(
                NOTE.where(NOTE.match("cats"))
                        .values(NOTE.snippet(NOTE.title, "<", ">", "", 3).coalesce("")));
        return titles;
    }

    public static long postgres() {
        TsQuery query = TsQuery.plain("cats");
        return PAGE.where(PAGE.vector.match("cats")).count()
                + PAGE.where(PAGE.vector.match(TsQuery.phrase("fat cats"))).count()
                + PAGE.where(PAGE.vector.match(TsQuery.websearch("cats"))).count()
                + PAGE.where(PAGE.vector.match(TsQuery.parse("cat & fat").language("english")))
                        .orderBy(PAGE.vector.rank(query).desc(), PAGE.vector.rankCd(query))
                        .values(PAGE.vector.headline(PAGE.title, query, "MaxWords=5, MinWords=1"))
                        .size()
                + PAGE.where(Fn.match(query.language("english"), PAGE.title, PAGE.body)).count();
    }
}
