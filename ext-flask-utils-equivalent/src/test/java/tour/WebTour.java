package tour;

import static tour.Models.Tweet.TWEET;
import static tour.Models.User.USER;

import dev.kinglet.web.CursorKeys;
import dev.kinglet.web.KeysetPage;
import dev.kinglet.web.NotFound;
import dev.kinglet.web.Page;
import dev.kinglet.web.Pages;
import dev.kinglet.web.Web;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import tour.Models.Tweet;
import tour.Models.User;

/** The tour of this module, as it is written in the design: its region of ExtensionsTour. */
@NullMarked
public final class WebTour {

    public void web(String pageParam, @Nullable String cursorParam, CursorKeys keys)
            throws NotFound {
        User user =
                Web.getOrNotFound(
                        USER,
                        USER.username.eq("huey")); // NotFound, which every adapter maps to 404

        Page<Tweet> page =
                Pages.of(user.tweets().orderBy(TWEET.timestamp.desc())).size(20).number(pageParam);
        page.items();
        page.number(); // counts from 1; "x", "-1" and 40 digits end on a page, never in an
        // error 500
        page.totalPages();
        page.window(5); // the page numbers to show: [2, 3, 4, 5, 6]

        // Keyset: as fast on page 100,000 as on page 1, and stable while rows are inserted. The
        // cursor is signed.
        KeysetPage<Tweet> next =
                Pages.of(TWEET.select().orderBy(TWEET.timestamp.desc()))
                        .size(20)
                        .keyset(keys)
                        .at(cursorParam);
        next.items();
        next.nextCursor();
        next.previousCursor();
    }
}
