package dev.kinglet.gfk;

import dev.kinglet.errors.ModelException;
import dev.kinglet.model.Column;
import dev.kinglet.model.ForeignKey;
import dev.kinglet.model.Model;
import dev.kinglet.model.Table;
import dev.kinglet.model.Tables;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which tag stands for which table: the checked declaration of a generic foreign key. */
final class Targets {
    private final GenericForeignKey<?> owner;
    private final Table<?, ?> table;
    private final Map<String, Table<?, ?>> byTag = new LinkedHashMap<>();
    private final Map<Table<?, ?>, String> tags = new IdentityHashMap<>();

    private Targets(GenericForeignKey<?> owner, Table<?, ?> table) {
        this.owner = owner;
        this.table = table;
    }

    /** One call of {@code target}. */
    record Declared(Class<? extends Model<?>> model, String tag) {}

    static Targets check(
            GenericForeignKey<?> owner,
            Table<?, ?> table,
            Column<?> type,
            Column<?> key,
            List<Declared> declared) {
        Targets targets = new Targets(owner, table);
        targets.checkColumns(type, key);
        if (declared.isEmpty()) {
            throw targets.wrong(
                    "the generic foreign key " + owner + " has no target",
                    "name the models it may point at: target(Model.class, \"tag\")");
        }
        declared.forEach(target -> targets.add(target, key));
        return targets;
    }

    Table<?, ?> byTag(String tag) {
        Table<?, ?> target = byTag.get(tag);
        if (target == null) {
            throw wrong(
                    owner + " holds the tag '" + tag + "', and the known ones are " + known(),
                    "declare its model: target(Model.class, \"" + tag + "\"), or mend the row");
        }
        return target;
    }

    /** The tag of a model, or of the nearest superclass that has a table. */
    String tag(Class<? extends Model<?>> model) {
        return tag(Tables.of(model));
    }

    String tag(Table<?, ?> target) {
        String tag = tags.get(target.base());
        if (tag == null) {
            throw wrong(
                    owner + " does not point at " + target.base() + ", only at " + known(),
                    "declare it: target(" + target.base() + ".class, \"tag\")");
        }
        return tag;
    }

    private void checkColumns(Column<?> type, Column<?> key) {
        for (Column<?> column : List.of(type, key)) {
            if (column.table().base() != table.base()) {
                throw wrong(
                        "the generic foreign key "
                                + owner
                                + " of "
                                + table.base()
                                + " uses "
                                + column
                                + ", a column of "
                                + column.table(),
                        "use two columns of " + table.base());
            }
        }
        if (type.ordinal() == key.ordinal()) {
            throw wrong(
                    "the generic foreign key " + owner + " uses one column for both tag and key",
                    "declare a column for each");
        }
        if (key instanceof ForeignKey<?, ?, ?> foreignKey) {
            throw wrong(
                    "the key of the generic foreign key "
                            + owner
                            + " is a foreign key to "
                            + foreignKey.target(),
                    "declare a plain column, such as bigint()");
        }
    }

    private void add(Declared declared, Column<?> key) {
        Table<?, ?> target = Tables.of(declared.model()).base();
        checkKey(target, key);
        if (declared.tag().isBlank()) {
            throw wrong(owner + " has a blank tag for " + target, "give it a name");
        }
        Table<?, ?> other = byTag.put(declared.tag(), target);
        if (other != null) {
            throw wrong(
                    owner
                            + " has the tag '"
                            + declared.tag()
                            + "' twice: for "
                            + other
                            + " and for "
                            + target,
                    "give one of them another tag");
        }
        String before = tags.put(target, declared.tag());
        if (before != null) {
            throw wrong(
                    owner
                            + " has two tags for "
                            + target
                            + ": '"
                            + before
                            + "' and '"
                            + declared.tag()
                            + "'",
                    "keep the one that is stored");
        }
    }

    private void checkKey(Table<?, ?> target, Column<?> key) {
        List<Column<?>> columns = target.primaryKey();
        if (columns.size() != 1) {
            throw wrong(
                    owner
                            + " holds one key, and the primary key of "
                            + target
                            + " has "
                            + columns.size()
                            + " columns",
                    "give " + target + " a key of one column, or a foreign key of its own here");
        }
        Class<?> held = key.type().javaType();
        Class<?> wanted = columns.get(0).type().javaType();
        if (held != wanted) {
            throw wrong(
                    key
                            + " holds a "
                            + held.getSimpleName()
                            + ", and the key "
                            + columns.get(0)
                            + " is a "
                            + wanted.getSimpleName(),
                    "point only at models whose keys are of one type");
        }
    }

    private String known() {
        StringBuilder known = new StringBuilder();
        byTag.forEach(
                (tag, target) ->
                        known.append(known.isEmpty() ? "" : ", ")
                                .append('\'')
                                .append(tag)
                                .append("' (")
                                .append(target)
                                .append(')'));
        return known.toString();
    }

    private ModelException wrong(String what, String hint) {
        return new ModelException(what, table.base().toString(), hint);
    }
}
