package dev.kinglet.examples.twitter;

import static dev.kinglet.examples.twitter.Models.Relationship.RELATIONSHIP;
import static dev.kinglet.examples.twitter.Models.Tweet.TWEET;
import static dev.kinglet.examples.twitter.Models.User.USER;

import dev.kinglet.examples.twitter.Models.Tweet;
import dev.kinglet.examples.twitter.Models.User;
import dev.kinglet.expr.Condition;
import dev.kinglet.query.Select;
import dev.kinglet.web.NotFound;
import dev.kinglet.web.Page;
import dev.kinglet.web.Pages;
import dev.kinglet.web.Web;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Map;
import java.util.Objects;

/** Reading, writing, following. Each list is one query for its rows and one for their number. */
final class Timelines {
    private static final int LONGEST = 280;

    /** The private timeline: those whom I follow. Visitors get the public one. */
    void home(Context ctx) {
        User me = Visitor.of(ctx).user();
        if (me == null) {
            everyone(ctx);
            return;
        }
        Page<Tweet> page = page(ctx, Tweet.timeline().where(TWEET.user.in(me.following())));
        ctx.render("home", Map.of("page", page));
    }

    void everyone(Context ctx) {
        ctx.render("public", Map.of("page", page(ctx, Tweet.timeline())));
    }

    void users(Context ctx) {
        ctx.render("users", Map.of("page", page(ctx, USER.select().orderBy(USER.username))));
    }

    void profile(Context ctx) throws NotFound {
        // The user, and in the same row whether the visitor follows them.
        Condition byVisitor = RELATIONSHIP.fromUser.key().eq(Visitor.of(ctx).id());
        Select<User> named =
                USER.select(USER, RELATIONSHIP)
                        .leftJoin(RELATIONSHIP, RELATIONSHIP.toUser.eq(USER).and(byVisitor))
                        .where(USER.username.eq(ctx.pathParam("name")));
        User user = Web.getOrNotFound(named);
        boolean followed = user.joined(RELATIONSHIP) != null;
        Page<Tweet> page = page(ctx, Tweet.timeline().where(TWEET.user.eq(user)));
        ctx.render("profile", Map.of("user", user, "followed", followed, "page", page));
    }

    void tweetForm(Context ctx, User me) {
        ctx.render("create", Map.of());
    }

    void tweet(Context ctx, User me) {
        String content = Objects.requireNonNullElse(ctx.formParam("content"), "").strip();
        int length = content.codePointCount(0, content.length());
        if (length == 0 || length > LONGEST) {
            String why =
                    length == 0
                            ? "Write something first."
                            : "This has " + length + " characters; " + LONGEST + " is the most.";
            ctx.status(HttpStatus.UNPROCESSABLE_CONTENT);
            ctx.render("create", Map.of("content", content, "errors", Map.of("content", why)));
            return;
        }
        TWEET.create(TWEET.user.to(me), TWEET.content.to(content));
        Visitor.of(ctx).flash("Your message is published.");
        toProfile(ctx, me);
    }

    void follow(Context ctx, User me) throws NotFound {
        User user = named(ctx);
        if (user.equals(me)) {
            Visitor.of(ctx).flash("You cannot follow yourself.");
            toProfile(ctx, user);
            return;
        }
        me.following().add(user); // if I do already, nothing happens
        Visitor.of(ctx).flash("You follow " + user.getUsername() + ".");
        toProfile(ctx, user);
    }

    void unfollow(Context ctx, User me) throws NotFound {
        User user = named(ctx);
        me.following().remove(user);
        Visitor.of(ctx).flash("You no longer follow " + user.getUsername() + ".");
        toProfile(ctx, user);
    }

    private static User named(Context ctx) throws NotFound {
        return Web.getOrNotFound(USER, USER.username.eq(ctx.pathParam("name")));
    }

    private static <M> Page<M> page(Context ctx, Select<M> query) {
        return Pages.of(query).size(20).number(ctx.queryParam("page"));
    }

    private static void toProfile(Context ctx, User user) {
        ctx.redirect("/users/" + user.getUsername(), HttpStatus.SEE_OTHER);
    }
}
