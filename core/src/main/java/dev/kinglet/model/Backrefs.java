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

/** The references to a table, as far as their tables were bound. */
final class Backrefs {
    private final Table<?, ?> table;
    private final Set<Reference<?, ?>> all = ConcurrentHashMap.newKeySet();

    private volatile Set<AnyReference<?, ?>> references = Set.of();
    volatile Dependants.@Nullable Known concern;

    Backrefs(Table<?, ?> table) {
        this.table = table;
    }

    void add(Reference<?, ?> reference) {
        if (all.add(reference)) {
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

    List<Reference<?, ?>> all() {
        return all.stream()
                .sorted(
                        Comparator.<Reference<?, ?>, String>comparing(
                                        reference -> reference.table().toString())
                                .thenComparing(Backrefs::place))
                .toList();
    }

    private static int place(Reference<?, ?> reference) {
        return reference.columns().get(0).ordinal;
    }

    @Nullable Reference<?, ?> find(String name) {
        for (Reference<?, ?> reference : all()) {
            if (name.equals(reference.backref())) {
                return reference;
            }
        }
        return null;
    }

    Reference<?, ?> named(String name) {
        Reference<?, ?> found = find(name);
        if (found == null) {
            throw new ModelException(
                    table + " has no back-reference '" + name + "'",
                    table.toString(),
                    "there are "
                            + all().stream()
                                    .map(Reference::backref)
                                    .filter(Objects::nonNull)
                                    .toList()
                            + ", of the tables that were bound so far");
        }
        return found;
    }
}
