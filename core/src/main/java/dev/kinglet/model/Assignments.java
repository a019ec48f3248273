package dev.kinglet.model;

import dev.kinglet.query.Assignment;
import java.util.List;

/** Several as one. */
record Assignments(List<Assignment> all) implements Assignment {
    @Override
    public List<Part> parts() {
        return all.stream().flatMap(one -> one.parts().stream()).toList();
    }
}
