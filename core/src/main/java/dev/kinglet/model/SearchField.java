package dev.kinglet.model;

import dev.kinglet.errors.ModelException;
import dev.kinglet.model.SearchPart.Weighted;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a table declares to be searched: named after the field that holds it, as columns are. */
abstract sealed class SearchField permits SearchIndex, SearchColumn {
    private static final List<String> LETTERS = List.of("A", "B", "C", "D");

    final Table<?, ?> table;
    final int ordinal;
    final List<Weighted> parts;
    private @Nullable String givenName;
    // set while the table is sealed; two threads may both set it, and set it equal
    private volatile @Nullable String fieldName;

    SearchField(Table<?, ?> table, int ordinal, List<Weighted> parts) {
        this.table = table;
        this.ordinal = ordinal;
        this.parts = parts;
    }

    static List<Weighted> weighted(SearchPart first, SearchPart... more) {
        List<Weighted> parts = new ArrayList<>(List.of(first.weighted()));
        for (SearchPart part : more) {
            parts.add(part.weighted());
        }
        return List.copyOf(parts);
    }

    /** The one that the table itself declares. */
    abstract SearchField canonical();

    void give(String name) {
        declaring("named");
        givenName = name;
    }

    void heldBy(String field) {
        fieldName = Names.snake(field);
    }

    /** Its name in SQL; null before the table is sealed. */
    final @Nullable String nameOrNull() {
        SearchField declared = canonical();
        return declared.givenName != null ? declared.givenName : declared.fieldName;
    }

    final String sqlName() {
        table.base().sealed();
        String name = nameOrNull();
        if (name == null) {
            throw new IllegalStateException("a search of " + table + " without a name");
        }
        return name;
    }

    final void declaring(String modifier) {
        if (table.isSealed()) {
            throw new ModelException(
                    "the table of " + table + " is in use, so " + modifier + "(..) comes too late",
                    table.toString(),
                    "say it in the table's constructor");
        }
    }

    /** Refuses what cannot be searched. Asks nothing that the table would have to be sealed for. */
    final void check(String model, List<String> columns) {
        String name = nameOrNull();
        if (name == null) {
            throw new ModelException(
                    "the table of "
                            + model
                            + " has a search that no field holds, so it has no name",
                    model,
                    "keep it in a field of the table class, or give it one: named(\"name\")");
        }
        if (columns.stream().anyMatch(name::equalsIgnoreCase)) {
            throw new ModelException(
                    "the table of "
                            + model
                            + " has a search and a column of the name '"
                            + name
                            + "'",
                    model,
                    "rename one of the fields, or give one another name: named(\"name\")");
        }
        for (Weighted part : parts) {
            Column<?> column = part.column();
            if (column.table.base() != table.base()) {
                throw new ModelException(
                        "the search '" + name + "' of " + model + " has a column of another table",
                        model,
                        "use its own columns");
            }
            if (column instanceof ForeignKey<?, ?, ?>
                    || column.type().stored().javaType() != String.class) {
                throw new ModelException(
                        "the search '"
                                + name
                                + "' of "
                                + model
                                + " has the column '"
                                + columns.get(column.ordinal)
                                + "', which is no text",
                        model,
                        "name columns of text only");
            }
        }
        if (distinctWeights().size() > LETTERS.size()) {
            throw new ModelException(
                    "the search '"
                            + name
                            + "' of "
                            + model
                            + " has "
                            + distinctWeights().size()
                            + " different weights, and PostgreSQL keeps four",
                    model,
                    "give some of the columns the same weight");
        }
    }

    /** A to D, one for each part: A counts most. Up to four columns have a letter of their own. */
    final List<String> letters() {
        List<String> letters = new ArrayList<>();
        boolean own = parts.size() <= LETTERS.size();
        List<Double> weights = distinctWeights();
        List<Weighted> sorted = new ArrayList<>(parts);
        sorted.sort((a, b) -> Double.compare(b.weight(), a.weight()));
        for (Weighted part : parts) {
            letters.add(LETTERS.get(own ? sorted.indexOf(part) : weights.indexOf(part.weight())));
        }
        return letters;
    }

    /** What D, C, B and A count, of which the most is 1. */
    final double[] scale() {
        double[] scale = new double[LETTERS.size()];
        double most = distinctWeights().get(0);
        List<String> letters = letters();
        for (int i = 0; i < parts.size(); i++) {
            scale[LETTERS.size() - 1 - LETTERS.indexOf(letters.get(i))] =
                    parts.get(i).weight() / most;
        }
        return scale;
    }

    final List<String> columnNames() {
        return parts.stream().map(part -> part.column().name()).toList();
    }

    /** From the largest on. */
    private List<Double> distinctWeights() {
        TreeSet<Double> weights = new TreeSet<>();
        parts.forEach(part -> weights.add(part.weight()));
        return List.copyOf(weights.descendingSet());
    }
}
