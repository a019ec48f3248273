package dev.kinglet.model;

import dev.kinglet.errors.ProgrammingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Model#toMap(MapOptions)} puts into a map. A value: each method answers another one.
 *
 * @see #loaded()
 */
public final class MapOptions {
    private static final MapOptions LOADED =
            new MapOptions(
                    References.LOADED,
                    Integer.MAX_VALUE,
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of());

    private final References references;
    private final int depth;
    private final List<Column<?>> only;
    private final List<Column<?>> exclude;

    /** Null for all that have a name. */
    private final @Nullable List<Reference<?, ?>> backrefs;

    private final List<TableRelation> relations;

    private enum References {
        KEYS,
        LOADED,
        FOLLOWED
    }

    private MapOptions(
            References references,
            int depth,
            List<Column<?>> only,
            List<Column<?>> exclude,
            @Nullable List<Reference<?, ?>> backrefs,
            List<TableRelation> relations) {
        this.references = references;
        this.depth = depth;
        this.only = only;
        this.exclude = exclude;
        this.backrefs = backrefs;
        this.relations = relations;
    }

    /** References are raw keys. Never a query. */
    public static MapOptions keys() {
        return new MapOptions(References.KEYS, 0, List.of(), List.of(), List.of(), List.of());
    }

    /** References that are loaded are maps, others raw keys. Never a query. */
    public static MapOptions loaded() {
        return LOADED;
    }

    /** References are maps, loaded where they are not there yet. */
    public static MapOptions following() {
        return new MapOptions(
                References.FOLLOWED, Integer.MAX_VALUE, List.of(), List.of(), List.of(), List.of());
    }

    /** Rows of so many levels below this one become maps; 0 for none. */
    public MapOptions depth(int levels) {
        if (levels < 0) {
            throw new ProgrammingException(
                    "a map of " + levels + " levels", null, "say 0 for raw keys only");
        }
        return new MapOptions(references, levels, only, exclude, backrefs, relations);
    }

    /** Of a table that has one of these columns, only these. Adds to what was said before. */
    public MapOptions only(Column<?>... columns) {
        return new MapOptions(references, depth, plus(only, columns), exclude, backrefs, relations);
    }

    /** Not these columns. Adds to what was said before. */
    public MapOptions exclude(Column<?>... columns) {
        return new MapOptions(references, depth, only, plus(exclude, columns), backrefs, relations);
    }

    /**
     * Lists of the rows that refer to a row by these references, under the name of the
     * back-reference, wherever such a row is met. With {@link #following()} they are loaded where
     * they are not there yet; else one that was not loaded is left out.
     *
     * @throws ProgrammingException for a reference whose back-reference has no name
     */
    public MapOptions backrefs(Reference<?, ?>... by) {
        List<Reference<?, ?>> all = new ArrayList<>(backrefs == null ? List.of() : backrefs);
        for (Reference<?, ?> reference : by) {
            if (reference.backref() == null) {
                throw new ProgrammingException(
                        "the back-reference of " + reference + " has no name to put it under",
                        reference.target().toString(),
                        "declare it: backref(\"..\")");
            }
            all.add(reference);
        }
        return new MapOptions(references, depth, only, exclude, List.copyOf(all), relations);
    }

    /**
     * As {@link #backrefs}, of all named back-references of tables that were bound so far. With
     * {@link #following()} that may be the whole database, so say a depth.
     */
    public MapOptions allBackrefs() {
        return new MapOptions(references, depth, only, exclude, null, relations);
    }

    /**
     * Lists of the rows that these relations lead to, under their names, wherever a row of their
     * owner is met; as {@link #backrefs} in all else. A row that is above in the same map is its
     * key there.
     *
     * @throws ProgrammingException for a relation without a name
     */
    public MapOptions relations(TableRelation... relations) {
        List<TableRelation> all = new ArrayList<>(this.relations);
        for (TableRelation relation : relations) {
            if (relation.name() == null) {
                throw new ProgrammingException(
                        "the relation " + relation + " has no name to put it under",
                        relation.owner().toString(),
                        "keep it in a field of a table, and name its other side: backref(\"..\")");
            }
            all.add(relation);
        }
        return new MapOptions(references, depth, only, exclude, backrefs, List.copyOf(all));
    }

    boolean nests(int level) {
        return references != References.KEYS && level < depth;
    }

    boolean follows() {
        return references == References.FOLLOWED;
    }

    boolean takes(Column<?> column) {
        if (contains(exclude, column)) {
            return false;
        }
        boolean named = false;
        for (Column<?> one : only) {
            named |= one.table.base() == column.table.base();
        }
        return !named || contains(only, column);
    }

    /** The back-references of a table, in the order in which they were said. */
    List<Reference<?, ?>> backrefsOf(Table<?, ?> table) {
        return backrefs == null
                ? table.backrefs().stream().filter(fk -> fk.backref() != null).toList()
                : backrefs.stream().filter(fk -> fk.target() == table.base()).toList();
    }

    /** The relations of a table, in the order in which they were said. */
    List<TableRelation> relationsOf(Table<?, ?> table) {
        return relations.isEmpty()
                ? relations
                : relations.stream().filter(some -> some.owner() == table.base()).toList();
    }

    private static boolean contains(List<Column<?>> columns, Column<?> column) {
        return columns.stream().anyMatch(one -> one.canonical() == column.canonical());
    }

    private static List<Column<?>> plus(List<Column<?>> some, Column<?>... more) {
        List<Column<?>> all = new ArrayList<>(some);
        all.addAll(Arrays.asList(more));
        return List.copyOf(all);
    }
}
