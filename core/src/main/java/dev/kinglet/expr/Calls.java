package dev.kinglet.expr;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.expr.FunctionCall.Nulls;
import dev.kinglet.type.DataType;
import dev.kinglet.type.HasType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The nodes around a {@link FunctionCall}; what may be said of one depends on what it calls. */
final class Calls {
    private Calls() {}

    /** What is made of a call. */
    interface Made {
        FunctionCall call();
    }

    record Plain<T extends @Nullable Object>(FunctionCall call) implements Expr<T>, Made {
        @Override
        public DataType<?> type() {
            return call.type().type();
        }

        @Override
        public <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
            return visitor.function(call);
        }

        @Override
        public String toString() {
            return Text.of(this);
        }
    }

    /** A call that is true, false or unknown. */
    record Test(FunctionCall call) implements Condition, Made {
        @Override
        public DataType<?> type() {
            return DataType.BOOLEAN;
        }

        @Override
        public <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
            return visitor.function(call);
        }

        @Override
        public String toString() {
            return Text.of(this);
        }
    }

    record Aggregated<T extends @Nullable Object>(FunctionCall call) implements Aggregate<T>, Made {
        @Override
        public Aggregate<T> distinct() {
            return new Aggregated<>(call.asDistinct());
        }

        @Override
        public Aggregate<T> filter(Condition first, Condition... more) {
            Condition all = call.filter() == null ? first : call.filter().and(first);
            for (Condition condition : more) {
                all = all.and(condition);
            }
            return new Aggregated<>(call.filtered(all));
        }

        @Override
        public Aggregate<T> orderBy(Ordering... orderings) {
            return new Aggregated<>(call.ordered(Ordering.of(orderings).sorts()));
        }

        @Override
        public Expr<T> over(Window window) {
            if (call.distinct() || !call.orderBy().isEmpty()) {
                throw new ProgrammingException(
                        (call.distinct() ? "distinct()" : "orderBy(..)")
                                + " of "
                                + this
                                + " does not go with over(..)",
                        null,
                        "leave it out; the order of the rows is said by the window");
            }
            return new Over<>(call, window);
        }

        @Override
        public DataType<?> type() {
            return call.type().type();
        }

        @Override
        public <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
            return visitor.function(call);
        }

        @Override
        public String toString() {
            return Text.of(this);
        }
    }

    record Over<T extends @Nullable Object>(FunctionCall call, Window window)
            implements Expr<T>, Made {
        @Override
        public DataType<?> type() {
            return call.type().type();
        }

        @Override
        public <R extends @Nullable Object> R accept(ExprVisitor<R> visitor) {
            return visitor.over(call, window);
        }

        @Override
        public String toString() {
            return Text.of(this);
        }
    }

    /** What is no value before it has a window. */
    record Ranked<T extends @Nullable Object>(FunctionCall call) implements WindowFunction<T> {
        @Override
        public Expr<T> over(Window window) {
            return new Over<>(call, window);
        }

        /** The call, and that it is not complete. */
        @Override
        public String toString() {
            return call.function() + "(..) without over(..)";
        }
    }

    static Condition test(SqlFunction function, Nulls nulls, Expr<?>... arguments) {
        return new Test(FunctionCall.of(function, DataType.BOOLEAN, nulls, List.of(arguments)));
    }

    static <T extends @Nullable Object> Aggregate<T> aggregate(
            SqlFunction function, Nulls nulls, HasType type, Expr<?>... arguments) {
        return new Aggregated<>(FunctionCall.of(function, type, nulls, List.of(arguments)));
    }

    static Condition test(SqlFunction function, Expr<?>... arguments) {
        return new Test(
                FunctionCall.of(function, DataType.BOOLEAN, Nulls.ALWAYS, List.of(arguments)));
    }

    static <T extends @Nullable Object> WindowFunction<T> ranking(
            String name, Nulls nulls, HasType type, Expr<?>... arguments) {
        return new Ranked<>(
                FunctionCall.of(SqlFunction.named(name), type, nulls, List.of(arguments)));
    }
}
