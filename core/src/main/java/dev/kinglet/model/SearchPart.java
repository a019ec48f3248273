package dev.kinglet.model;

/** A column that is searched, and how much a word in it counts. */
public interface SearchPart {

    /** The column with its weight. */
    Weighted weighted();

    /**
     * A column with its weight; made by {@link Column#weight}.
     *
     * @param weight more than 0; 1 is the usual one
     */
    record Weighted(Column<?> column, double weight) implements SearchPart {
        @Override
        public Weighted weighted() {
            return this;
        }
    }
}
