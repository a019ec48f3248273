package tour;

import dev.kinglet.model.Column;
import dev.kinglet.model.ForeignKey;
import dev.kinglet.model.Model;
import dev.kinglet.model.Table;

/** A foreign key from Java that begins an index of its table, and has none by itself. */
public final class IndexCaller {
    private IndexCaller() {}

    public static class Visit extends Model<Long> {
        public static final Visits VISIT = new Visits();

        public static class Visits extends Table<Visit, Long> {
            public final Column<Long> id = autoId();
            public final ForeignKey<Visit, Models.User, Long> user =
                    foreignKey(Models.User.class).withoutIndex();
            public final Column<Integer> number = integer();

            Visits() {
                super(Visit::new);
                index(user, number.desc());
            }
        }
    }
}
