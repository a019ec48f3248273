package dev.kinglet.gfk;

import dev.kinglet.errors.ModelException;
import dev.kinglet.model.Column;
import dev.kinglet.model.Hop;
import dev.kinglet.model.Model;
import dev.kinglet.model.Table;
import dev.kinglet.model.Tables;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which tag stands for which table; immutable, so that a model that comes later makes another. */
final class Targets {
    private final Declared owner;
    private final Map<Object, Target> byTag;
    private final Map<Table<?, ?>, Target> byTable;

    /** None yet. */
    Targets(Declared owner) {
        this(owner, Map.of(), Map.of());
    }

    private Targets(Declared owner, Map<Object, Target> byTag, Map<Table<?, ?>, Target> byTable) {
        this.owner = owner;
        this.byTag = byTag;
        this.byTable = byTable;
    }

    static Target target(
            GenericForeignKey<?> owner, Object tag, Table<?, ?> table, Column<?> primaryKey) {
        List<Column<?>> here = List.of(owner.key());
        List<Column<?>> there = List.of(primaryKey);
        return new Target(
                tag,
                table,
                primaryKey,
                Hop.one(here, there, owner.field()).where(owner.type(), tag),
                Hop.many(there, here, owner.name() + ".loadReverse(" + table + ")")
                        .where(owner.type(), tag));
    }

    /** These and one more, whose tag and table are not taken. */
    Targets with(Target more) {
        Target other = byTag.get(more.tag());
        if (other != null) {
            throw owner.wrong(
                    owner.owner()
                            + " has the tag '"
                            + more.tag()
                            + "' twice: for "
                            + other.table()
                            + " and for "
                            + more.table(),
                    "give one of them another tag");
        }
        Target before = byTable.get(more.table());
        if (before != null) {
            throw owner.wrong(
                    owner.owner()
                            + " has two tags for "
                            + more.table()
                            + ": '"
                            + before.tag()
                            + "' and '"
                            + more.tag()
                            + "'",
                    "keep the one that is stored");
        }
        Map<Object, Target> tags = new LinkedHashMap<>(byTag);
        tags.put(more.tag(), more);
        Map<Table<?, ?>, Target> tables = new IdentityHashMap<>(byTable);
        tables.put(more.table(), more);
        return new Targets(owner, tags, tables);
    }

    /** In the order in which they were declared. */
    List<Target> all() {
        return new ArrayList<>(byTag.values());
    }

    /** Null for a tag of no model. */
    @Nullable Target byTag(Object tag) {
        return byTag.get(tag);
    }

    Target of(Model<?> row) {
        return of(row.table());
    }

    /** That of a model, or of the nearest superclass that has a table. */
    Target of(Class<? extends Model<?>> model) {
        return of(Tables.of(model));
    }

    Target of(Table<?, ?> table) {
        Target target = byTable.get(table.base());
        if (target == null) {
            throw owner.wrong(
                    owner.owner() + " does not lead to " + table.base() + ", only to " + known(),
                    "declare it: target(" + table.base() + ".class, \"tag\")");
        }
        return target;
    }

    ModelException unknown(Object tag) {
        return owner.wrong(
                owner.owner() + " holds the tag '" + tag + "', and the known ones are " + known(),
                "declare its model: target(Model.class, \""
                        + tag
                        + "\"), mend the row, or read it by lenient()");
    }

    ModelException wrong(String what, String hint) {
        return owner.wrong(what, hint);
    }

    private String known() {
        StringBuilder known = new StringBuilder();
        byTag.forEach(
                (tag, target) ->
                        known.append(known.isEmpty() ? "" : ", ")
                                .append('\'')
                                .append(tag)
                                .append("' (")
                                .append(target.table())
                                .append(')'));
        return known.toString();
    }
}
