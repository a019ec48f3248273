package dev.kinglet.examples.twitter;

import static dev.kinglet.examples.twitter.Models.Favorite.FAVORITE;
import static dev.kinglet.examples.twitter.Models.Tweet.TWEET;
import static dev.kinglet.examples.twitter.Models.User.USER;

import dev.kinglet.Database;
import dev.kinglet.examples.twitter.Models.Tweet;
import dev.kinglet.examples.twitter.Models.User;
import java.time.LocalDateTime;

/** Three users and what they say, so that the first page is not empty. */
final class Seeds {
    /** The password of all three; the log-in page tells it. */
    static final String PASSWORD = "birdsong";

    private Seeds() {}

    static void plant(Database db) {
        db.atomic(
                transaction -> {
                    if (USER.select().exists()) {
                        return;
                    }
                    User huey = user("huey");
                    User mickey = user("mickey");
                    User zaizee = user("zaizee");
                    LocalDateTime now = LocalDateTime.now();
                    Tweet meow = tweet(huey, "meow", now.minusMinutes(50));
                    tweet(mickey, "woof", now.minusMinutes(40));
                    tweet(huey, "hiss", now.minusMinutes(30));
                    Tweet whine = tweet(mickey, "whine", now.minusMinutes(20));
                    Tweet purr = tweet(huey, "purr", now.minusMinutes(10));
                    follow(huey, mickey);
                    follow(mickey, huey);
                    follow(zaizee, huey);
                    favorite(huey, whine);
                    favorite(mickey, purr);
                    favorite(zaizee, meow);
                    favorite(zaizee, purr);
                });
    }

    private static User user(String name) {
        return USER.create(USER.username.to(name), USER.passwordHash.to(Passwords.hash(PASSWORD)));
    }

    private static Tweet tweet(User user, String content, LocalDateTime time) {
        return TWEET.create(
                TWEET.user.to(user), TWEET.content.to(content), TWEET.timestamp.to(time));
    }

    private static void follow(User from, User to) {
        from.following().add(to);
    }

    private static void favorite(User user, Tweet tweet) {
        FAVORITE.create(FAVORITE.user.to(user), FAVORITE.tweet.to(tweet));
    }
}
