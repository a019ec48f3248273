package dev.kinglet.migrate.internal.run;

import dev.kinglet.Database;
import dev.kinglet.errors.KingletException;
import dev.kinglet.migrate.change.Operation;
import dev.kinglet.migrate.change.Step;
import dev.kinglet.migrate.internal.sqlite.Statements;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** For SQLite: a database in memory. */
final class SqliteStage implements Stage {
    /** What reaches beyond the database in memory. */
    private static final Set<String> BEYOND = Set.of("attach", "detach", "vacuum");

    private final Database copy;
    private final List<String> doubts;

    private SqliteStage(Database copy, List<String> doubts) {
        this.copy = copy;
        this.doubts = doubts;
    }

    static <R> R play(Database database, boolean empty, Function<Stage, R> play) {
        try (Database copy =
                Database.builder().sqlite(":memory:").pragma("foreign_keys", "off").open()) {
            List<String> doubts = new ArrayList<>();
            if (!empty) {
                // tables before what belongs to them, and indexes of searches by themselves
                for (Map<String, ?> row :
                        database.query(
                                        "select name, sql from sqlite_schema where sql is not null"
                                                + " and name not like 'sqlite\\_%' escape '\\' and"
                                                + " name not in (select name from pragma_table_list"
                                                + " where schema = 'main' and type = 'shadow')"
                                                + " order by case type when 'table' then 0 when"
                                                + " 'view' then 1 when 'index' then 2 else 3 end,"
                                                + " rowid")
                                .maps()) {
                    try {
                        copy.execute(String.valueOf(row.get("sql")));
                    } catch (KingletException e) {
                        doubts.add(row.get("name") + " cannot be copied: " + e.summary());
                    }
                }
            }
            return play.apply(new SqliteStage(copy, doubts));
        }
    }

    @Override
    public Database database() {
        return copy;
    }

    @Override
    public @Nullable String run(Operation operation, Step step) {
        String known = doubts.isEmpty() ? null : String.join("\n", doubts);
        doubts.clear();
        if (step.work() != null || BEYOND.contains(Statements.firstWord(step.sql()))) {
            return known;
        }
        String doubt = Stage.tried(operation, step, () -> copy.execute(step.sql()));
        return known == null ? doubt : doubt == null ? known : known + "\n" + doubt;
    }
}
