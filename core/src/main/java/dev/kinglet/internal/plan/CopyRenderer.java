package dev.kinglet.internal.plan;

import dev.kinglet.expr.ColumnExpr;
import dev.kinglet.postgres.CopyFormat;
import dev.kinglet.query.SelectDefinition;
import dev.kinglet.query.Source;
import dev.kinglet.type.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jooq.QueryPart;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** The part of {@link Renderer} that writes COPY of PostgreSQL. */
final class CopyRenderer {
    private static final Dialect DIALECT = Dialect.POSTGRES;

    private CopyRenderer() {}

    static Plan in(
            Source<?> table,
            List<? extends ColumnExpr<?>> columns,
            CopyFormat format,
            @Nullable String schema) {
        return of(table, columns, "copy {0} ({1}) from stdin", how(format.options()), schema);
    }

    static Plan inBinary(
            Source<?> table, List<? extends ColumnExpr<?>> columns, @Nullable String schema) {
        String how = how(Map.of("format", "binary"));
        return of(table, columns, "copy {0} ({1}) from stdin", how, schema);
    }

    static CopyTarget target(
            Source<?> table, List<? extends ColumnExpr<?>> columns, @Nullable String schema) {
        return new CopyTarget(
                of(table, columns, "{0}", "", schema).sql(),
                columns.stream().<String>map(ColumnExpr::name).toList(),
                of(table, columns, "select {1} from {0}", "", schema).sql());
    }

    private static Plan of(
            Source<?> table,
            List<? extends ColumnExpr<?>> columns,
            String template,
            String how,
            @Nullable String schema) {
        Renderer renderer = new Renderer(DIALECT, schema, new Scopes());
        List<QueryPart> names = new ArrayList<>();
        List<BindSlot> slots = new ArrayList<>();
        for (ColumnExpr<?> column : columns) {
            names.add(DSL.name(column.name()));
            slots.add(
                    new BindSlot(
                            slots.size(),
                            column.type().codec(DIALECT),
                            null,
                            -1,
                            column.toString()));
        }
        QueryPart statement =
                Templates.part(
                        template, renderer.tables.target(table), Templates.joined(", ", names));
        String sql = renderer.jooq.renderContext().visit(statement).render();
        return new Plan(sql + how, slots, null, table.toString(), false);
    }

    static Plan out(
            SelectDefinition query, CopyFormat format, @Nullable String schema, Shape shape) {
        Renderer renderer = new Renderer(DIALECT, schema, shape.scopes());
        String sql = "copy (" + renderer.inlined(query, shape.takeValues()) + ") to stdout";
        return new Plan(
                sql + how(format.options()),
                List.of(),
                null,
                query.root().toString(),
                renderer.onlyReads);
    }

    private static String how(Map<String, String> options) {
        List<String> said = new ArrayList<>();
        options.forEach((name, value) -> said.add(name + " " + Literals.text(value, DIALECT)));
        return said.isEmpty() ? "" : " with (" + String.join(", ", said) + ")";
    }
}
