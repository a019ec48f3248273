package dev.kinglet.migrate.change;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.schema.TableInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An index of any kind: {@code m.newIndex("user_name").column("name").desc().where("age > 17")}.
 * What is said of a part is said of the last one. An immutable value; each word answers a new one.
 */
public final class NewIndex implements TablePart {
    private final TableInfo.Index index;

    private NewIndex(TableInfo.Index index) {
        this.index = index;
    }

    /** One of that name; say {@link #column} or {@link #expression} next. */
    public static NewIndex named(String name) {
        return new NewIndex(
                new TableInfo.Index(
                        name, List.of(), false, false, "btree", List.of(), null, false));
    }

    /** Over this column, behind those before it. */
    public NewIndex column(String name) {
        return with(new TableInfo.Part(name, null, null, null, false, null));
    }

    /** Over this expression, behind what comes before it. */
    public NewIndex expression(String sql) {
        return with(new TableInfo.Part(null, sql, null, null, false, null));
    }

    /** The last part runs backwards. */
    public NewIndex desc() {
        return last(p -> part(p, p.collation(), p.operators(), true, p.nullsFirst()));
    }

    /** NULL comes first in the last part. PostgreSQL only. */
    public NewIndex nullsFirst() {
        return last(p -> part(p, p.collation(), p.operators(), p.descending(), true));
    }

    /** NULL comes last in the last part. PostgreSQL only. */
    public NewIndex nullsLast() {
        return last(p -> part(p, p.collation(), p.operators(), p.descending(), false));
    }

    /** How the texts of the last part are compared. */
    public NewIndex collate(String name) {
        return last(p -> part(p, name, p.operators(), p.descending(), p.nullsFirst()));
    }

    /** The operator class of the last part. PostgreSQL only. */
    public NewIndex operators(String name) {
        return last(p -> part(p, p.collation(), name, p.descending(), p.nullsFirst()));
    }

    /** No two rows agree in all parts. */
    public NewIndex unique() {
        return with(
                index.parts(),
                true,
                index.method(),
                index.include(),
                index.where(),
                index.constraint());
    }

    /** NULL equals NULL in that. PostgreSQL only. */
    public NewIndex nullsNotDistinct() {
        return new NewIndex(
                new TableInfo.Index(
                        index.name(),
                        index.parts(),
                        index.unique(),
                        true,
                        index.method(),
                        index.include(),
                        index.where(),
                        index.constraint()));
    }

    /** Of that kind: {@code gin}. PostgreSQL only. */
    public NewIndex using(String method) {
        return with(
                index.parts(),
                index.unique(),
                method,
                index.include(),
                index.where(),
                index.constraint());
    }

    /** It holds these columns, too. PostgreSQL only. */
    public NewIndex include(String... columns) {
        return with(
                index.parts(),
                index.unique(),
                index.method(),
                List.of(columns),
                index.where(),
                index.constraint());
    }

    /** Of these rows only. */
    public NewIndex where(String sql) {
        return with(
                index.parts(),
                index.unique(),
                index.method(),
                index.include(),
                sql,
                index.constraint());
    }

    /** A unique constraint. */
    public NewIndex constraint() {
        return with(index.parts(), true, index.method(), index.include(), index.where(), true);
    }

    /**
     * The index.
     *
     * @throws ProgrammingException where it says not over what
     */
    public TableInfo.Index index() {
        if (index.parts().isEmpty()) {
            throw new ProgrammingException(
                    "the index '" + index.name() + "' is over nothing",
                    null,
                    "say column(\"..\") or expression(\"..\")");
        }
        return index;
    }

    private NewIndex last(UnaryOperator<TableInfo.Part> change) {
        List<TableInfo.Part> parts = new ArrayList<>(index().parts());
        parts.set(parts.size() - 1, change.apply(parts.get(parts.size() - 1)));
        return with(
                parts,
                index.unique(),
                index.method(),
                index.include(),
                index.where(),
                index.constraint());
    }

    private NewIndex with(TableInfo.Part part) {
        List<TableInfo.Part> parts = new ArrayList<>(index.parts());
        parts.add(part);
        return with(
                parts,
                index.unique(),
                index.method(),
                index.include(),
                index.where(),
                index.constraint());
    }

    private NewIndex with(
            List<TableInfo.Part> parts,
            boolean unique,
            String method,
            List<String> include,
            @Nullable String where,
            boolean constraint) {
        return new NewIndex(
                new TableInfo.Index(
                        index.name(),
                        parts,
                        unique,
                        index.nullsNotDistinct(),
                        method,
                        include,
                        where,
                        constraint));
    }

    private static TableInfo.Part part(
            TableInfo.Part p,
            @Nullable String collation,
            @Nullable String operators,
            boolean descending,
            @Nullable Boolean nullsFirst) {
        return new TableInfo.Part(
                p.column(), p.expression(), collation, operators, descending, nullsFirst);
    }
}
