package dev.kinglet.internal.hydrate;

import dev.kinglet.internal.plan.RowLayout;
import dev.kinglet.model.Hydration;
import dev.kinglet.model.Model;
import dev.kinglet.model.RowOrigin;
import dev.kinglet.model.Table;
import dev.kinglet.type.Codec;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the columns of one model of a row. */
final class ModelReader {
    private final Table<?, ?> table;
    private final int[] positions;
    private final int[] ordinals;
    private final Codec<?>[] codecs;
    private final int size;
    private final boolean complete;
    private final boolean optional;
    private final int key;
    private final @Nullable Codec<?> keyCodec;
    private final int extras;
    private final boolean tells;

    /**
     * @param extras how many slots a row has beside its columns
     */
    ModelReader(RowLayout.Slot slot, int extras) {
        List<RowLayout.SlotColumn> columns = slot.columns();
        this.table = slot.table();
        this.positions = columns.stream().mapToInt(RowLayout.SlotColumn::position).toArray();
        this.ordinals = columns.stream().mapToInt(RowLayout.SlotColumn::ordinal).toArray();
        this.codecs = columns.stream().map(RowLayout.SlotColumn::codec).toArray(Codec<?>[]::new);
        this.size = slot.table().columns().size();
        this.complete = Arrays.stream(ordinals).distinct().count() == size;
        this.optional = slot.optional();
        this.key = slot.key();
        this.keyCodec =
                columns.stream()
                        .filter(column -> column.position() == slot.key())
                        .findFirst()
                        .<Codec<?>>map(RowLayout.SlotColumn::codec)
                        .orElse(null);
        this.extras = extras;
        this.tells = Hydration.tells(table);
    }

    /** Whether its models want to be told that they were read. */
    boolean tells() {
        return tells;
    }

    /**
     * The model, or null where an outer join missed: its key is NULL, or where no key could be
     * selected everything is.
     *
     * @param origin what the row shares with those beside it
     */
    @Nullable Model<?> read(ResultSet result, RowOrigin origin) throws SQLException {
        if (optional && keyCodec != null && keyCodec.read(result, key) == null) {
            return null;
        }
        @Nullable Object[] values = new Object[size];
        if (!complete) {
            Arrays.fill(values, Hydration.unset());
        }
        boolean any = false;
        for (int i = 0; i < positions.length; i++) {
            Object value = codecs[i].read(result, positions[i]);
            values[ordinals[i]] = value;
            any |= value != null;
        }
        if (optional && keyCodec == null && !any) {
            return null;
        }
        return Hydration.row(table, values, origin, extras == 0 ? null : new Object[extras]);
    }

    /** Stands where there is no row that others could hang on: it has no value and no key. */
    Model<?> shell(RowOrigin origin) {
        @Nullable Object[] values = new Object[size];
        Arrays.fill(values, Hydration.unset());
        return Hydration.shell(table, values, origin, extras == 0 ? null : new Object[extras]);
    }
}
