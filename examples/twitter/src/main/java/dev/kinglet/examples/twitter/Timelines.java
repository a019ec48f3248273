package dev.kinglet.examples.twitter;

import static dev.kinglet.examples.twitter.Models.Message.MESSAGE;
import static dev.kinglet.examples.twitter.Models.Reaction.REACTION;
import static dev.kinglet.examples.twitter.Models.Relationship.RELATIONSHIP;
import static dev.kinglet.examples.twitter.Models.User.USER;
import static dev.kinglet.expr.Fn.count;
import static dev.kinglet.expr.Fn.exists;

import dev.kinglet.examples.twitter.Models.Message;
import dev.kinglet.examples.twitter.Models.Relationship;
import dev.kinglet.examples.twitter.Models.User;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.model.Model;
import dev.kinglet.query.Select;
import dev.kinglet.web.NotFound;
import dev.kinglet.web.Web;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.util.HashMap;
import java.util.Map;

/** Who says what: the pages to read, and the forms to write, follow and like. */
final class Timelines {
    private final Views views;

    Timelines(Views views) {
        this.views = views;
    }

    // ---- messages

    void home(Context ctx) {
        User me = Who.user(ctx);
        if (me == null) {
            everyone(ctx);
        } else {
            followed(ctx, me);
        }
    }

    /** What those say whom the visitor follows. */
    void followed(Context ctx, User me) {
        messages(ctx, "home", new HashMap<>(), followedBy(me));
    }

    void everyone(Context ctx) {
        messages(ctx, "public", new HashMap<>());
    }

    /** The user and all that the head of the page says are one row. */
    void profile(Context ctx) throws NotFound {
        Likes likes = new Likes(USER, Who.id(ctx));
        Select<Relationship> followers = RELATIONSHIP.where(RELATIONSHIP.toUser.eq(USER));
        Condition byVisitor = RELATIONSHIP.fromUser.key().eq(Who.id(ctx));
        Expr<?> follow = exists(followers.where(byVisitor)).as("follow");
        Expr<?> followed = followers.asValue(count()).as("followed");
        Expr<?> written = MESSAGE.where(MESSAGE.user.eq(USER)).asValue(count()).as("written");
        User user =
                Web.getOrNotFound(
                        USER.select(USER, likes.count, likes.mine, follow, followed, written)
                                .where(USER.username.eq(ctx.pathParam("name"))));
        Map<String, Object> model = new HashMap<>(Map.of("user", user, "userLikes", likes));
        model.put("follow", user.get(follow));
        model.put("followers", user.get(followed));
        model.put("written", user.get(written));
        messages(ctx, "profile", model, MESSAGE.user.eq(user));
    }

    private void messages(
            Context ctx, String template, Map<String, Object> model, Condition... which) {
        Likes likes = new Likes(MESSAGE, Who.id(ctx));
        model.put("likes", likes);
        views.show(ctx, template, views.timelines, messages(likes).where(which), model);
    }

    /** The messages with their authors and likes, newest first: one statement for a page. */
    static Select<Message> messages(Likes likes) {
        return MESSAGE.select(MESSAGE, USER, likes.count, likes.mine)
                .join(USER)
                .orderBy(MESSAGE.published.desc());
    }

    /** Of those whom a user follows. */
    static Condition followedBy(User user) {
        return MESSAGE.user.in(
                RELATIONSHIP.select(RELATIONSHIP.toUser).where(RELATIONSHIP.fromUser.eq(user)));
    }

    void write(Context ctx, User me) {
        String content = Views.text(ctx, "content").strip();
        MESSAGE.create(MESSAGE.user.to(me), MESSAGE.content.to(content));
        toProfile(ctx, me, "Your message is published.");
    }

    // ---- users

    void users(Context ctx) {
        users(ctx, "Users", USER.select(), "Nobody is here yet.");
    }

    void following(Context ctx, User me) {
        users(ctx, "You follow", me.following(), "You do not follow anybody yet.");
    }

    void followers(Context ctx, User me) {
        users(ctx, "Your followers", me.followers(), "Nobody follows you yet.");
    }

    private void users(Context ctx, String title, Select<User> users, String empty) {
        Likes likes = new Likes(USER, Who.id(ctx));
        Select<User> query = users.select(USER, likes.count, likes.mine).orderBy(USER.username);
        Map<String, ?> model = Map.of("title", title, "likes", likes, "empty", empty);
        views.show(ctx, "users", views.pages, query, model);
    }

    void follow(Context ctx, User me) throws NotFound {
        User user = user(ctx, USER.id.ne(me.id()));
        me.following().add(user); // if I do already, nothing happens
        toProfile(ctx, user, "You follow " + user.getUsername() + ".");
    }

    void unfollow(Context ctx, User me) throws NotFound {
        User user = user(ctx);
        me.following().remove(user);
        toProfile(ctx, user, "You no longer follow " + user.getUsername() + ".");
    }

    // ---- likes

    void like(Context ctx, User me) throws NotFound {
        REACTION.insert(REACTION.user.to(me), REACTION.liked.to(liked(ctx)))
                .onConflictIgnore()
                .execute();
        Views.back(ctx);
    }

    void unlike(Context ctx, User me) throws NotFound {
        REACTION.delete().where(REACTION.user.eq(me), REACTION.liked.eq(liked(ctx))).execute();
        Views.back(ctx);
    }

    /** The user, or the message, of the address. */
    private static Model<Long> liked(Context ctx) throws NotFound {
        if (ctx.pathParamMap().containsKey("name")) {
            return user(ctx);
        }
        try {
            return Web.getOrNotFound(MESSAGE, Long.valueOf(ctx.pathParam("id")));
        } catch (NumberFormatException e) {
            throw new NotFoundResponse();
        }
    }

    private static User user(Context ctx, Condition... more) throws NotFound {
        return Web.getOrNotFound(USER, USER.username.eq(ctx.pathParam("name")), more);
    }

    private static void toProfile(Context ctx, User user, String flash) {
        Views.go(ctx, "/users/" + user.getUsername() + "/", flash);
    }
}
