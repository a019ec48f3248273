package dev.kinglet.internal.exec;

import dev.kinglet.errors.DataException;
import dev.kinglet.internal.plan.BindSlot;
import dev.kinglet.internal.plan.Call;
import dev.kinglet.type.Codec;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts values into placeholders. */
final class Binder {
    private Binder() {}

    /** Makes an error of what a codec refused. */
    interface Refusal {
        DataException of(Call call, IllegalArgumentException problem);
    }

    /** Binds all slots of a plan. */
    static void bind(
            Call call, PreparedStatement statement, @Nullable Object[] values, Refusal refusal)
            throws SQLException {
        BindSlot[] slots = call.plan().binds();
        for (int i = 0; i < slots.length; i++) {
            BindSlot slot = slots[i];
            try {
                bindOne(statement, i + 1, slot, values[slot.value()]);
            } catch (IllegalArgumentException e) {
                throw refusal.of(
                        call,
                        new IllegalArgumentException(slot.label() + ": " + e.getMessage(), e));
            } catch (ClassCastException e) {
                Object value = values[slot.value()];
                throw refusal.of(
                        call,
                        new IllegalArgumentException(
                                slot.label()
                                        + ": a value of "
                                        + (value == null ? "null" : value.getClass().getName())
                                        + " is not of the column's type",
                                e));
            }
        }
    }

    @SuppressWarnings("unchecked") // a mistake ends in the ClassCastException above
    private static void bindOne(
            PreparedStatement statement, int index, BindSlot slot, @Nullable Object value)
            throws SQLException {
        Codec<Object> codec = (Codec<Object>) slot.codec();
        if (slot.element() >= 0) {
            List<?> list = (List<?>) value;
            Object element =
                    list == null ? null : list.get(Math.min(slot.element(), list.size() - 1));
            bindScalar(statement, index, codec, element);
        } else if (slot.listType() != null && value != null) {
            bindList(statement, index, codec, slot.listType(), value);
        } else {
            bindScalar(statement, index, codec, value);
        }
    }

    private static void bindScalar(
            PreparedStatement statement, int index, Codec<Object> codec, @Nullable Object value)
            throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.NULL);
        } else {
            codec.bind(statement, index, value);
        }
    }

    private static void bindList(
            PreparedStatement statement,
            int index,
            Codec<Object> codec,
            String listType,
            Object list)
            throws SQLException {
        if (listType.equals("json")) {
            statement.setString(index, JsonList.write((List<?>) list, codec));
            return;
        }
        Elements elements =
                list instanceof Elements known
                        ? known
                        : Elements.of((List<?>) list, codec, listType);
        statement.setArray(index, elements.in(statement.getConnection(), listType));
    }
}
