package dev.kinglet.expr;

import dev.kinglet.type.HasType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A CASE that is still being said: {@link #otherwise} or {@link #end} makes it an expression. The
 * first branch that holds gives the value.
 *
 * @param <T> the Java type of the values
 */
public final class Case<T extends @Nullable Object> {
    private final @Nullable Expr<?> subject;
    private final List<Expr<?>> branches;
    private final HasType type;

    Case(@Nullable Expr<?> subject, List<Expr<?>> branches) {
        this.subject = subject;
        this.branches = branches;
        this.type = branches.get(1);
    }

    /** Where the condition holds, this value. */
    public Case<T> when(Condition condition, T value) {
        return plus(condition, Nodes.operand(value, type));
    }

    /** Where the condition holds, the value of this expression. */
    public Case<T> when(Condition condition, Expr<? extends T> value) {
        return plus(condition, value);
    }

    /** Where no branch holds, this value. */
    public Expr<T> otherwise(T value) {
        return new Nodes.CaseOf<>(subject, branches, Nodes.operand(value, type));
    }

    /** Where no branch holds, the value of this expression. */
    public Expr<T> otherwise(Expr<? extends T> value) {
        return new Nodes.CaseOf<>(subject, branches, value);
    }

    /** Where no branch holds, NULL. */
    public Expr<@Nullable T> end() {
        return new Nodes.CaseOf<>(subject, branches, null);
    }

    private Case<T> plus(Condition condition, Expr<?> value) {
        List<Expr<?>> more = new ArrayList<>(branches);
        more.add(condition);
        more.add(value);
        return new Case<>(subject, List.copyOf(more));
    }

    /** The branches, and that it is not complete. */
    @Override
    public String toString() {
        return new Nodes.CaseOf<T>(subject, branches, null) + " (not ended)";
    }
}
