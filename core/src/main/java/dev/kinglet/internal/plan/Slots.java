package dev.kinglet.internal.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jooq.Context;
import org.jooq.impl.CustomField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * Placeholders as jOOQ fields. Each writes a {@code ?} and notes itself in the rendering's list, so
 * that the order of the placeholders is known from the rendering itself and not from a second walk.
 */
final class Slots {
    private static final String RENDERED = "dev.kinglet.slots";
    private static final String LITERALS = "dev.kinglet.literals";

    private Slots() {}

    static org.jooq.Field<Object> field(BindSlot slot) {
        return new SlotField(slot);
    }

    /**
     * Begins a list in a rendering; jOOQ also renders parts on other occasions, which note nothing.
     */
    static List<BindSlot> begin(Context<?> context) {
        List<BindSlot> rendered = new ArrayList<>();
        context.data(RENDERED, rendered);
        return rendered;
    }

    /** Writes a literal in the place of each placeholder of a rendering. */
    static void inline(Context<?> context, Function<BindSlot, String> literals) {
        context.data(LITERALS, literals);
    }

    private static final class SlotField extends CustomField<Object> {
        private static final long serialVersionUID = 1L;

        private final transient BindSlot slot;

        SlotField(BindSlot slot) {
            super(DSL.name("value"), SQLDataType.OTHER);
            this.slot = slot;
        }

        @Override
        @SuppressWarnings("unchecked") // only begin() and inline() put it there
        public void accept(Context<?> context) {
            Object literals = context.data(LITERALS);
            if (literals != null) {
                context.sql(((Function<BindSlot, String>) literals).apply(slot), true);
                return;
            }
            Object rendered = context.data(RENDERED);
            if (rendered != null) {
                ((List<BindSlot>) rendered).add(slot);
            }
            context.sql('?');
        }
    }
}
