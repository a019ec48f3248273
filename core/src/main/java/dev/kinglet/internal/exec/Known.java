package dev.kinglet.internal.exec;

import dev.kinglet.errors.ProgrammingException;

/** The settings that there are. */
final class Known {
    private Known() {}

    /** The error for one that there is not; its value is not repeated. */
    static ProgrammingException unknown(String name, String others) {
        return new ProgrammingException(
                "the setting '" + name + "' is not known",
                null,
                "Kinglet knows "
                        + String.join(", ", PoolSettings.NAMES)
                        + ", "
                        + String.join(", ", EngineSettings.NAMES)
                        + "; "
                        + others);
    }
}
