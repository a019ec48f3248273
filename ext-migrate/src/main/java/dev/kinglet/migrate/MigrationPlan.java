package dev.kinglet.migrate;

import dev.kinglet.migrate.change.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What would be run, and was not.
 *
 * @param migrations in order; empty when nothing is pending
 */
public record MigrationPlan(List<Planned> migrations) {
    public MigrationPlan {
        migrations = List.copyOf(migrations);
    }

    /**
     * One migration.
     *
     * @param together whether all of it is one transaction
     * @param steps in order; of one that was begun those that are left
     * @param doubt why the steps may be others when it is run; null where they are exact
     */
    public record Planned(
            String id,
            Direction direction,
            boolean together,
            List<Step> steps,
            @Nullable String doubt) {
        public Planned {
            steps = List.copyOf(steps);
        }

        /** SQL that can be read. */
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder("-- " + id + " " + direction);
            text.append(together ? ", in one transaction" : ", step by step").append('\n');
            if (doubt != null) {
                text.append("-- not exact: ").append(doubt.replace("\n", "\n--   ")).append('\n');
            }
            for (Step step : steps) {
                text.append(facts(step));
                if (isStatement(step)) {
                    text.append(step.sql()).append(";\n");
                } else {
                    text.append("-- code: ").append(step.sql().replace("\n", "\n--   "));
                    text.append('\n');
                }
            }
            return text.toString();
        }

        private static String facts(Step step) {
            List<String> facts = new ArrayList<>();
            if (step.lock() != Step.Lock.NONE) {
                facts.add("locks " + step.lock().name().toLowerCase(java.util.Locale.ROOT));
            }
            if (step.place() == Step.Place.NO_TRANSACTION) {
                facts.add("in no transaction");
            } else if (step.place() == Step.Place.FOREIGN_KEYS_OFF) {
                facts.add("with foreign keys off");
            }
            if (step.scans()) {
                facts.add("reads all rows");
            }
            if (step.rewrites()) {
                facts.add("writes all rows");
            }
            return facts.isEmpty() ? "" : "-- " + String.join(", ", facts) + "\n";
        }
    }

    private static boolean isStatement(Step step) {
        return step.work() == null || step.work() instanceof Step.Guarded;
    }

    /** The statements of all of them, in order; code has none. */
    public List<String> sql() {
        return migrations.stream()
                .flatMap(planned -> planned.steps.stream())
                .filter(MigrationPlan::isStatement)
                .map(Step::sql)
                .toList();
    }

    /** Whether nothing is pending. */
    public boolean isEmpty() {
        return migrations.isEmpty();
    }

    /** SQL that can be read; what is said about it stands in comments. */
    @Override
    public String toString() {
        return migrations.isEmpty()
                ? "-- nothing to do"
                : migrations.stream().map(Planned::toString).collect(Collectors.joining("\n"));
    }
}
