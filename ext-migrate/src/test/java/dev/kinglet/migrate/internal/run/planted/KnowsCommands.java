package dev.kinglet.migrate.internal.run.planted;

import dev.kinglet.migrate.cli.MigrateCommand;

/** Imports to its right, so that the rule is seen to fail. */
public final class KnowsCommands {
    static MigrateCommand knows() {
        return MigrateCommand.configured();
    }

    private KnowsCommands() {}
}
