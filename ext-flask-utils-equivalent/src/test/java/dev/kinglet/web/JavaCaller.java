package dev.kinglet.web;

import static tour.Models.Tweet.TWEET;
import static tour.Models.User.USER;

import java.util.ArrayList;
import java.util.List;
import tour.Models.Tweet;
import tour.Models.User;

/** The module as it is called from Java; a spec asserts what comes back. */
final class JavaCaller {
    private JavaCaller() {}

    static List<String> messages(String username, String page) throws NotFound {
        User user = Web.getOrNotFound(USER, USER.username.eq(username));
        Page<Tweet> tweets =
                Pages.of(user.tweets().orderBy(TWEET.timestamp.desc())).size(2).number(page);
        List<String> messages = new ArrayList<>();
        for (Tweet tweet : tweets) {
            messages.add(tweet.getContent());
        }
        return messages;
    }

    static String byKey(long id) {
        try {
            return Web.getOrNotFound(USER, id).getUsername();
        } catch (NotFound e) {
            return e.status() + " " + e.getMessage();
        }
    }

    static String byQuery(String username) throws NotFound {
        return Web.getOrNotFound(USER.where(USER.username.startsWith(username))).getUsername();
    }
}
