package guide;

import static tour.Models.Tweet.TWEET;
import static tour.Models.User.USER;

import dev.kinglet.query.Select;
import dev.kinglet.web.BadCursor;
import dev.kinglet.web.CursorKeys;
import dev.kinglet.web.Keyset;
import dev.kinglet.web.KeysetPage;
import dev.kinglet.web.NotFound;
import dev.kinglet.web.Page;
import dev.kinglet.web.Pages;
import dev.kinglet.web.Total;
import dev.kinglet.web.UncountedPage;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import tour.Models.Tweet;

/** The regions of the page on pagination, in Java. */
@NullMarked
public final class Paging {
    private Paging() {}

    static Page<Tweet> number(@Nullable String text) {
        // region number
        Select<Tweet> newest = TWEET.select(TWEET, USER).join(USER).orderBy(TWEET.timestamp.desc());
        Page<Tweet> page =
                Pages.of(newest).size(20).number(text); // "3", "x", null, 40 digits: a page
        page.items();
        page.number();
        page.total();
        page.totalPages();
        page.window(5); // the numbers to offer: [1, 2, 3, 4, 5]
        page.next(); // what the address of the next page says: page=4; null on the last
        // endregion
        return page;
    }

    static List<Total> totals(Select<Tweet> newest, CursorKeys keys) {
        Pages<Tweet> pages = Pages.of(newest).size(20);
        // region totals
        Page<Tweet> exact = pages.number(2);
        Page<Tweet> capped = pages.capped(100).number(2); // counts no further than 100
        Page<Tweet> estimated = pages.estimated().number(2); // PostgreSQL's planner is asked
        Page<Tweet> first = pages.cached(keys, Duration.ofMinutes(5)).number(null, null);
        String counted = first.request(2).parameters().get("counted"); // it travels in the links
        Page<Tweet> cached = pages.cached(keys, Duration.ofMinutes(5)).number("2", counted);
        // endregion
        return List.of(exact.total(), capped.total(), estimated.total(), cached.total());
    }

    static UncountedPage<Tweet> uncounted(Select<Tweet> newest) {
        // region uncounted
        UncountedPage<Tweet> page = Pages.of(newest).size(20).uncounted().number(2);
        page.hasNext(); // there is no total() to ask for
        // endregion
        return page;
    }

    static CursorKeys keys(byte[] secret, byte[] lastYears) {
        // region keys
        CursorKeys keys =
                CursorKeys.of("2026", secret) // signs
                        .andOlder("2025", lastYears) // still verifies what it signed
                        .expiringAfter(Duration.ofDays(30));
        // endregion
        return keys;
    }

    static KeysetPage<Tweet> cursor(CursorKeys keys, @Nullable String cursor) {
        // region cursor
        Keyset<Tweet> newest =
                Pages.of(TWEET.select().orderBy(TWEET.timestamp.desc())).size(20).keyset(keys);
        KeysetPage<Tweet> page = newest.at(cursor); // null or "" is the first page
        page.items();
        page.nextCursor(); // null on the last page
        page.previousCursor(); // null on the first
        // endregion
        return page;
    }

    static KeysetPage<Tweet> nulls(CursorKeys keys, @Nullable String cursor) {
        // region nulls
        Select<Tweet> byEmail =
                TWEET.select().join(USER).orderBy(USER.email.asc(), TWEET.timestamp.desc());
        KeysetPage<Tweet> page = Pages.of(byEmail).size(20).keyset(keys).at(cursor);
        // endregion
        return page;
    }

    static @Nullable String bad(CursorKeys keys, String cursor) {
        // region bad
        try {
            Pages.of(TWEET.select()).keyset(keys).at(cursor);
        } catch (BadCursor e) {
            return e.status() + " " + e.reason();
        }
        // endregion
        return null;
    }

    static KeysetPage<Tweet> own(CursorKeys keys, String user, @Nullable String cursor) {
        // region principal
        KeysetPage<Tweet> page =
                Pages.of(TWEET.select().orderBy(TWEET.content))
                        .keyset(keys.encrypted()) // what it is sorted by cannot be read
                        .principal(user) // and nobody else can use it
                        .at(cursor);
        // endregion
        return page;
    }

    static Page<Tweet> holding(Select<Tweet> newest, long id, CursorKeys keys) throws NotFound {
        // region holding
        Page<Tweet> numbered = Pages.of(newest).size(20).holding(TWEET.id.eq(id));
        KeysetPage<Tweet> cut =
                Pages.of(newest).size(20).keyset(keys).from(TWEET.id.eq(id)); // begins with it
        // endregion
        return cut.items().isEmpty() ? Pages.of(newest).number(1) : numbered;
    }

    static int all() {
        int[] rows = {0};
        // region all
        Pages.of(TWEET.select()).size(100).stream().forEach(page -> rows[0] += page.size());
        // endregion
        return rows[0];
    }
}
