package dev.kinglet.benchmarks;

import dev.kinglet.model.Column;
import dev.kinglet.model.Model;
import dev.kinglet.model.Table;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/** The author of tweets, as a model. */
public class User extends Model<Long> {
    public static final Users USER = new Users();

    /** Its columns. */
    public static class Users extends Table<User, Long> {
        public final Column<Long> id = autoId();
        public final Column<String> username = text().unique();
        public final Column<@Nullable String> email = text().nullable();
        public final Column<LocalDateTime> joinDate = datetime();

        Users() {
            super(User::new);
        }
    }
}
