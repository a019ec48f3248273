package dev.kinglet.internal.plan;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Exprs;
import dev.kinglet.expr.Selection;
import dev.kinglet.model.Column;
import dev.kinglet.model.Hop;
import dev.kinglet.model.Table;
import dev.kinglet.query.Attached;
import dev.kinglet.query.Join;
import dev.kinglet.query.Labels;
import dev.kinglet.query.Link;
import dev.kinglet.query.NamedQuery;
import dev.kinglet.query.SelectDefinition;
import dev.kinglet.query.Source;
import dev.kinglet.type.Dialect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The select list of an outermost query, written out, and the layout that goes with it. */
final class SelectList {
    private final SelectDefinition select;
    private final Dialect dialect;
    private final boolean folded;
    private final List<SourceColumns> sources = new ArrayList<>();
    private final List<Expr<?>> columns = new ArrayList<>();
    private final Map<Expr<?>, Integer> positions = new HashMap<>();
    private final List<RowLayout.Item> items = new ArrayList<>();
    private final List<RowLayout.Slot> slots = new ArrayList<>();

    /** A source of the query and what was selected of it. */
    private static final class SourceColumns {
        final Source<?> source;
        final @Nullable Join join;
        final @Nullable Table<?, ?> model;

        final List<RowLayout.SlotColumn> columns = new ArrayList<>();
        final List<RowLayout.Extra> extras = new ArrayList<>();
        boolean optional;
        boolean needed;
        int slot = -1;

        SourceColumns(Source<?> source, @Nullable Join join) {
            this.source = source;
            this.join = join;
            this.model = Exposed.model(source);
        }
    }

    SelectList(SelectDefinition whole, Dialect dialect) {
        // of two queries put together the left one says what the rows are
        SelectDefinition select = whole;
        while (select.options().compound() != null) {
            select = select.options().compound().left();
        }
        this.select = select;
        this.folded = whole.folds();
        this.dialect = dialect;
        sources.add(new SourceColumns(select.root(), null));
        for (Join join : select.joins()) {
            if (join.kind().missesLeft()) {
                sources.forEach(source -> source.optional = true);
            }
            SourceColumns right = new SourceColumns(join.right(), join);
            right.optional = join.kind().missesRight();
            sources.add(right);
        }
        List<? extends Selection> selected =
                select.items().isEmpty() ? List.of(select.root()) : select.items();
        for (Selection item : selected) {
            add(item);
        }
        refuseEqualAliases();
        if (root().model != null) {
            layOut();
        }
    }

    /** What stands between SELECT and FROM. */
    List<Expr<?>> columns() {
        return columns;
    }

    RowLayout layout() {
        return new RowLayout(List.copyOf(items), List.copyOf(slots));
    }

    private SourceColumns root() {
        return sources.get(0);
    }

    private void add(Selection item) {
        if (item instanceof Expr<?> expr) {
            add(expr, expr instanceof Column<?> column ? sourceOf(column) : root(), expr);
        } else if (item instanceof Attached attached) {
            SourceColumns source = sources.get(indexOf(attached.source()));
            if (source.model == null) {
                throw new ProgrammingException(
                        "the rows of '"
                                + source.source
                                + "' are of no model that could hold "
                                + attached.expr(),
                        select.root().toString(),
                        "attach it to a table of the query");
            }
            source.needed = true;
            addExtra(attached.expr(), source, attached.expr());
        } else if (item instanceof NamedQuery<?> named && named != root().source) {
            SourceColumns source = sources.get(indexOf(named));
            for (Expr<?> expr : Exposed.expand(select.root(), List.of(named))) {
                Object inner = ((ColumnExpr<?>) expr).identity();
                if (source.model == null) {
                    add(expr, root(), expr);
                } else {
                    add(expr, source, (Expr<?>) inner);
                }
            }
        } else {
            for (Expr<?> expr : Exposed.expand(select.root(), List.of(item))) {
                add(expr);
            }
        }
    }

    /**
     * Adds an expression.
     *
     * @param known what it is asked for by: of a column of a named query the inner expression
     */
    private void add(Expr<?> expr, SourceColumns source, Expr<?> known) {
        Column<?> column = Exposed.column(source.source, expr);
        if (column == null) {
            addExtra(expr, source, known);
            return;
        }
        int position = position(expr);
        source.needed = true;
        source.columns.add(
                new RowLayout.SlotColumn(column.ordinal(), position, column.type().codec(dialect)));
        items.add(
                new RowLayout.Item(
                        expr,
                        Labels.label(expr),
                        position,
                        expr.type().codec(dialect),
                        column.isNullable() || source.optional));
    }

    private void addExtra(Expr<?> expr, SourceColumns source, Expr<?> known) {
        int position = position(expr);
        boolean nullable = Exprs.isNullable(expr);
        var codec = expr.type().codec(dialect);
        items.add(new RowLayout.Item(expr, Labels.label(expr), position, codec, nullable));
        RowLayout.Item asked =
                new RowLayout.Item(known, Labels.label(known), position, codec, nullable);
        source.extras.add(new RowLayout.Extra(asked, items.size() - 1, known != expr));
    }

    /**
     * A column stands in the list once, however often it was selected; another expression as often
     * as it was said.
     */
    private int position(Expr<?> expr) {
        Integer known = expr instanceof ColumnExpr<?> ? positions.get(expr) : null;
        if (known != null) {
            return known;
        }
        columns.add(expr);
        positions.put(expr, columns.size());
        return columns.size();
    }

    private SourceColumns sourceOf(Column<?> column) {
        for (SourceColumns source : sources) {
            if (source.source.equals(column.table())) {
                return source;
            }
        }
        throw Scope.missing(column, select);
    }

    private void refuseEqualAliases() {
        Set<String> seen = new HashSet<>();
        for (RowLayout.Item item : items) {
            if (Exprs.alias(item.expr()) != null && !seen.add(item.label())) {
                throw new ProgrammingException(
                        "two expressions of the select list are named '" + item.label() + "'",
                        select.root().toString(),
                        "give one of them another name");
            }
        }
    }

    private void layOut() {
        root().needed = true;
        for (int i = sources.size() - 1; i > 0; i--) {
            SourceColumns source = sources.get(i);
            source.needed &= source.model != null;
            if (source.needed) {
                // what it hangs on is needed as well, as a shell where nothing of it was selected
                parent(source).needed = true;
            }
        }
        // an aggregate alone is one row, to which no key could be added
        boolean plain = sources.stream().anyMatch(source -> !source.columns.isEmpty());
        for (SourceColumns source : sources) {
            if (!source.needed || source.model == null) {
                continue;
            }
            source.slot = slots.size();
            if (!folded && (source.join != null || source.optional && plain)) {
                addKey(source);
            }
            Join join = source.join;
            SourceColumns parent = join == null ? null : parent(source);
            Link link =
                    parent != null && join != null && parent.source.equals(join.left())
                            ? join.link()
                            : null;
            slots.add(
                    new RowLayout.Slot(
                            source.source,
                            source.model,
                            List.copyOf(source.columns),
                            List.copyOf(source.extras),
                            parent == null ? -1 : parent.slot,
                            link == null ? null : (Hop) link.relation(),
                            source.optional,
                            keyPosition(source)));
        }
    }

    /** The nearest source with a model that a source was joined from. */
    private SourceColumns parent(SourceColumns source) {
        SourceColumns parent = source;
        do {
            parent = parent.join == null ? root() : sources.get(indexOf(parent.join.left()));
        } while (parent.model == null);
        return parent;
    }

    /** A joined row is told from none by its key, so the key comes along. */
    private void addKey(SourceColumns source) {
        if (!(source.source instanceof Table<?, ?> table)) {
            return;
        }
        for (Column<?> own : table.keyColumns()) {
            if (source.columns.stream().noneMatch(column -> column.ordinal() == own.ordinal())) {
                source.columns.add(
                        new RowLayout.SlotColumn(
                                own.ordinal(), position(own), own.type().codec(dialect)));
            }
        }
    }

    private static int keyPosition(SourceColumns source) {
        for (RowLayout.SlotColumn column : source.columns) {
            if (source.model != null
                    && source.model.columns().get(column.ordinal()).isPrimaryKey()) {
                return column.position();
            }
        }
        return 0;
    }

    private int indexOf(Source<?> source) {
        for (int i = 0; i < sources.size(); i++) {
            if (sources.get(i).source.qualifier().equals(source.qualifier())) {
                return i;
            }
        }
        throw new ProgrammingException(
                "'" + source.qualifier() + "' is selected and not in the query",
                select.root().toString(),
                "join it first");
    }
}
