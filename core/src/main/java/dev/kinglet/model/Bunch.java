package dev.kinglet.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows that a relation leads to from one key: filled by one thread, then never changed. */
final class Bunch {
    final Hop relation;
    private final @Nullable Model<?> parent;
    private List<Model<?>> rows;
    private int size;

    private Bunch(Hop relation, @Nullable Model<?> parent, List<Model<?>> rows) {
        this.relation = relation;
        this.parent = parent;
        this.rows = rows;
    }

    /** Rows that are known. */
    static Bunch of(Hop relation, List<Model<?>> rows) {
        return new Bunch(relation, null, rows);
    }

    /**
     * For rows that are still to be read.
     *
     * @param parent what they refer to, if they do not know it yet; null where nobody tells them
     */
    static Bunch awaited(Hop relation, @Nullable Model<?> parent) {
        return new Bunch(relation, relation.many() ? parent : null, List.of());
    }

    /** In the order of the query; empty when there are none. */
    List<Model<?>> rows() {
        return rows;
    }

    /** One more will be added: lists are made as long as they get. */
    void expect() {
        size++;
    }

    void add(Model<?> row) {
        if (rows.isEmpty()) {
            rows = new ArrayList<>(size);
        }
        rows.add(row);
        if (parent != null) {
            Model<?> holder = relation.holder(row);
            if (Related.one(holder, relation.inverse()) == null) {
                Related.putOne(holder, relation.inverse(), parent);
            }
        }
    }
}
