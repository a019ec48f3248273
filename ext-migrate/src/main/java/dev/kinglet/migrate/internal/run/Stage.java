package dev.kinglet.migrate.internal.run;

import dev.kinglet.Database;
import dev.kinglet.errors.KingletException;
import dev.kinglet.migrate.change.Operation;
import dev.kinglet.migrate.change.Step;
import dev.kinglet.migrate.internal.sqlite.Statements;
import dev.kinglet.type.Dialect;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where migrations are rehearsed: there are the tables of the database, without rows, and what is
 * done there is gone afterwards. So each operation can be asked for its statements when those
 * before it have been run.
 */
interface Stage {

    /** Which the operations are asked for. */
    Database database();

    /**
     * Does it there, if that hurts nobody.
     *
     * @return why what follows may be otherwise; null where it is as in the real run
     */
    @Nullable String run(Operation operation, Step step);

    /**
     * Plays on the stage for a database.
     *
     * @param empty without the tables that the database has
     */
    static <R> R of(Database database, boolean empty, Function<Stage, R> play) {
        return database.dialect() == Dialect.SQLITE
                ? SqliteStage.play(database, empty, play)
                : PostgresStage.play(database, empty, play);
    }

    /** Rows that are missing here make statements fail that will not fail there. */
    static @Nullable String tried(Operation operation, Step step, Runnable body) {
        try {
            body.run();
            return null;
        } catch (KingletException e) {
            String first = Statements.firstWord(step.sql());
            boolean changesRows =
                    operation instanceof Operation.Sql
                            && !first.equals("create")
                            && !first.equals("alter")
                            && !first.equals("drop");
            return changesRows ? null : step.sql() + ": " + e.summary();
        }
    }
}
