package dev.kinglet.internal.plan;

import java.util.ArrayList;
import java.util.List;
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

    private static final class SlotField extends CustomField<Object> {
        private static final long serialVersionUID = 1L;

        private final transient BindSlot slot;

        SlotField(BindSlot slot) {
            super(DSL.name("value"), SQLDataType.OTHER);
            this.slot = slot;
        }

        @Override
        @SuppressWarnings("unchecked") // only begin() puts it there
        public void accept(Context<?> context) {
            Object rendered = context.data(RENDERED);
            if (rendered != null) {
                ((List<BindSlot>) rendered).add(slot);
            }
            context.sql('?');
        }
    }
}
