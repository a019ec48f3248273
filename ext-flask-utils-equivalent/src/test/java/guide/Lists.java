package guide;

import static tour.Models.Tweet.TWEET;
import static tour.Models.User.USER;

import dev.kinglet.type.Json;
import dev.kinglet.web.BadInput;
import dev.kinglet.web.CursorKeys;
import dev.kinglet.web.KeysetPage;
import dev.kinglet.web.Links;
import dev.kinglet.web.ListRequest;
import dev.kinglet.web.Listing;
import dev.kinglet.web.Nav;
import dev.kinglet.web.NavLabels;
import dev.kinglet.web.NotFound;
import dev.kinglet.web.ObjectList;
import dev.kinglet.web.Page;
import dev.kinglet.web.PageJson;
import dev.kinglet.web.PageLink;
import dev.kinglet.web.Parameters;
import dev.kinglet.web.Problem;
import dev.kinglet.web.Template;
import dev.kinglet.web.Web;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import tour.Models.Tweet;
import tour.Models.User;

/** The regions of the page on lists, in Java. */
@NullMarked
public final class Lists {
    private Lists() {}

    // region declare
    static final Listing TWEETS =
            Listing.of(20) // rows a page; the address may ask for up to 100
                    .sort("newest", TWEET.timestamp.desc()) // the first is the usual one
                    .sort("content", TWEET.content)
                    .filter("author", USER.username)
                    .filter("since", LocalDate.class, day -> TWEET.timestamp.ge(day.atStartOfDay()))
                    .filterAll("id", Long.class, ids -> TWEET.id.in(ids))
                    .filter("q", text -> TWEET.content.contains(text));

    // endregion

    static Page<Tweet> read(String queryString) {
        // region read
        ListRequest request = TWEETS.read(Parameters.parse(queryString));
        Page<Tweet> page = request.page(TWEET.select(TWEET, USER).join(USER));
        // endregion
        return page;
    }

    // region api
    static final Listing API =
            TWEETS.maxSize(500).onBadInput(BadInput.REFUSE).onBeyondLast(BadInput.NOT_FOUND);

    // endregion

    static KeysetPage<Tweet> keyset(ListRequest request, CursorKeys keys) {
        // region keyset
        KeysetPage<Tweet> page =
                request.page(request.pages(TWEET.select(TWEET, USER).join(USER)).keyset(keys));
        // endregion
        return page;
    }

    static List<String> links(ListRequest request, Page<Tweet> page) {
        // region links
        Links links = request.links("/tweets");
        String next = links.relations(page).get("next");
        String byContent = links.with("sort", "content"); // begins at page 1
        String everything = links.without("q");
        String header = links.absolute("https://example.org").header(page);
        // endregion
        return List.of(String.valueOf(next), byContent, everything, header);
    }

    static String numbers(Links links, Page<Tweet> page) {
        StringBuilder shown = new StringBuilder();
        // region numbers
        for (PageLink link : links.pages(page, 7)) {
            shown.append(
                    link.gap()
                            ? "… "
                            : link.current() ? "[" + link.number() + "] " : link.number() + " ");
        }
        // endregion
        return shown.toString().strip();
    }

    static String nav(Links links, Page<Tweet> page) {
        // region nav
        String html = Nav.bootstrap().html(page, links);
        // endregion
        return html;
    }

    static Nav german() {
        // region labels
        Nav nav =
                Nav.plain()
                        .slots(9)
                        .labels(new NavLabels("Seiten", "Zurück", "Weiter", "Seite {0}", "…"));
        // endregion
        return nav;
    }

    static List<Map<String, Object>> json(Links links, Page<Tweet> page) {
        // region json
        Page<String> contents = page.map(Tweet::getContent);
        Map<String, Object> plain = PageJson.plain(contents, links);
        Map<String, Object> hal = PageJson.hal(contents, links, "tweets");
        Map<String, Object> jsonApi =
                PageJson.jsonApi(
                        page,
                        links,
                        "tweets",
                        tweet -> String.valueOf(tweet.id()),
                        tweet -> Map.of("content", tweet.getContent()));
        Map<String, Object> relay = PageJson.relay(page, tweet -> String.valueOf(tweet.id()));
        // endregion
        return List.of(plain, hal, jsonApi, relay);
    }

    static String resource(Listing listing, Parameters parameters) {
        // region resource
        ListRequest request = listing.read(parameters);
        Page<Map<String, Object>> rows =
                request.page(TWEET.select())
                        .map(tweet -> Map.of("id", tweet.id(), "content", tweet.getContent()));
        String json = Json.write(PageJson.plain(rows, request.links("/api/tweets")));
        // endregion
        return json;
    }

    static String objectList(Template engine, User user, Parameters parameters) {
        // region objectList
        ObjectList lists = ObjectList.of(engine).nav(Nav.bootstrap()); // once an application

        String html =
                lists.listing(TWEETS)
                        .render(
                                "tweets.peb",
                                user.tweets().select(TWEET, USER).join(USER),
                                "/users/huey",
                                parameters,
                                Map.of("title", user.getUsername()));
        // endregion
        return html;
    }

    static User notFound(String name) throws NotFound {
        // region notFound
        User user = Web.getOneOrNotFound(USER, USER.username.eq(name));
        // endregion
        return user;
    }

    static Problem.@Nullable Answer answer(Throwable thrown, @Nullable String accept) {
        // region answer
        Problem.@Nullable Answer answer = Problem.answer(thrown, accept);
        // endregion
        return answer;
    }
}
