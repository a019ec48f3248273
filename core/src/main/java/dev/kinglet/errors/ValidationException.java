package dev.kinglet.errors;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A row that its own model refuses to store. Nothing was sent, and the row is as it was. */
public final class ValidationException extends KingletException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /**
     * @param problems what was found, in order; not empty
     */
    public ValidationException(String model, List<Problem> problems) {
        super(
                "a row of "
                        + model
                        + " is not valid: "
                        + problems.stream()
                                .map(Problem::toString)
                                .collect(Collectors.joining("; ")),
                ErrorContext.NONE.withModel(model),
                null);
        this.problems = List.copyOf(problems);
    }

    /** All that was found, in the order in which it was found. */
    public List<Problem> problems() {
        return problems == null ? List.of() : problems; // null only after Java deserialization
    }

    /**
     * The first message of each field, by its Java name and in the order in which they were found,
     * as a form shows them; that of the row as a whole stands at {@code ""}.
     */
    public Map<String, String> byField() {
        Map<String, String> messages = new LinkedHashMap<>();
        for (Problem problem : problems()) {
            messages.putIfAbsent(problem.field() == null ? "" : problem.field(), problem.message());
        }
        return messages;
    }

    /**
     * One thing that is wrong.
     *
     * @param field the Java name of the column; null where it is the row as a whole
     * @param message what is wrong with it
     */
    public record Problem(@Nullable String field, String message) {
        @Override
        public String toString() {
            return field == null ? message : field + " " + message;
        }
    }
}
