package dev.kinglet.migrate.internal.run;

import dev.kinglet.Database;
import dev.kinglet.migrate.change.Operation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A migration as the runner sees it, wherever it was declared. */
public interface Script {

    /** Under which the database remembers it. */
    String id();

    /**
     * Of what it says now; null where that cannot be told.
     *
     * @param database that it is for: what code says may depend on its kind
     */
    @Nullable String checksum(Database database);

    /** Those that this one stands for; empty for one that was not squashed. */
    List<String> replaces();

    /** What it does. Code is compiled by the first call. */
    Content content();

    /**
     * What a migration does.
     *
     * @param transactional whether it may run in a transaction
     * @param down null where there is no way back
     */
    record Content(boolean transactional, Body up, @Nullable Body down) {}

    /** One way of a migration. */
    interface Body {
        /** What it says, in order; nothing is sent. */
        List<Operation> operations(Database database);
    }
}
