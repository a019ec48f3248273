package dev.kinglet.examples.twitter;

import static dev.kinglet.examples.twitter.Models.Message.MESSAGE;
import static dev.kinglet.examples.twitter.Models.Reaction.REACTION;
import static dev.kinglet.examples.twitter.Models.Relationship.RELATIONSHIP;
import static dev.kinglet.examples.twitter.Models.User.USER;
import static dev.kinglet.expr.Fn.count;
import static dev.kinglet.expr.Fn.exists;

import dev.kinglet.examples.twitter.Models.Message;
import dev.kinglet.examples.twitter.Models.User;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.model.Model;
import dev.kinglet.query.Select;
import dev.kinglet.web.NotFound;
import dev.kinglet.web.Web;
import dev.kinglet.web.login.SafeRedirect;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Who says what: the pages to read, and the forms to write, follow and like. */
final class Timelines {
    private static final int LONGEST = 280; // characters of a message

    private final Views views;

    Timelines(Views views) {
        this.views = views;
    }

    // ---- messages

    void home(Context ctx) {
        User me = Visitor.of(ctx).user();
        if (me == null) {
            everyone(ctx);
        } else {
            followed(ctx, me);
        }
    }

    /** What those say whom the visitor follows. */
    void followed(Context ctx, User me) {
        messages(ctx, "home", followedBy(me), Map.of());
    }

    void everyone(Context ctx) {
        messages(ctx, "public", null, Map.of());
    }

    void profile(Context ctx) throws NotFound {
        Visitor visitor = Visitor.of(ctx);
        Likes likes = Likes.of(USER, visitor.id());
        Condition byVisitor = RELATIONSHIP.fromUser.key().eq(visitor.id());
        Select<Models.Relationship> followers = RELATIONSHIP.where(RELATIONSHIP.toUser.eq(USER));
        Expr<?> follow = exists(followers.where(byVisitor)).as("follow");
        Expr<?> followed = followers.asValue(count()).as("followed");
        Expr<?> written = MESSAGE.where(MESSAGE.user.eq(USER)).asValue(count()).as("written");
        // The user and all that the head of the page says: one row.
        User user =
                Web.getOrNotFound(
                        USER.select(USER, likes.count, likes.mine, follow, followed, written)
                                .where(USER.username.eq(ctx.pathParam("name"))));
        Map<String, Object> model =
                Map.of(
                        "user", user,
                        "userLikes", likes,
                        "follow", user.get(follow),
                        "followers", user.get(followed),
                        "written", user.get(written));
        messages(ctx, "profile", MESSAGE.user.eq(user), model);
    }

    private void messages(
            Context ctx, String template, @Nullable Condition which, Map<String, ?> model) {
        Likes likes = Likes.of(MESSAGE, Visitor.of(ctx).id());
        Select<Message> query = messages(likes);
        Map<String, Object> all = new HashMap<>(model);
        all.put("likes", likes);
        views.timeline(ctx, template, which == null ? query : query.where(which), all);
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

    void form(Context ctx, User me) {
        views.show(ctx, "create", Map.of());
    }

    void write(Context ctx, User me) {
        String content = Objects.requireNonNullElse(ctx.formParam("content"), "").strip();
        int length = content.codePointCount(0, content.length());
        if (length == 0 || length > LONGEST) {
            String why =
                    length == 0
                            ? "Write something first."
                            : "This has " + length + " characters; " + LONGEST + " is the most.";
            ctx.status(HttpStatus.UNPROCESSABLE_CONTENT);
            views.show(ctx, "create", Map.of("content", content, "errors", Map.of("content", why)));
            return;
        }
        MESSAGE.create(MESSAGE.user.to(me), MESSAGE.content.to(content));
        Visitor.of(ctx).flash("Your message is published.");
        toProfile(ctx, me);
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

    private void users(Context ctx, String title, Select<User> query, String empty) {
        Likes likes = Likes.of(USER, Visitor.of(ctx).id());
        views.list(
                ctx,
                "users",
                query.select(USER, likes.count, likes.mine).orderBy(USER.username),
                Map.of("title", title, "likes", likes, "empty", empty));
    }

    void follow(Context ctx, User me) throws NotFound {
        User user = named(ctx);
        if (user.equals(me)) {
            Visitor.of(ctx).flash("You cannot follow yourself.");
        } else {
            me.following().add(user); // if I do already, nothing happens
            Visitor.of(ctx).flash("You follow " + user.getUsername() + ".");
        }
        toProfile(ctx, user);
    }

    void unfollow(Context ctx, User me) throws NotFound {
        User user = named(ctx);
        me.following().remove(user);
        Visitor.of(ctx).flash("You no longer follow " + user.getUsername() + ".");
        toProfile(ctx, user);
    }

    // ---- likes

    void likeMessage(Context ctx, User me) throws NotFound {
        like(ctx, me, message(ctx));
    }

    void unlikeMessage(Context ctx, User me) throws NotFound {
        unlike(ctx, me, message(ctx));
    }

    void likeUser(Context ctx, User me) throws NotFound {
        like(ctx, me, named(ctx));
    }

    void unlikeUser(Context ctx, User me) throws NotFound {
        unlike(ctx, me, named(ctx));
    }

    private static void like(Context ctx, User me, Model<Long> row) {
        REACTION.insert(REACTION.user.to(me), REACTION.liked.to(row)).onConflictIgnore().execute();
        back(ctx);
    }

    private static void unlike(Context ctx, User me, Model<Long> row) {
        REACTION.delete().where(REACTION.user.eq(me).and(REACTION.liked.eq(row))).execute();
        back(ctx);
    }

    private static Message message(Context ctx) throws NotFound {
        try {
            return Web.getOrNotFound(MESSAGE, Long.valueOf(ctx.pathParam("id")));
        } catch (NumberFormatException e) {
            throw new NotFoundResponse();
        }
    }

    private static User named(Context ctx) throws NotFound {
        return Web.getOrNotFound(USER, USER.username.eq(ctx.pathParam("name")));
    }

    /** To the page that the form was on. */
    private static void back(Context ctx) {
        ctx.redirect(SafeRedirect.to(ctx.formParam("next"), "/"), HttpStatus.SEE_OTHER);
    }

    private static void toProfile(Context ctx, User user) {
        ctx.redirect("/users/" + user.getUsername() + "/", HttpStatus.SEE_OTHER);
    }
}
