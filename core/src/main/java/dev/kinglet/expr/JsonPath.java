package dev.kinglet.expr;

import dev.kinglet.errors.ProgrammingException;
import java.util.ArrayList;
import java.util.List;

/**
 * A place in a JSON document: keys of objects and places in arrays, which count from 0, and from
 * the end where they are negative. It is written into the SQL, so it is part of the statement's
 * text; keys are quoted, whatever is in them.
 *
 * @param steps each a String or an Integer, from the outside to the inside
 */
public record JsonPath(List<Object> steps) {

    /**
     * Refuses what is no step.
     *
     * @throws ProgrammingException for no steps, for one that is neither a String nor an Integer,
     *     and for a key with a NUL character, which no database stores
     */
    public JsonPath {
        steps = List.copyOf(steps);
        if (steps.isEmpty()) {
            throw new ProgrammingException(
                    "a path of no steps",
                    null,
                    "name a key or a place, or use the document itself");
        }
        for (Object step : steps) {
            if (step instanceof String key ? key.indexOf('\0') >= 0 : !(step instanceof Integer)) {
                throw new ProgrammingException(
                        "a step of a path is a key (String) or a place (Integer), and this one a "
                                + step.getClass().getSimpleName(),
                        null,
                        "write JsonPath.of(\"panes\", 0, \"width\")");
            }
        }
    }

    /** {@code JsonPath.of("panes", 0, "width")}: keys and places. */
    public static JsonPath of(Object first, Object... more) {
        List<Object> steps = new ArrayList<>(more.length + 1);
        steps.add(first);
        steps.addAll(List.of(more));
        return new JsonPath(steps);
    }

    /** What is at that path, seen from here. */
    JsonPath then(JsonPath inner) {
        List<Object> all = new ArrayList<>(steps);
        all.addAll(inner.steps);
        return new JsonPath(all);
    }

    /** As people write it: {@code panes[0].width}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Object step : steps) {
            if (step instanceof Integer) {
                text.append('[').append(step).append(']');
            } else {
                text.append(text.isEmpty() ? "" : ".").append(step);
            }
        }
        return text.toString();
    }
}
