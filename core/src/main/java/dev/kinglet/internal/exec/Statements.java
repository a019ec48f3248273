package dev.kinglet.internal.exec;

import dev.kinglet.internal.plan.BindSlot;
import dev.kinglet.internal.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a statement binds, in the order of its placeholders. */
public final class Statements {
    private Statements() {}

    /**
     * The values of a call as its placeholders take them; a list that travels in one value is a
     * list.
     */
    public static List<@Nullable Object> binds(Plan plan, @Nullable Object[] values) {
        List<@Nullable Object> binds = new ArrayList<>();
        for (BindSlot slot : plan.binds()) {
            Object value = values[slot.value()];
            if (slot.element() >= 0 && value instanceof List<?> list) {
                value = list.get(Math.min(slot.element(), list.size() - 1));
            }
            binds.add(value);
        }
        return binds;
    }
}
