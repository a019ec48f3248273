package tour;

import static tour.Models.User.USER;

import dev.kinglet.Database;
import dev.kinglet.expr.Expr;
import dev.kinglet.query.RawQuery;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tour.Models.User;

/** SQL as written, from Java. */
public final class RawCaller {
    private RawCaller() {}

    public static String louder(String name) {
        Expr<@Nullable Object> loud = RawQuery.col("loud");
        User user =
                USER.raw(
                                "select id, username, upper(username) as loud from \"user\" where username = {0}",
                                name)
                        .get();
        return user.getUsername() + " " + user.get(loud);
    }

    public static List<Map<String, @Nullable Object>> counted(Database db) {
        return db.query("select count(*) as n from \"user\"").maps();
    }
}
