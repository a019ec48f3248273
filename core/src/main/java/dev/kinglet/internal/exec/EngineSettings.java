package dev.kinglet.internal.exec;

import dev.kinglet.spi.NewConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How connections are made and set up; what does not apply to a database is refused by it. */
public final class EngineSettings {
    /** Their names in URLs and properties, and that of the plans. */
    public static final List<String> NAMES =
            List.of(
                    "lockTimeout",
                    "statementTimeout",
                    "transactionPooler",
                    "readOnly",
                    "autoConnect",
                    "showBinds",
                    "planCache",
                    "replica",
                    "readYourWrites");

    private boolean showBinds;
    private boolean transactionPooler;
    private boolean readOnly;
    private @Nullable Duration lockTimeout;
    private @Nullable Duration statementTimeout;
    private final Map<String, String> driver = new LinkedHashMap<>();
    private final Map<String, String> pragmas = new LinkedHashMap<>();
    private final Map<String, String> attached = new LinkedHashMap<>();
    private final List<SqliteExtension> extensions = new ArrayList<>();
    private final List<Consumer<? super NewConnection>> hooks = new ArrayList<>();

    public void showBinds(boolean show) {
        showBinds = show;
    }

    public boolean showBinds() {
        return showBinds;
    }

    public void transactionPooler(boolean behindOne) {
        transactionPooler = behindOne;
    }

    boolean transactionPooler() {
        return transactionPooler;
    }

    public void readOnly(boolean only) {
        readOnly = only;
    }

    boolean readOnly() {
        return readOnly;
    }

    public void lockTimeout(Duration wait) {
        lockTimeout = wait;
    }

    @Nullable Duration lockTimeout() {
        return lockTimeout;
    }

    public void statementTimeout(Duration wait) {
        statementTimeout = wait;
    }

    @Nullable Duration statementTimeout() {
        return statementTimeout;
    }

    /** What the driver is told. */
    public Map<String, String> driver() {
        return driver;
    }

    /** What SQLite is told once a connection. */
    public Map<String, String> pragmas() {
        return pragmas;
    }

    /** Other files by the name of their schema. */
    public Map<String, String> attached() {
        return attached;
    }

    /** Functions and orders for SQL on SQLite. */
    public List<SqliteExtension> extensions() {
        return extensions;
    }

    /** One more, in place of the one that has its name. */
    public void extension(SqliteExtension extension) {
        extensions.removeIf(known -> known.key().equals(extension.key()));
        extensions.add(extension);
    }

    public List<Consumer<? super NewConnection>> hooks() {
        return hooks;
    }
}
