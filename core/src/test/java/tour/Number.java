package tour;

import dev.kinglet.Database;
import dev.kinglet.model.Column;
import dev.kinglet.model.Model;
import dev.kinglet.model.Table;
import java.util.concurrent.atomic.AtomicInteger;

/** Many rows that are quickly made, and a count of the models that were read. */
public class Number extends Model<Long> {
    public static final Numbers NUMBER = new Numbers();

    public static class Numbers extends Table<Number, Long> {
        public final Column<Long> id = autoId();
        public final Column<Long> value = bigint();
        public final AtomicInteger made = new AtomicInteger();

        Numbers() {
            super(Number::new);
        }

        /** Rows with the values 1 to {@code rows}. */
        public void fill(Database db, int rows) {
            db.execute(
                    "insert into number (value) with recursive n(i) as"
                            + " (select 1 union all select i + 1 from n where i < "
                            + rows
                            + ") select i from n");
        }
    }

    private Number() {
        NUMBER.made.incrementAndGet();
    }
}
