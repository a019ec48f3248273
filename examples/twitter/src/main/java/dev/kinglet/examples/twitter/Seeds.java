package dev.kinglet.examples.twitter;

import static dev.kinglet.examples.twitter.Models.Message.MESSAGE;
import static dev.kinglet.examples.twitter.Models.Reaction.REACTION;
import static dev.kinglet.examples.twitter.Models.User.USER;

import dev.kinglet.Database;
import dev.kinglet.examples.twitter.Models.Message;
import dev.kinglet.examples.twitter.Models.User;
import dev.kinglet.model.Model;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Scanner;

/** Three users and what they say, so that the first page is not empty. */
final class Seeds {
    /** The password of all three; the log-in page tells it. */
    static final String PASSWORD = "birdsong";

    private Seeds() {}

    static void plant(Database db) {
        if (USER.select().exists()) {
            return;
        }
        String hash = Passwords.hash(PASSWORD);
        db.atomic(transaction -> plant(hash, texts()));
    }

    private static void plant(String hash, List<String> texts) {
        User huey = user("huey", "Cat. I sit where the sun is.", hash);
        User mickey = user("mickey", "Dog. Every walk is the best walk.", hash);
        User zaizee = user("zaizee", "I read more than I write.", hash);
        Instant now = Instant.now();
        for (int i = 0; i < texts.size(); i++) {
            String[] text = texts.get(i).split(": ", 2);
            boolean cat = text[0].equals("huey");
            Duration ago = Duration.ofMinutes(47L * (texts.size() - i) - 40);
            Message message =
                    MESSAGE.create(
                            MESSAGE.user.to(cat ? huey : mickey),
                            MESSAGE.content.to(text[1]),
                            MESSAGE.published.to(now.minus(ago)));
            if (i % 3 == 2) {
                like(zaizee, message);
            }
            if (i % 4 == 3) {
                like(cat ? mickey : huey, message);
            }
        }
        huey.following().add(mickey);
        mickey.following().add(huey);
        zaizee.following().add(huey);
        like(mickey, huey);
        like(zaizee, huey);
    }

    private static User user(String name, String bio, String hash) {
        return USER.create(USER.username.to(name), USER.bio.to(bio), USER.passwordHash.to(hash));
    }

    private static void like(User user, Model<Long> row) {
        REACTION.create(REACTION.user.to(user), REACTION.liked.to(row));
    }

    /** Who says what, oldest first. */
    private static List<String> texts() {
        InputStream file = Seeds.class.getResourceAsStream("/twitter/seeds.txt");
        try (Scanner lines = new Scanner(Objects.requireNonNull(file), StandardCharsets.UTF_8)) {
            return lines.useDelimiter("\n").tokens().toList();
        }
    }
}
