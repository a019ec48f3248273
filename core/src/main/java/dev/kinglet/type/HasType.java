package dev.kinglet.type;

/** Something whose values are of one data type: a data type itself, or an expression. */
public interface HasType {

    /**
     * The type of the values; of a foreign key the type of its raw key, which resolves the target
     * table.
     */
    DataType<?> type();

    /**
     * What a value is bound as that is compared or computed with this, and what is computed from
     * it: the same without the limits of a column. See {@link DataType#unlimited()}.
     */
    default HasType compared() {
        return new Compared(this);
    }
}
