package dev.kinglet.examples.twitter;

import static dev.kinglet.examples.twitter.Models.Message.MESSAGE;
import static dev.kinglet.examples.twitter.Models.Reaction.REACTION;
import static dev.kinglet.examples.twitter.Models.User.USER;

import dev.kinglet.Database;
import dev.kinglet.examples.twitter.Models.Message;
import dev.kinglet.examples.twitter.Models.User;
import dev.kinglet.model.Model;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Three users and what they say, so that the first page is not empty. */
final class Seeds {
    /** The password of all three; the log-in page tells it. */
    static final String PASSWORD = "birdsong";

    /** Oldest first, 47 minutes apart. */
    private static final List<String> TEXTS =
            """
            mickey: First! This place smells of nothing yet.
            huey: The sun reaches the sofa at 9:40. Not at 9:41. I was there.
            mickey: Went round the block. Twice. The block is fine.
            huey: Somebody moved the box. It was a good box.
            mickey: Met a very small dog with very large opinions.
            huey: I do not want to go out. I want the door to be open.
            mickey: Squirrel. Squirrel! Never mind, it was a leaf. A good leaf, though.
            huey: It is raining at the front door. I am told it rains at the back door, too.
            mickey: Does anybody know where tennis balls go under the cupboard? Asking for me.
            huey: Reading about birds: https://en.wikipedia.org/wiki/Kinglet (small, quick, fluffy)
            mickey: The postman came back. We have been through this.
            huey: 3 a.m. is an excellent time to run from one end of the flat to the other.
            mickey: Today's score: 4 sticks, 1 branch, 0 trees.
            huey: A glass on the table. Then no glass on the table.
            mickey: I was called a good boy by two strangers and I believe both.
            huey: <b>Not everything</b> that looks like a tag is one.
            mickey: Bath. I have nothing to say about it.
            huey: The new chair is mine. It was not discussed.
            mickey: Who else thinks that car windows should open further?
            huey: meow
            mickey: woof
            huey: hiss
            mickey: whine
            huey: purr
            """
                    .lines()
                    .toList();

    private Seeds() {}

    static void plant(Database db) {
        if (USER.select().exists()) {
            return;
        }
        String hash = Passwords.hash(PASSWORD);
        db.atomic(
                transaction -> {
                    User huey = user("huey", hash);
                    User mickey = user("mickey", hash);
                    User zaizee = user("zaizee", hash);
                    Instant now = Instant.now();
                    for (int i = 0; i < TEXTS.size(); i++) {
                        String[] text = TEXTS.get(i).split(": ", 2);
                        Duration ago = Duration.ofMinutes(47L * (TEXTS.size() - i) - 40);
                        User author = text[0].equals("huey") ? huey : mickey;
                        Message message =
                                MESSAGE.create(
                                        MESSAGE.user.to(author),
                                        MESSAGE.content.to(text[1]),
                                        MESSAGE.published.to(now.minus(ago)));
                        if (i % 3 == 2) {
                            like(zaizee, message);
                        }
                        if (i % 4 == 3) {
                            like(author.equals(huey) ? mickey : huey, message);
                        }
                    }
                    huey.following().add(mickey);
                    mickey.following().add(huey);
                    zaizee.following().add(huey);
                    like(mickey, huey);
                    like(zaizee, huey);
                });
    }

    private static User user(String name, String hash) {
        return USER.create(USER.username.to(name), USER.passwordHash.to(hash));
    }

    private static void like(User user, Model<Long> row) {
        REACTION.create(REACTION.user.to(user), REACTION.liked.to(row));
    }
}
