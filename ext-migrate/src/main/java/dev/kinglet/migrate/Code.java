package dev.kinglet.migrate;

import dev.kinglet.Database;
import dev.kinglet.migrate.change.Operation;
import dev.kinglet.migrate.internal.run.Checksum;
import dev.kinglet.migrate.internal.run.Problem;
import dev.kinglet.migrate.internal.run.Script;
import dev.kinglet.migrate.internal.run.Seeds;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Migrations in code, as the runner sees them. */
final class Code {
    private Code() {}

    /** One that was given as an object. */
    static Script script(NamedMigration migration) {
        Script.Content content = content(migration.migration());
        return new Script() {
            @Override
            public String id() {
                return migration.id();
            }

            @Override
            public @Nullable String checksum(Database database) {
                try {
                    return Checksum.of(content.up().operations(database));
                } catch (Exception e) { // also what Kotlin throws without saying so
                    return null; // then nothing can be said about it; running it says what is wrong
                }
            }

            @Override
            public List<String> replaces() {
                return List.of();
            }

            @Override
            public Content content() {
                return content;
            }
        };
    }

    /** What runs of the class that a file declares. */
    static Script.Content content(String id, Class<?> type) {
        Object made = instance(id, type);
        if (made instanceof Migration migration) {
            return content(migration);
        }
        throw new Problem(
                "the class "
                        + type.getName()
                        + " of migration '"
                        + id
                        + "' is not a "
                        + Migration.class.getName(),
                id,
                "let it implement that");
    }

    /** What runs of the class that a seed's file declares. */
    static Seeds.Seeding seeding(String id, Class<?> type) {
        if (instance(id, type) instanceof Seed seed) {
            return new Seeds.Seeding(Set.copyOf(seed.environments()), seed::run);
        }
        throw new Problem(
                "the class "
                        + type.getName()
                        + " of the seed '"
                        + id
                        + "' is not a "
                        + Seed.class.getName(),
                id,
                "let it implement that");
    }

    /** An object of a class: by its constructor without arguments, or Kotlin's object. */
    static Object instance(String id, Class<?> type) {
        try {
            for (Field field : type.getDeclaredFields()) {
                if (field.getName().equals("INSTANCE")
                        && Modifier.isStatic(field.getModifiers())
                        && field.getType() == type) {
                    field.setAccessible(true);
                    Object instance = field.get(null);
                    if (instance != null) {
                        return instance;
                    }
                }
            }
            Constructor<?> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (NoSuchMethodException e) {
            throw new Problem(
                    "the class " + type.getName() + " of '" + id + "' needs arguments",
                    id,
                    "give it a constructor without any",
                    e);
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new Problem(
                    "the class " + type.getName() + " of '" + id + "' cannot be made: " + cause,
                    id,
                    null,
                    cause);
        } catch (ReflectiveOperationException e) {
            throw new Problem(
                    "the class " + type.getName() + " of '" + id + "' cannot be made: " + e,
                    id,
                    "let it be a class that is neither abstract nor inside of an object",
                    e);
        }
    }

    private static Script.Content content(Migration migration) {
        return new Script.Content(
                migration.transactional(),
                database -> collected(database, migration::up),
                hasDown(migration) ? database -> collected(database, migration::down) : null);
    }

    private static List<Operation> collected(Database database, Consumer<Migrator> way) {
        Migrator migrator = new Migrator(database);
        way.accept(migrator);
        return migrator.operations();
    }

    private static boolean hasDown(Migration migration) {
        try {
            return migration.getClass().getMethod("down", Migrator.class).getDeclaringClass()
                    != Migration.class;
        } catch (NoSuchMethodException e) {
            return true; // hidden from reflection: then its own down(..) decides
        }
    }
}
