package dev.kinglet.model;

import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.type.DataType;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A column whose values have operators of their own: its modifiers answer a column of that kind.
 *
 * @param <T> the Java type of its values; nullable where the column is
 * @param <C> its own class, in which {@code nullable()} is declared
 */
abstract class KindColumn<T extends @Nullable Object, C extends Column<T>> extends Column<T> {

    KindColumn(Table<?, ?> table, DataType<?> type) {
        super(table, typed(type));
    }

    @Override
    public C unique() {
        super.unique();
        return self();
    }

    @Override
    public C index() {
        super.index();
        return self();
    }

    @Override
    public C primaryKey() {
        super.primaryKey();
        return self();
    }

    @Override
    public C named(String name) {
        super.named(name);
        return self();
    }

    @Override
    public C defaultTo(T value) {
        super.defaultTo(value);
        return self();
    }

    @Override
    public C defaultTo(Supplier<? extends T> value) {
        super.defaultTo(value);
        return self();
    }

    @Override
    public C onWrite(Supplier<? extends T> value) {
        super.onWrite(value);
        return self();
    }

    @Override
    public C databaseDefault(T value) {
        super.databaseDefault(value);
        return self();
    }

    @Override
    public C databaseDefault(Expr<? extends @Nullable T> value) {
        super.databaseDefault(value);
        return self();
    }

    @Override
    public C storedAs(Expr<? extends @Nullable T> expr) {
        super.storedAs(expr);
        return self();
    }

    @Override
    public C virtualAs(Expr<? extends @Nullable T> expr) {
        super.virtualAs(expr);
        return self();
    }

    @Override
    public C readOnly() {
        super.readOnly();
        return self();
    }

    @Override
    public C check(Function<? super Column<T>, ? extends Condition> condition) {
        super.check(condition);
        return self();
    }

    @Override
    public C comment(String text) {
        super.comment(text);
        return self();
    }

    @SuppressWarnings("unchecked") // what the subclass says of itself
    private C self() {
        return (C) this;
    }

    @SuppressWarnings("unchecked") // types know nothing of null
    private static <T extends @Nullable Object> DataType<T> typed(DataType<?> type) {
        return (DataType<T>) type;
    }
}
