package dev.kinglet.web;

import static tour.Models.Tweet.TWEET;

import dev.kinglet.query.Select;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tour.Models.Tweet;

/** Pages of every kind as they are called from Java; a spec asserts what comes back. */
final class PagesCaller {
    private PagesCaller() {}

    static List<String> run(String number, CursorKeys keys, Duration age) throws NotFound {
        Select<Tweet> newest = TWEET.select().orderBy(TWEET.timestamp.desc());
        Pages<Tweet> pages = Pages.of(newest).size(2);
        List<String> all = new ArrayList<>();
        all.add(counted(pages.number(number)));
        all.add(counted(pages.capped(5).number(number)));
        Page<Tweet> estimated = pages.estimated().number(1);
        all.add(contents(estimated.items()) + (estimated.total().rows() > 2 ? " ~" : ""));
        Page<Tweet> first = pages.cached(keys, age).number(null, null);
        String counted = first.request(2).parameters().get("counted");
        all.add(counted(pages.cached(keys, age).number(number, counted)));
        UncountedPage<Tweet> uncounted = pages.uncounted().number(number);
        all.add(contents(uncounted.items()));
        Keyset<Tweet> keyset = pages.keyset(keys.expiringAfter(age).encrypted()).principal("huey");
        KeysetPage<Tweet> page = keyset.at(keyset.at(null).nextCursor());
        all.add(contents(page.items()));
        all.add(pages.stream().map(PagesCaller::contents).collect(Collectors.joining(" | ")));
        all.add(contents(keyset.from(TWEET.content.eq("1")).items()));
        all.add(contents(pages.holding(TWEET.content.eq("2")).items()));
        try {
            keyset.at("x");
        } catch (BadCursor e) {
            all.add("no cursor: " + e.reason() + " " + e.status());
        }
        return all;
    }

    private static String counted(Page<Tweet> page) {
        return contents(page.items()) + " of " + page.total();
    }

    private static String contents(List<Tweet> tweets) {
        return tweets.stream().map(Tweet::getContent).collect(Collectors.joining(" "));
    }
}
