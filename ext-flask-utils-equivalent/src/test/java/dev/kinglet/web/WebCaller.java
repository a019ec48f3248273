package dev.kinglet.web;

import static tour.Models.Tweet.TWEET;
import static tour.Models.User.USER;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import tour.Models.Tweet;
import tour.Models.User;

/** Lists as they are called from Java; a spec asserts what comes back. */
@NullMarked
final class WebCaller {
    static final Listing TWEETS =
            Listing.of(2)
                    .maxSize(50)
                    .names(ParameterNames.USUAL)
                    .sort("newest", TWEET.timestamp.desc())
                    .sort("content", TWEET.content)
                    .filter("author", USER.username)
                    .filter("email", USER.email)
                    .filter("since", LocalDate.class, day -> TWEET.timestamp.ge(day.atStartOfDay()))
                    .filterAll("id", Long.class, ids -> TWEET.id.in(ids))
                    .filter("q", text -> TWEET.content.contains(text))
                    .onBadInput(BadInput.REFUSE)
                    .onBeyondLast(BadInput.NOT_FOUND);

    private WebCaller() {}

    static List<String> list(Map<String, String[]> parameters) {
        ListRequest request = TWEETS.read(Parameters.of(parameters));
        List<String> contents = new ArrayList<>();
        for (Tweet tweet : request.page(TWEET.select().join(USER))) {
            contents.add(tweet.getContent());
        }
        return contents;
    }

    static String answer(Parameters parameters) {
        try {
            ListRequest request = TWEETS.read(parameters);
            return request.page(request.pages(TWEET.select().join(USER)).capped(1000)).toString();
        } catch (BadRequest e) {
            Problem.@Nullable Answer answer = Problem.answer(e, "application/json");
            return e.status() + " " + e.parameter() + " " + (answer != null);
        }
    }

    static User one(String username) throws NotFound {
        User user = Web.getOneOrNotFound(USER, USER.username.eq(username));
        if (user.getUsername().isEmpty()) {
            throw NotFound.of("User");
        }
        return Web.getOneOrNotFound(USER.where(USER.username.eq(username)));
    }
}
