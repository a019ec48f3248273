package tour;

import static tour.Models.User.USER;

import dev.kinglet.Database;
import dev.kinglet.Scope;
import dev.kinglet.TransactionOptions;
import dev.kinglet.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Work that goes from thread to thread, as it is called from Java. */
public final class WorkCaller {
    private WorkCaller() {}

    /** How many statements were sent by two threads in one transaction. */
    public static int inTwoThreads(Database db) {
        List<String> sent = new ArrayList<>();
        try (Scope listening = db.listen(event -> sent.add(event.sql()));
                Work work = db.work(TransactionOptions.defaults().immediate())) {
            try (Scope here = work.enter()) {
                work.connect();
                USER.create(USER.username.to("a"));
            }
            CompletableFuture.runAsync(
                            () -> {
                                try (Scope there = work.enter()) {
                                    USER.create(USER.username.to("b"));
                                }
                            })
                    .join();
            if (work.isInUse()) {
                work.rollback();
            } else {
                work.commit();
            }
        }
        try (Work none = db.work()) {
            none.commit();
        }
        return sent.size();
    }
}
