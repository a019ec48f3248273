package dev.kinglet.migrate.cli;

import dev.kinglet.Database;
import dev.kinglet.Databases;
import dev.kinglet.errors.KingletException;
import dev.kinglet.migrate.MigrationRegistry;
import dev.kinglet.migrate.Migrations;
import dev.kinglet.model.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The databases that a command is about, and what has to be closed behind it.
 *
 * @param directory in which the command was started
 */
record Opened(
        MigrationRegistry registry, List<AutoCloseable> toClose, ClassLoader loader, Path directory)
        implements AutoCloseable {

    /**
     * Opens what was asked for.
     *
     * @param given by the application; null for what settings and options say
     */
    static Opened open(
            Arguments arguments,
            @Nullable MigrationRegistry given,
            Path directory,
            Map<String, String> environment,
            Consumer<String> warn) {
        Configuration configuration = Configuration.read(arguments.get("config"), directory, warn);
        for (String common : List.of("app", "classpath", "env", "format")) {
            String said = arguments.get(common);
            if (said != null) {
                configuration.common().put(common, said);
            }
        }
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader loader =
                Loading.loader(
                        configuration.common().get("classpath"),
                        directory,
                        context == null ? Opened.class.getClassLoader() : context);
        Opened opened = new Opened(MigrationRegistry.empty(), new ArrayList<>(), loader, directory);
        String app = configuration.common().get("app");
        if (given == null && app != null) {
            given = supplied(app, loader);
        }
        if (given != null) {
            return new Opened(selected(given, arguments.get("db")), List.of(), loader, directory);
        }
        try {
            return opened.configured(arguments, configuration, directory, environment, warn);
        } catch (RuntimeException | Error e) {
            opened.close();
            throw e;
        }
    }

    private static MigrationRegistry supplied(String app, ClassLoader loader) {
        Object made = Loading.instance(Loading.load(app, loader));
        if (made instanceof Supplier<?> supplier) {
            try {
                if (supplier.get() instanceof MigrationRegistry registry) {
                    return registry;
                }
            } catch (KingletException e) {
                throw e;
            } catch (RuntimeException e) {
                throw new Usage("the class " + app + " of the application fails: " + e);
            }
        }
        throw new Usage("the class " + app + " is no Supplier<MigrationRegistry>");
    }

    private static MigrationRegistry selected(MigrationRegistry all, @Nullable String name) {
        if (name == null) {
            return all;
        }
        return MigrationRegistry.empty()
                .with(name, all.get(name), all.tables(name).toArray(Table<?, ?>[]::new));
    }

    private Opened configured(
            Arguments arguments,
            Configuration configuration,
            Path directory,
            Map<String, String> environment,
            Consumer<String> warn) {
        String place = arguments.get("database");
        String db = arguments.get("db");
        if (place != null) {
            configuration.of(db == null ? Configuration.ONLY : db).put("url", place);
        }
        List<String> names =
                db != null
                        ? List.of(db)
                        : place != null ? List.of(Configuration.ONLY) : configuration.names();
        if (names.isEmpty()) {
            throw new Usage(
                    "no database was named: say --database sqlite:///app.db, or put main.url into"
                            + " kinglet.properties");
        }
        if (db != null && !configuration.databases().containsKey(db)) {
            throw new Usage(
                    "there is no database '"
                            + db
                            + "': there are "
                            + String.join(", ", configuration.names()));
        }
        MigrationRegistry all = MigrationRegistry.empty();
        for (String name : names) {
            Map<String, String> settings = configuration.of(name);
            for (String own : Configuration.OWN) {
                String said = arguments.get(own);
                if (said != null) {
                    settings.put(own, said);
                }
            }
            Database database = database(name, settings, directory, environment, warn);
            String models = settings.get("models");
            Table<?, ?>[] tables =
                    models == null
                            ? new Table<?, ?>[0]
                            : ModelClasses.tables(models, loader).toArray(Table<?, ?>[]::new);
            String root = configuration.common().getOrDefault("folder", "db");
            String folder = settings.getOrDefault("folder", root + "/" + name);
            Migrations migrations = Migrations.of(database, directory.resolve(folder));
            all = all.with(name, with(migrations, settings), tables);
        }
        return new Opened(all, toClose, loader, directory);
    }

    private static Migrations with(Migrations migrations, Map<String, String> settings) {
        String table = settings.get("table");
        String order = settings.get("order");
        String edited = settings.get("edited");
        Migrations with = table == null ? migrations : migrations.table(table);
        with = order == null ? with : with.order(one(Migrations.Order.class, "order", order));
        return edited == null ? with : with.edited(one(Migrations.Edited.class, "edited", edited));
    }

    static <E extends Enum<E>> E one(Class<E> type, String setting, String value) {
        try {
            return Enum.valueOf(type, value.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            List<String> known = new ArrayList<>();
            for (E constant : type.getEnumConstants()) {
                known.add(constant.name().toLowerCase(Locale.ROOT));
            }
            throw new Usage(
                    setting + " is '" + value + "', and may be " + String.join(", ", known));
        }
    }

    private Database database(
            String name,
            Map<String, String> settings,
            Path directory,
            Map<String, String> environment,
            Consumer<String> warn) {
        String url = settings.get("url");
        if (url != null && url.matches("[\\w.$]+#\\w+")) {
            return Loading.database(url, loader);
        }
        Map<String, String> connection = new LinkedHashMap<>();
        settings.forEach(
                (key, value) -> {
                    if (!Configuration.OWN.contains(key)) {
                        connection.put(name + "." + key, value);
                    }
                });
        if (url != null && !url.matches("(jdbc:)?\\w+:.*")) {
            connection.put(name + ".url", "sqlite:///" + directory.resolve(url));
        } else if (url != null && url.matches("sqlite:///[^/].*")) {
            // a relative file is one of the folder of the project
            connection.put(
                    name + ".url",
                    "sqlite:///" + directory.resolve(url.substring("sqlite:///".length())));
        }
        Databases opened = Databases.of(connection, environment);
        toClose.add(opened);
        return opened.get(name);
    }

    @Override
    public void close() {
        for (AutoCloseable one : toClose) {
            try {
                one.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
