package tour;

import static tour.Models.Category.CATEGORY;
import static tour.Models.Favorite.FAVORITE;
import static tour.Models.Relationship.RELATIONSHIP;
import static tour.Models.Tweet.TWEET;
import static tour.Models.TweetTag.TWEET_TAG;
import static tour.Models.User.USER;

import java.time.LocalDateTime;
import java.util.List;
import tour.Models.Category;
import tour.Models.Tweet;
import tour.Models.User;

/** The rows of the seed documents: who tweeted what, who likes it, who follows whom. */
public final class Seeds {
    private static final LocalDateTime START = LocalDateTime.of(2026, 1, 1, 12, 0);

    private Seeds() {}

    /**
     * Three users with ids 1 to 3, five tweets with ids 1 to 5, favorites, relationships and a
     * small tree.
     */
    public static void sow() {
        User huey = USER.create(USER.username.to("huey"));
        User mickey = USER.create(USER.username.to("mickey"));
        User zaizee = USER.create(USER.username.to("zaizee"));
        Tweet meow = tweet(huey, "meow", 0);
        Tweet hiss = tweet(huey, "hiss", 1);
        tweet(huey, "purr", 2);
        Tweet woof = tweet(mickey, "woof", 3);
        tweet(mickey, "whine", 4);
        favorite(mickey, meow);
        favorite(zaizee, meow);
        favorite(zaizee, hiss);
        favorite(huey, woof);
        for (User from : List.of(huey, mickey)) {
            RELATIONSHIP.create(RELATIONSHIP.fromUser.to(from), RELATIONSHIP.toUser.to(zaizee));
        }
        RELATIONSHIP.create(RELATIONSHIP.fromUser.to(zaizee), RELATIONSHIP.toUser.to(huey));
        Category root = CATEGORY.create(CATEGORY.name.to("root"));
        Category left = CATEGORY.create(CATEGORY.name.to("left"), CATEGORY.parent.to(root));
        CATEGORY.create(CATEGORY.name.to("leaf"), CATEGORY.parent.to(left));
    }

    /** Two users and their five tweets. */
    public static void sowTweets() {
        User huey = USER.create(USER.username.to("huey"));
        User mickey = USER.create(USER.username.to("mickey"));
        tweet(huey, "meow", 0);
        tweet(huey, "hiss", 1);
        tweet(huey, "purr", 2);
        tweet(mickey, "woof", 3);
        tweet(mickey, "whine", 4);
    }

    /** One user with one tweet that is tagged, for what looks a composite key up. */
    public static void sowTagged() {
        User seed = USER.create(USER.username.to("seed"));
        Tweet tweet = tweet(seed, "kept", 0);
        TWEET_TAG.create(TWEET_TAG.tweet.to(tweet), TWEET_TAG.tag.to("cats"));
    }

    public static Tweet tweet(User user, String content, int minutes) {
        return TWEET.create(
                TWEET.user.to(user),
                TWEET.content.to(content),
                TWEET.timestamp.to(START.plusMinutes(minutes)));
    }

    private static void favorite(User user, Tweet tweet) {
        FAVORITE.create(FAVORITE.user.to(user), FAVORITE.tweet.to(tweet));
    }
}
