package dev.kinglet.internal.catalog;

import dev.kinglet.internal.plan.SqlTypes;
import dev.kinglet.schema.SchemaDifference;
import dev.kinglet.schema.SchemaDifference.Part;
import dev.kinglet.schema.SchemaInfo;
import dev.kinglet.schema.SchemaName;
import dev.kinglet.schema.TableInfo;
import dev.kinglet.type.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a table that is declared and one that is there differ. Names of constraints do not matter:
 * what they say does. An index or a check of a name is compared with the one of that name, and
 * where there is none with one that says the same.
 */
public final class Comparison {
    private final Dialect dialect;
    private final TableInfo declared;
    private final TableInfo found;
    private final List<SchemaDifference> differences = new ArrayList<>();

    private Comparison(TableInfo declared, TableInfo found, Dialect dialect) {
        this.dialect = dialect;
        this.declared = declared;
        this.found = found;
    }

    /** In the order of the declaration; what is only there comes last, kind by kind. */
    public static List<SchemaDifference> of(TableInfo declared, TableInfo found, Dialect dialect) {
        Comparison comparison = new Comparison(declared, found, dialect);
        comparison.module();
        comparison.columns();
        comparison.primaryKey();
        comparison.parts(
                Part.FOREIGN_KEY,
                declared.foreignKeys(),
                found.foreignKeys(),
                key -> String.join(", ", key.columns()),
                (a, b) -> a.columns().equals(b.columns()),
                Comparison::same);
        comparison.parts(
                Part.CHECK,
                declared.checks(),
                found.checks(),
                check -> check.name() == null ? check.sql() : check.name(),
                (a, b) -> a.name() != null && a.name().equals(b.name()),
                (a, b) -> SqlText.same(a.sql(), b.sql()));
        comparison.parts(
                Part.INDEX,
                declared.indexes(),
                found.indexes(),
                TableInfo.Index::name,
                (a, b) -> a.name().equals(b.name()),
                Comparison::same);
        comparison.parts(
                Part.TRIGGER,
                declared.triggers(),
                found.triggers(),
                TableInfo.Trigger::name,
                (a, b) -> a.name().equals(b.name()),
                (a, b) -> a.name().equals(b.name()) && SqlText.same(a.sql(), b.sql()));
        return comparison.differences;
    }

    /** A table that is not there. */
    public static SchemaDifference missing(TableInfo declared) {
        return new SchemaDifference(
                declared.name(),
                Part.TABLE,
                declared.name().name(),
                "a table of " + declared.columns().size() + " columns",
                null,
                null,
                null);
    }

    /** The columns of a view, by their names. */
    public static List<SchemaDifference> ofView(TableInfo declared, SchemaInfo.View found) {
        List<String> names = found.columns().stream().map(TableInfo.Column::name).toList();
        return declared.columns().stream()
                .filter(column -> !names.contains(column.name()))
                .map(
                        column ->
                                new SchemaDifference(
                                        declared.name(),
                                        Part.COLUMN,
                                        column.name(),
                                        column.toString(),
                                        null,
                                        column,
                                        null))
                .toList();
    }

    private void module() {
        if (!SqlText.same(declared.using(), found.using())) {
            add(
                    Part.MODULE,
                    declared.name().name(),
                    declared.using() == null ? "a usual table" : declared.using(),
                    found.using() == null ? "a usual table" : found.using());
        }
    }

    private void columns() {
        for (TableInfo.Column column : declared.columns()) {
            TableInfo.Column other = found.column(column.name());
            if (other == null) {
                add(Part.COLUMN, column.name(), column.toString(), null, column, null);
            } else if (declared.using() == null) { // a module says itself what its columns are
                column(column, other);
            }
        }
        for (TableInfo.Column column : found.columns()) {
            if (declared.column(column.name()) == null) {
                add(Part.COLUMN, column.name(), null, column.toString(), null, column);
            }
        }
    }

    private void column(TableInfo.Column a, TableInfo.Column b) {
        String type = SqlTypes.normal(a.sqlType(), dialect);
        if (!type.equals(SqlTypes.normal(b.sqlType(), dialect))) {
            add(Part.TYPE, a.name(), a.sqlType(), b.sqlType(), a, b);
        }
        if (a.nullable() != b.nullable()) {
            add(Part.NULLABLE, a.name(), nullable(a), nullable(b), a, b);
        }
        // a number that a sequence counts is counted, too
        boolean serial =
                a.identity() == TableInfo.Identity.BY_DEFAULT
                        && b.defaultSql() != null
                        && b.defaultSql().startsWith("nextval(");
        if (!serial && !SqlText.same(a.defaultSql(), b.defaultSql())) {
            add(Part.DEFAULT, a.name(), said(a.defaultSql()), said(b.defaultSql()), a, b);
        }
        // in SQLite every key of whole numbers is counted
        boolean counted =
                dialect == Dialect.SQLITE && a.identity() == TableInfo.Identity.NONE || serial;
        if (!counted && a.identity() != b.identity()) {
            add(Part.IDENTITY, a.name(), identity(a), identity(b), a, b);
        }
        TableInfo.Generated one = a.generated();
        TableInfo.Generated other = b.generated();
        if (one == null
                ? other != null
                : other == null
                        || one.stored() != other.stored()
                        || !SqlText.same(one.sql(), other.sql())) {
            add(
                    Part.GENERATED,
                    a.name(),
                    one == null ? "nothing" : one.toString(),
                    other == null ? "nothing" : other.toString(),
                    a,
                    b);
        }
        if (!Objects.equals(lower(a.collation()), lower(b.collation()))) {
            add(
                    Part.COLLATION,
                    a.name(),
                    Objects.requireNonNullElse(a.collation(), "the usual one"),
                    Objects.requireNonNullElse(b.collation(), "the usual one"),
                    a,
                    b);
        }
        if (dialect == Dialect.POSTGRES && !Objects.equals(a.comment(), b.comment())) {
            add(Part.COMMENT, a.name(), said(a.comment()), said(b.comment()), a, b);
        }
    }

    private void primaryKey() {
        List<String> a =
                declared.primaryKey() == null ? List.of() : declared.primaryKey().columns();
        List<String> b = found.primaryKey() == null ? List.of() : found.primaryKey().columns();
        if (!a.equals(b)) {
            add(
                    Part.PRIMARY_KEY,
                    String.join(", ", a.isEmpty() ? b : a),
                    a.isEmpty() ? null : "(" + String.join(", ", a) + ")",
                    b.isEmpty() ? null : "(" + String.join(", ", b) + ")",
                    declared.primaryKey(),
                    found.primaryKey());
        }
        if (dialect == Dialect.POSTGRES && !Objects.equals(declared.comment(), found.comment())) {
            add(
                    Part.COMMENT,
                    declared.name().name(),
                    said(declared.comment()),
                    said(found.comment()));
        }
    }

    private <T extends TableInfo.Element> void parts(
            Part part,
            List<T> declared,
            List<T> found,
            Function<T, String> name,
            BiPredicate<T, T> alike,
            BiPredicate<T, T> equal) {
        List<T> left = new ArrayList<>(found);
        List<T> unmatched = new ArrayList<>();
        for (T one : declared) {
            T same = take(left, other -> alike.test(one, other) && equal.test(one, other));
            if (same == null) {
                unmatched.add(one);
            }
        }
        for (T one : unmatched) {
            if (take(left, other -> equal.test(one, other)) != null) {
                continue; // under another name
            }
            T other = take(left, candidate -> alike.test(one, candidate));
            add(
                    part,
                    name.apply(one),
                    one.toString(),
                    other == null ? null : other.toString(),
                    one,
                    other);
        }
        left.forEach(other -> add(part, name.apply(other), null, other.toString(), null, other));
    }

    private static <T> @Nullable T take(List<T> from, java.util.function.Predicate<T> test) {
        for (int i = 0; i < from.size(); i++) {
            if (test.test(from.get(i))) {
                return from.remove(i);
            }
        }
        return null;
    }

    private static boolean same(TableInfo.ForeignKey a, TableInfo.ForeignKey b) {
        return a.columns().equals(b.columns())
                && same(a.target(), b.target())
                && a.targetColumns().equals(b.targetColumns())
                && a.onDelete() == b.onDelete()
                && a.onUpdate() == b.onUpdate()
                && a.deferral() == b.deferral();
    }

    /** A schema that one of them does not say is the usual one. */
    private static boolean same(SchemaName a, SchemaName b) {
        return a.name().equals(b.name())
                && (a.schema() == null || b.schema() == null || a.schema().equals(b.schema()));
    }

    private static boolean same(TableInfo.Index a, TableInfo.Index b) {
        if (a.unique() != b.unique()
                || a.nullsNotDistinct() != b.nullsNotDistinct()
                || !a.method().equals(b.method())
                || !a.include().equals(b.include())
                || !SqlText.same(a.where(), b.where())
                || a.parts().size() != b.parts().size()) {
            return false;
        }
        for (int i = 0; i < a.parts().size(); i++) {
            TableInfo.Part one = a.parts().get(i);
            TableInfo.Part other = b.parts().get(i);
            if (!Objects.equals(one.column(), other.column())
                    || !SqlText.same(one.expression(), other.expression())
                    || !Objects.equals(lower(one.collation()), lower(other.collation()))
                    || !Objects.equals(one.operators(), other.operators())
                    || one.descending() != other.descending()
                    || !Objects.equals(one.nullsFirst(), other.nullsFirst())) {
                return false;
            }
        }
        return true;
    }

    private void add(Part part, String name, @Nullable String declared, @Nullable String found) {
        add(part, name, declared, found, null, null);
    }

    private void add(
            Part part,
            String name,
            @Nullable String declared,
            @Nullable String found,
            TableInfo.@Nullable Element declaredPart,
            TableInfo.@Nullable Element foundPart) {
        differences.add(
                new SchemaDifference(
                        this.declared.name(),
                        part,
                        name,
                        declared,
                        found,
                        declaredPart,
                        foundPart));
    }

    private static String nullable(TableInfo.Column column) {
        return column.nullable() ? "null" : "not null";
    }

    private static String identity(TableInfo.Column column) {
        return column.identity() == TableInfo.Identity.NONE
                ? "not counted"
                : column.identity().toString();
    }

    private static String said(@Nullable String text) {
        return text == null ? "nothing" : text;
    }

    private static @Nullable String lower(@Nullable String text) {
        return text == null ? null : text.toLowerCase(Locale.ROOT);
    }
}
