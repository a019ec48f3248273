package dev.kinglet.model;

import dev.kinglet.errors.ModelException;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The foreign keys that refer to a table, as far as their tables were bound. */
final class Backrefs {
    private final Table<?, ?> table;
    private final Set<ForeignKey<?, ?, ?>> all = ConcurrentHashMap.newKeySet();

    private volatile Set<AnyReference<?, ?>> references = Set.of();
    volatile Dependants.@Nullable Known concern;

    Backrefs(Table<?, ?> table) {
        this.table = table;
    }

    void add(ForeignKey<?, ?, ?> foreignKey) {
        if (all.add(foreignKey)) {
            Dependants.LEARNT.incrementAndGet();
        }
    }

    void add(AnyReference<?, ?> reference) {
        synchronized (all) {
            Set<AnyReference<?, ?>> more = new LinkedHashSet<>(references);
            more.add(reference);
            references = Collections.unmodifiableSet(more);
            Dependants.LEARNT.incrementAndGet();
        }
    }

    /** The references to rows of several tables, in the order in which they were bound. */
    Set<AnyReference<?, ?>> references() {
        return references;
    }

    List<ForeignKey<?, ?, ?>> all() {
        return all.stream()
                .sorted(
                        Comparator.<ForeignKey<?, ?, ?>, String>comparing(
                                        foreignKey -> foreignKey.table().toString())
                                .thenComparing(Column::ordinal))
                .toList();
    }

    @Nullable ForeignKey<?, ?, ?> find(String name) {
        for (ForeignKey<?, ?, ?> foreignKey : all()) {
            if (name.equals(foreignKey.backref())) {
                return foreignKey;
            }
        }
        return null;
    }

    ForeignKey<?, ?, ?> named(String name) {
        ForeignKey<?, ?, ?> found = find(name);
        if (found == null) {
            throw new ModelException(
                    table + " has no back-reference '" + name + "'",
                    table.toString(),
                    "there are "
                            + all().stream()
                                    .map(ForeignKey::backref)
                                    .filter(Objects::nonNull)
                                    .toList()
                            + ", of the tables that were bound so far");
        }
        return found;
    }
}
