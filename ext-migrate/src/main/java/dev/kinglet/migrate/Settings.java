package dev.kinglet.migrate;

import dev.kinglet.Database;
import dev.kinglet.migrate.change.BackfillStatus;
import dev.kinglet.migrate.change.LockPolicy;
import dev.kinglet.migrate.change.LockWait;
import dev.kinglet.migrate.change.Step;
import dev.kinglet.migrate.internal.run.Conduct;
import dev.kinglet.migrate.internal.run.Holder;
import dev.kinglet.migrate.internal.run.Problem;
import dev.kinglet.migrate.internal.run.Progress;
import dev.kinglet.migrate.internal.run.Rehearsal;
import dev.kinglet.migrate.internal.run.Script;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which migrations, and how they are run.
 *
 * @param folder null where files cannot be written
 * @param place where they are, for people
 */
record Settings(
        Database database,
        Supplier<List<Script>> scripts,
        @Nullable Path folder,
        String place,
        boolean numbered,
        String table,
        Migrations.Order order,
        Migrations.Edited edited,
        LockPolicy locks,
        Duration patience,
        Consumer<? super MigrationEvent> listener) {
    private static final Logger LOG = LoggerFactory.getLogger("dev.kinglet.migrate");

    static Settings of(
            Database database,
            Supplier<List<Script>> scripts,
            @Nullable Path folder,
            String place,
            boolean numbered) {
        return new Settings(
                database,
                scripts,
                folder,
                place,
                numbered,
                "kinglet_migrations",
                Migrations.Order.SET,
                Migrations.Edited.FAIL,
                LockPolicy.defaults(),
                Duration.ofMinutes(10),
                event -> {});
    }

    Settings table(String name) {
        return new Settings(
                database, scripts, folder, place, numbered, name, order, edited, locks, patience,
                listener);
    }

    Settings order(Migrations.Order other) {
        return new Settings(
                database, scripts, folder, place, numbered, table, other, edited, locks, patience,
                listener);
    }

    Settings edited(Migrations.Edited other) {
        return new Settings(
                database, scripts, folder, place, numbered, table, order, other, locks, patience,
                listener);
    }

    Settings locks(LockPolicy other) {
        return new Settings(
                database, scripts, folder, place, numbered, table, order, edited, other, patience,
                listener);
    }

    Settings patience(Duration other) {
        return new Settings(
                database, scripts, folder, place, numbered, table, order, edited, locks, other,
                listener);
    }

    Settings listener(Consumer<? super MigrationEvent> other) {
        return new Settings(
                database, scripts, folder, place, numbered, table, order, edited, locks, patience,
                other);
    }

    Conduct conduct() {
        return new Conduct(
                database,
                scripts,
                numbered,
                table,
                new Conduct.Rules(
                        order != Migrations.Order.SET,
                        order == Migrations.Order.STRICT,
                        edited == Migrations.Edited.FAIL,
                        locks,
                        patience),
                new Told());
    }

    Path requireFolder() {
        if (folder == null) {
            throw new Problem(
                    "files are written into a folder, and these are " + place,
                    null,
                    "say Migrations.of(database, Path.of(\"db/main\"))");
        }
        return folder;
    }

    static MigrationPlan plan(List<Rehearsal.Planned> planned) {
        return new MigrationPlan(
                planned.stream()
                        .map(
                                one ->
                                        new MigrationPlan.Planned(
                                                one.id(),
                                                Direction.UP,
                                                one.together(),
                                                one.steps(),
                                                one.doubt()))
                        .toList());
    }

    static @Nullable MigrationHolder holder(@Nullable Holder holder) {
        return holder == null
                ? null
                : new MigrationHolder(holder.host(), holder.pid(), holder.since(), holder.doing());
    }

    /** What the runner does, in the log and for the listener. */
    private final class Told implements Progress {
        private void tell(MigrationEvent event, boolean isImportant) {
            if (isImportant) {
                LOG.info("{}", event);
            } else {
                LOG.debug("{}", event);
            }
            listener.accept(event);
        }

        @Override
        public void waiting(@Nullable Holder holder) {
            tell(new MigrationEvent.Waiting(Settings.holder(holder)), true);
        }

        @Override
        public void started(String id, boolean down) {
            tell(new MigrationEvent.Started(id, Direction.of(down)), false);
        }

        @Override
        public void step(String id, boolean down, int number, Step step) {
            tell(new MigrationEvent.Sending(id, Direction.of(down), number, step), false);
        }

        @Override
        public void blocked(String id, boolean down, LockWait wait) {
            // it stands in the log already
            listener.accept(new MigrationEvent.Blocked(id, Direction.of(down), wait));
        }

        @Override
        public void filled(String id, boolean down, BackfillStatus status) {
            // many a second: whoever wants to see them says so
            listener.accept(new MigrationEvent.Filling(id, Direction.of(down), status));
        }

        @Override
        public void finished(String id, boolean down, Duration took) {
            tell(new MigrationEvent.Finished(id, Direction.of(down), took), true);
        }

        @Override
        public void failed(String id, boolean down, Duration took, Throwable error) {
            // whoever called is told by an exception
            tell(new MigrationEvent.Failed(id, Direction.of(down), took, error), false);
        }

        @Override
        public void warned(String what) {
            LOG.warn("{}", what);
        }
    }
}
