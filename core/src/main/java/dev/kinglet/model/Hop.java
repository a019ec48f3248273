package dev.kinglet.model;

/**
 * How rows of one table belong to rows of another, as data: those of {@code to.table()} whose
 * column {@code to} holds what {@code from} holds. Both columns are those of the base tables, so a
 * relation is the same whatever alias it was said with.
 *
 * @param from the column of the rows that something is loaded for
 * @param to the column of the rows that are loaded
 * @param many whether there may be more than one such row
 */
public record Hop(Column<?> from, Column<?> to, boolean many) {

    /** From the row that has the foreign key to the row that it refers to. */
    public static Hop one(ForeignKey<?, ?, ?> foreignKey) {
        return new Hop(foreignKey.canonical(), foreignKey.targetColumn(), false);
    }

    /** From the row that is referred to, to those that have the foreign key. */
    public static Hop many(ForeignKey<?, ?, ?> foreignKey) {
        return new Hop(foreignKey.targetColumn(), foreignKey.canonical(), true);
    }

    /** The table of the rows that something is loaded for. */
    public Table<?, ?> owner() {
        return from.table();
    }

    /** The table of the rows that are loaded. */
    public Table<?, ?> target() {
        return to.table();
    }

    /** The foreign key that it goes along or against. */
    ForeignKey<?, ?, ?> foreignKey() {
        return (ForeignKey<?, ?, ?>) (many ? to : from);
    }

    /** What a row has to match by; null for nothing, {@link Model#UNSET} where it is not known. */
    @org.jspecify.annotations.Nullable
    Object keyOf(Model<?> row) {
        return row.values()[from.ordinal];
    }

    /** The relation as a message names it: User.tweets, Tweet.user. */
    @Override
    public String toString() {
        String name = many ? foreignKey().backref() : from.label();
        return owner() + "." + (name == null ? foreignKey() + " (back-reference)" : name);
    }
}
