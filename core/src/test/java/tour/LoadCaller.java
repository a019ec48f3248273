package tour;

import static tour.Models.Category.CATEGORY;
import static tour.Models.Favorite.FAVORITE;
import static tour.Models.Relationship.RELATIONSHIP;
import static tour.Models.Tweet.TWEET;
import static tour.Models.User.USER;

import dev.kinglet.Database;
import dev.kinglet.model.Load;
import dev.kinglet.model.Table;
import dev.kinglet.query.QueryLog;
import java.util.List;
import tour.Models.Category;
import tour.Models.User;

/**
 * Loading related rows, called from Java; the specs call these and compare with Kotlin's answers.
 */
public class LoadCaller {

    public void prefetched(Database db) {
        try (QueryLog log = db.record()) {
            List<User> users =
                    USER.select()
                            .orderBy(USER.id)
                            .prefetch(TWEET, Load.under(USER, FAVORITE), RELATIONSHIP)
                            .list();
            same(users.get(2).backref(FAVORITE.user).list().size(), 2);
            same(users.get(2).backref(RELATIONSHIP.fromUser).list().size(), 1);
            same(users.get(2).backref(RELATIONSHIP.toUser).list().size(), 2);
            same(log.entries().size(), 4);
        }
        Table<Category, Long> child = CATEGORY.alias("child");
        Category root =
                CATEGORY.where(CATEGORY.parent.isNull())
                        .prefetch(Load.under(CATEGORY, child))
                        .get();
        same(root.backref(CATEGORY.parent).list().size(), 1);
    }

    private static void same(Object actual, Object expected) {
        if (!actual.equals(expected)) {
            throw new AssertionError("expected " + expected + ", was " + actual);
        }
    }
}
