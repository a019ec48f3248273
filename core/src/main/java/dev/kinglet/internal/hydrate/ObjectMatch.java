package dev.kinglet.internal.hydrate;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.internal.plan.Plan;
import dev.kinglet.internal.plan.RowLayout;
import dev.kinglet.model.Column;
import dev.kinglet.model.ForeignKey;
import dev.kinglet.model.Table;
import dev.kinglet.type.Codec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds by name what fills a class, once a plan: for the class itself any item of the select list,
 * for a component that is an object of its own a source that is joined with that of its owner, and
 * for the parameters of such an object the items of its source.
 */
final class ObjectMatch {
    private static final int ROOT = 0;

    /** The place of a source that has no slot: a query that is joined under a name. */
    private static final int NONE = -2;

    private final Class<?> type;
    private final Plan plan;
    private final RowLayout layout;

    ObjectMatch(Class<?> type, Plan plan) {
        this.type = type;
        this.plan = plan;
        this.layout = plan.layout();
    }

    @SuppressWarnings("unchecked") // the class is that of R
    <R> ObjectReader<R> reader() {
        return (ObjectReader<R>) reader(type, type.getSimpleName(), ROOT, layout.items(), null);
    }

    private ObjectReader<?> reader(
            Class<?> of,
            String path,
            int slot,
            List<RowLayout.Item> items,
            ObjectReader.@Nullable Presence presence) {
        Constructors.Signature signature = Constructors.of(of);
        List<ObjectReader.Part> parts = new ArrayList<>();
        for (ObjectParameter parameter : signature.parameters()) {
            parts.add(new ObjectReader.Part(parameter, fill(parameter, path, slot, items)));
        }
        return new ObjectReader<>(
                path, signature, parts.toArray(ObjectReader.Part[]::new), presence);
    }

    private RowReader<?> fill(
            ObjectParameter parameter, String path, int slot, List<RowLayout.Item> items) {
        boolean isObject = Constructors.isObject(parameter.type());
        RowLayout.Item item = item(parameter.name(), items);
        // the raw key of a reference is no object, so a foreign key that is selected as well is
        // not in the way of the row it refers to
        if (item != null && !(isObject && item.expr() instanceof ForeignKey<?, ?, ?>)) {
            return value(item.codec(), item.position());
        }
        int joined = isObject && slot != NONE ? source(parameter.name(), slot) : -1;
        if (joined >= 0) {
            RowLayout.Slot source = layout.sources().get(joined);
            return reader(
                    parameter.type(),
                    path + "." + parameter.name(),
                    joined,
                    layout.items().stream().filter(each -> isOf(source, each)).toList(),
                    source.optional() ? new ObjectReader.Presence(key(source)) : null);
        }
        if (item != null) {
            return value(item.codec(), item.position());
        }
        List<RowLayout.Item> derived =
                isObject && slot == ROOT ? ofQuery(parameter.name()) : List.of();
        if (!derived.isEmpty()) {
            return reader(
                    parameter.type(),
                    path + "." + parameter.name(),
                    NONE,
                    derived,
                    new ObjectReader.Presence(null));
        }
        throw missing(parameter, path, items, isObject);
    }

    private static RowReader<?> value(Codec<?> codec, int position) {
        return result -> codec.read(result, position);
    }

    // ---- items

    private static RowLayout.@Nullable Item item(String name, List<RowLayout.Item> items) {
        for (RowLayout.Item item : items) {
            if (item.label().equals(name)) {
                return item;
            }
        }
        List<RowLayout.Item> close =
                items.stream().filter(item -> plain(item.label()).equals(plain(name))).toList();
        return close.size() == 1 ? close.get(0) : null;
    }

    private static boolean isOf(RowLayout.Slot source, RowLayout.Item item) {
        return item.expr() instanceof ColumnExpr<?> column
                && column.qualifier().equals(source.source().qualifier());
    }

    /** {@code favCount} and {@code fav_count} are one name. */
    private static String plain(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }

    // ---- sources

    /** A source that hangs on that one, by the first of its names that fits; -1 for none. */
    private int source(String name, int parent) {
        List<Function<RowLayout.Slot, @Nullable String>> namings =
                List.of(
                        ObjectMatch::relation,
                        slot ->
                                slot.source() instanceof Table<?, ?> table
                                        ? table.aliasName()
                                        : slot.source().qualifier(),
                        slot -> slot.table().toString());
        for (Function<RowLayout.Slot, @Nullable String> naming : namings) {
            List<Integer> found = new ArrayList<>();
            for (int i = 0; i < layout.sources().size(); i++) {
                RowLayout.Slot slot = layout.sources().get(i);
                String known = slot.parent() == parent ? naming.apply(slot) : null;
                if (known != null && plain(known).equals(plain(name))) {
                    found.add(i);
                }
            }
            if (found.size() == 1) {
                return found.get(0);
            }
        }
        return -1;
    }

    /** What was selected of a joined query of that name. It has no key, and nothing hangs on it. */
    private List<RowLayout.Item> ofQuery(String name) {
        return layout.items().stream()
                .filter(
                        item ->
                                item.expr() instanceof ColumnExpr<?> column
                                        && !(column instanceof Column<?>)
                                        && plain(column.qualifier()).equals(plain(name)))
                .toList();
    }

    /** What the relation is called, seen from the source that this one hangs on. */
    private static @Nullable String relation(RowLayout.Slot slot) {
        return slot.relation() == null ? null : slot.relation().name();
    }

    private static @Nullable RowReader<?> key(RowLayout.Slot source) {
        for (RowLayout.SlotColumn column : source.columns()) {
            if (column.position() == source.key()) {
                return value(column.codec(), column.position());
            }
        }
        return null;
    }

    // ---- errors

    private ProgrammingException missing(
            ObjectParameter parameter, String path, List<RowLayout.Item> items, boolean isObject) {
        String owner = type.getSimpleName();
        String inside = path.equals(owner) ? "" : path.substring(owner.length() + 1);
        return new ProgrammingException(
                owner
                        + " wants '"
                        + (inside.isEmpty() ? "" : inside + ".")
                        + parameter.name()
                        + "', and "
                        + (inside.isEmpty() ? "" : "of '" + inside + "' ")
                        + "the query selects "
                        + items.stream().map(RowLayout.Item::label).toList(),
                plan.model(),
                isObject
                        ? "join a source of that name, and select its columns"
                        : inside.isEmpty()
                                ? "select a column or alias of that name"
                                : "select a column of that name");
    }
}
