package dev.kinglet.migrate.change;

import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.KingletException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Something is gone and something alike is new: only you know whether it has another name. Nothing
 * was changed or written.
 */
public final class NeedsDecision extends KingletException {
    private static final long serialVersionUID = 1L;

    private final transient List<Choice> choices;

    /**
     * A rename that may be one.
     *
     * @param from {@code user.name}, or a table
     * @param to what it may be called now
     * @param score how alike they are, from 0 to 1
     * @param evidence in what, in words
     */
    public record Choice(String from, String to, double score, List<String> evidence) {
        public Choice {
            evidence = List.copyOf(evidence);
        }

        /** {@code --rename user.name=user.full_name}. */
        public String command() {
            return "--rename " + from + "=" + to;
        }

        @Override
        public String toString() {
            return "is " + to + " the new name of " + from + "? " + String.join(", ", evidence);
        }
    }

    public NeedsDecision(List<Choice> choices) {
        super(
                choices.stream().map(Choice::toString).collect(Collectors.joining("\n")),
                ErrorContext.NONE.withHint(
                        "say "
                                + choices.stream()
                                        .map(Choice::command)
                                        .collect(Collectors.joining(" "))
                                + " where it is, formerly(\"..\") in the model, or --no-rename to"
                                + " drop the old and add the new"),
                null);
        this.choices = List.copyOf(choices);
    }

    /** What to choose from. */
    public List<Choice> choices() {
        return choices;
    }
}
