package dev.kinglet.migrate;

import dev.kinglet.migrate.internal.run.Standing;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How a migration stands, in the words of users. */
final class Statuses {
    private Statuses() {}

    static MigrationStatus of(Standing.One one) {
        return switch (one.state()) {
            case APPLIED ->
                    new MigrationStatus(
                            one.id(),
                            one.edited()
                                    ? MigrationStatus.State.EDITED
                                    : MigrationStatus.State.APPLIED,
                            appliedAt(one),
                            one.edited()
                                    ? "edited since"
                                    : one.entry() != null && one.entry().faked() ? "faked" : null);
            case HALF ->
                    new MigrationStatus(
                            one.id(), MigrationStatus.State.INTERRUPTED, null, half(one));
            case MISSING ->
                    new MigrationStatus(
                            one.id(), MigrationStatus.State.MISSING, appliedAt(one), "missing");
            case SQUASHED ->
                    new MigrationStatus(
                            one.id(),
                            MigrationStatus.State.APPLIED,
                            appliedAt(one),
                            "by what it stands for");
            case PENDING, REPLACED ->
                    new MigrationStatus(one.id(), MigrationStatus.State.PENDING, null, null);
        };
    }

    private static @Nullable Instant appliedAt(Standing.One one) {
        return one.entry() == null ? null : one.entry().finishedAt();
    }

    private static String half(Standing.One one) {
        if (one.entry() == null) {
            return "";
        }
        return (one.entry().down() ? "on its way down, " : "")
                + one.entry().step()
                + (one.entry().step() == 1 ? " step done" : " steps done")
                + (one.entry().error() == null ? "" : "; failed: " + one.entry().error());
    }
}
