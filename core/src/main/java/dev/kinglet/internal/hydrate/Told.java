package dev.kinglet.internal.hydrate;

import dev.kinglet.model.Hydration;
import dev.kinglet.model.Model;
import java.util.ArrayList;
import java.util.List;

/** The rows of a result that want to be told that they were read. */
final class Told {
    private List<Model<?>> rows = new ArrayList<>();

    void add(Model<?> row) {
        rows.add(row);
    }

    void finish() {
        List<Model<?>> read = rows;
        rows = new ArrayList<>(); // a row may read others
        read.forEach(Hydration::loaded);
    }
}
