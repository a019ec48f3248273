package dev.kinglet.gfk;

import dev.kinglet.Database;
import dev.kinglet.errors.ModelException;
import dev.kinglet.model.Table;
import dev.kinglet.type.Dialect;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Triggers by which the database watches over a {@link GenericForeignKey} as over a foreign key,
 * whoever writes: a row that leads to what is not there is refused, and so is a tag of no declared
 * model; when a row is deleted that others lead to, what {@link GenericForeignKey#onDelete} says
 * happens, and without that the deletion is refused; so is a change of its key, and TRUNCATE on
 * PostgreSQL. All of these are {@link dev.kinglet.errors.IntegrityException}.
 *
 * <p>The tables have to be there, in one schema on SQLite. Models that are registered later are
 * watched over once the triggers are created anew. Rows that were stored before are not looked at:
 * see {@link GenericForeignKey#orphans()}. SQLite follows rows of a table that lead to others of
 * the same table to any depth only with {@code pragma recursive_triggers = on}.
 */
public final class Triggers {
    private final GenericForeignKey<?> reference;

    Triggers(GenericForeignKey<?> reference) {
        this.reference = reference;
    }

    /** Creates them, in place of those that are there, in one transaction. */
    public void create(Database database) {
        run(database, sql(database));
    }

    /** Drops them; those that are not there are no error. */
    public void drop(Database database) {
        run(database, dropping(database));
    }

    /** The statements of {@link #create}, in order: for a migration. */
    public List<String> sql(Database database) {
        List<String> all = new ArrayList<>(dropping(database));
        all.addAll(
                database.dialect() == Dialect.SQLITE
                        ? new SqliteTriggers(names(database), reference).create()
                        : new PostgresTriggers(names(database), reference).create());
        return all;
    }

    private List<String> dropping(Database database) {
        return database.dialect() == Dialect.SQLITE
                ? new SqliteTriggers(names(database), reference).drop()
                : new PostgresTriggers(names(database), reference).drop();
    }

    private static void run(Database database, List<String> statements) {
        database.atomic(
                transaction -> {
                    for (String sql : statements) {
                        database.execute(sql);
                    }
                });
    }

    private Names names(Database database) {
        return new Names(reference, database);
    }

    /** Names and values as SQL says them. */
    static final class Names {
        private final GenericForeignKey<?> reference;
        private final @Nullable String defaultSchema;

        Names(GenericForeignKey<?> reference, Database database) {
            this.reference = reference;
            this.defaultSchema = database.defaultSchema();
        }

        String type() {
            return quoted(reference.type().name());
        }

        String key() {
            return quoted(reference.key().name());
        }

        Table<?, ?> owner() {
            return reference.table().base();
        }

        /** With its schema, where it has one. */
        String of(Table<?, ?> table) {
            return in(table, table.tableName());
        }

        /** A name in the schema of a table. */
        String in(Table<?, ?> table, String name) {
            String schema = schema(table);
            return schema == null ? quoted(name) : quoted(schema) + "." + quoted(name);
        }

        @Nullable String schema(Table<?, ?> table) {
            return table.schema() == null ? defaultSchema : table.schema();
        }

        /**
         * Of a trigger or a function: at most 63 characters, so that none is cut off to equal
         * another.
         */
        String made(String what) {
            String name = owner().tableName() + "_" + reference.type().name() + "_gfk_" + what;
            if (name.length() <= 60) {
                return name;
            }
            String mark = Integer.toHexString(name.hashCode());
            return name.substring(0, 50) + "_" + mark;
        }

        String made(Target target, String what) {
            return made(target.table().tableName() + "_" + what);
        }

        /** What the column holds for a tag. */
        String literal(Object tag) {
            if (tag instanceof Number number) {
                return number.toString();
            }
            if (tag instanceof Enum<?> constant) {
                Class<?> stored = reference.type().type().stored().javaType();
                return stored == Integer.class || stored == Short.class
                        ? String.valueOf(constant.ordinal())
                        : text(constant.name());
            }
            return text(tag.toString());
        }

        static String text(String value) {
            if (value.indexOf('\\') >= 0 || value.indexOf('\0') >= 0) {
                throw new ModelException(
                        "a tag with a backslash in it has no triggers",
                        (String) null,
                        "use letters, digits and the like");
            }
            return "'" + value.replace("'", "''") + "'";
        }

        static String quoted(String name) {
            return '"' + name.replace("\"", "\"\"") + '"';
        }

        /** The rows that lead to a row of a target, which a trigger calls so. */
        String leading(Target target, String row) {
            return type()
                    + " = "
                    + literal(target.tag())
                    + " and "
                    + key()
                    + " = "
                    + row
                    + "."
                    + quoted(target.key().name());
        }

        /** What the deletion of a row does to those that lead to it; null where it is refused. */
        @Nullable String effect(Target target) {
            String rows = " where " + leading(target, "old");
            return switch (reference.onDelete()) {
                case CASCADE -> "delete from " + of(owner()) + rows;
                case SET_NULL ->
                        "update "
                                + of(owner())
                                + " set "
                                + type()
                                + " = null, "
                                + key()
                                + " = null"
                                + rows;
                default -> null;
            };
        }

        String refused(Target target) {
            return text(
                    "rows of "
                            + owner().tableName()
                            + " lead to the row of "
                            + target.table().tableName()
                            + " by "
                            + reference.type().name()
                            + ", "
                            + reference.key().name());
        }

        String missing() {
            return text(
                    "the row of "
                            + owner().tableName()
                            + " leads by "
                            + reference.type().name()
                            + ", "
                            + reference.key().name()
                            + " to what is not there");
        }
    }
}
