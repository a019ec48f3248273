package dev.kinglet.benchmarks;

import dev.kinglet.model.Column;
import dev.kinglet.model.Model;
import dev.kinglet.model.Table;
import java.time.LocalDateTime;

/** What is written, as a model: it starts empty, and refers to nothing. */
public class Message extends Model<Long> {
    public static final Messages MESSAGE = new Messages();

    /** Its columns. */
    public static class Messages extends Table<Message, Long> {
        public final Column<Long> id = autoId();
        public final Column<Long> userId = bigint();
        public final Column<String> content = text();
        public final Column<LocalDateTime> timestamp = datetime();

        Messages() {
            super(Message::new);
        }
    }
}
