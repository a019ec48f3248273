package dev.kinglet.type;

/**
 * Compared or computed with something: of its type, without the limits of a column. The type is
 * asked for late, because that of a foreign key resolves a table.
 *
 * @param of names the values in messages
 */
public record Compared(HasType of) implements HasType {

    @Override
    public DataType<?> type() {
        return of.type().unlimited();
    }

    @Override
    public HasType compared() {
        return this;
    }
}
