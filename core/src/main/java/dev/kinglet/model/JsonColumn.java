package dev.kinglet.model;

import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.JsonExpr;
import dev.kinglet.query.Assignment;
import dev.kinglet.type.Codec;
import dev.kinglet.type.DataType;
import dev.kinglet.type.Dialect;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A column of JSON documents, made by the {@code json} factories of {@link Table}: jsonb on
 * PostgreSQL, on SQLite the one text of each document, so that equal documents are equal texts.
 * Besides being a column it is a {@link JsonExpr}: {@code USER.settings.at("theme").eq("dark")}.
 *
 * @param <T> the Java type of its values; nullable where the column is
 */
public final class JsonColumn<T extends @Nullable Object> extends Column<T> implements JsonExpr<T> {
    private final DataType<?> declared;

    JsonColumn(Table<?, ?> table, DataType<?> type) {
        super(table, type);
        this.declared = type;
    }

    /**
     * Sets the column to a changed document: {@code settings.changed(s -> s.set("theme", "dark"))}.
     * The same as {@code settings.to(settings.set(..))}.
     */
    public Assignment changed(
            Function<? super JsonExpr<T>, ? extends JsonExpr<? extends T>> change) {
        return to(change.apply(this));
    }

    @Override
    @SuppressWarnings("unchecked") // the same object, not used yet with the type of before
    public JsonColumn<@Nullable T> nullable() {
        super.nullable();
        return (JsonColumn<@Nullable T>) this;
    }

    @Override
    public JsonColumn<T> unique() {
        super.unique();
        return this;
    }

    @Override
    public JsonColumn<T> index() {
        super.index();
        return this;
    }

    @Override
    public JsonColumn<T> named(String name) {
        super.named(name);
        return this;
    }

    @Override
    public JsonColumn<T> formerly(String name) {
        super.formerly(name);
        return this;
    }

    @Override
    public JsonColumn<T> defaultTo(T value) {
        super.defaultTo(value);
        return this;
    }

    @Override
    public JsonColumn<T> defaultTo(Supplier<? extends T> value) {
        super.defaultTo(value);
        return this;
    }

    @Override
    public JsonColumn<T> onWrite(Supplier<? extends T> value) {
        super.onWrite(value);
        return this;
    }

    @Override
    public JsonColumn<T> databaseDefault(T value) {
        super.databaseDefault(value);
        return this;
    }

    @Override
    public JsonColumn<T> databaseDefault(Expr<? extends @Nullable T> value) {
        super.databaseDefault(value);
        return this;
    }

    @Override
    public JsonColumn<T> storedAs(Expr<? extends @Nullable T> expr) {
        super.storedAs(expr);
        return this;
    }

    @Override
    public JsonColumn<T> virtualAs(Expr<? extends @Nullable T> expr) {
        super.virtualAs(expr);
        return this;
    }

    @Override
    public JsonColumn<T> readOnly() {
        super.readOnly();
        return this;
    }

    @Override
    public JsonColumn<T> check(Function<? super Column<T>, ? extends Condition> condition) {
        super.check(condition);
        return this;
    }

    @Override
    public JsonColumn<T> comment(String text) {
        super.comment(text);
        return this;
    }

    /** The same object may hold something else by now; another one is compared by its JSON. */
    @Override
    @SuppressWarnings("unchecked") // values of the column
    boolean holds(@Nullable Object before, @Nullable Object value) {
        if (before == null || value == null) {
            return before == value;
        }
        if (before == value) {
            return value instanceof String
                    || value instanceof Number
                    || value instanceof Boolean
                    || value instanceof Enum<?>;
        }
        Codec<Object> codec = (Codec<Object>) type().codec(Dialect.SQLITE);
        try {
            return codec.listElement(before).equals(codec.listElement(value));
        } catch (IllegalArgumentException e) {
            return false; // no JSON: refused when it is stored
        }
    }

    @Override
    Column<?> copyTo(Table<?, ?> alias) {
        return new JsonColumn<>(alias, declared);
    }
}
