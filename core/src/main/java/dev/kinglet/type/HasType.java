package dev.kinglet.type;

/** Something whose values are of one data type: a data type itself, or an expression. */
public interface HasType {

    /**
     * The type of the values; of a foreign key the type of its raw key, which resolves the target
     * table.
     */
    DataType<?> type();
}
