package dev.kinglet.migrate.internal.run;

import dev.kinglet.Database;
import dev.kinglet.migrate.change.Operation;
import dev.kinglet.migrate.internal.sqlite.Statements;
import dev.kinglet.type.Dialect;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A migration that is a file of SQL, and the file with its way back. What the runner has to know
 * stands in comments of the first: {@code -- kinglet: no transaction} and {@code -- kinglet:
 * replaces 0001_initial, 0002_add_bio}.
 */
record SqlFile(String id, String up, @Nullable String down) implements Script {
    private static final Pattern OPTION =
            Pattern.compile("^\\s*--\\s*kinglet:\\s*(.*?)\\s*$", Pattern.CASE_INSENSITIVE);
    private static final String NO_TRANSACTION = "no transaction";
    private static final Set<String> ENDS_TRANSACTION =
            Set.of("begin", "commit", "rollback", "end", "start", "abort");

    SqlFile {
        // an option that nobody knows is a typing error, told before anything is run
        replaced(options(up, id), id);
    }

    @Override
    public String checksum(Database database) {
        return Checksum.of(up);
    }

    @Override
    public List<String> replaces() {
        return replaced(options(up, id), id);
    }

    @Override
    public Content content() {
        boolean transactional = !options(up, id).contains(NO_TRANSACTION);
        String back = down;
        return new Content(
                transactional,
                database -> operations(up, database.dialect(), transactional),
                back == null
                        ? null
                        : database -> operations(back, database.dialect(), transactional));
    }

    private List<Operation> operations(String text, Dialect dialect, boolean transactional) {
        List<Operation> operations = new ArrayList<>();
        for (String statement : Statements.bare(text, dialect)) {
            String first = Statements.firstWord(statement);
            if (transactional && ENDS_TRANSACTION.contains(first) && !isRollbackTo(statement)) {
                throw new Problem(
                        "migration '" + id + "' begins or ends a transaction: " + statement,
                        id,
                        "leave it out, since the migration runs in one; or say -- kinglet: no"
                                + " transaction at its top");
            }
            operations.add(new Operation.Sql(statement));
        }
        return operations;
    }

    private static boolean isRollbackTo(String statement) {
        return statement.matches("(?is)rollback\\s+(transaction\\s+)?to\\b.*");
    }

    private static List<String> options(String text, String id) {
        List<String> options = new ArrayList<>();
        for (String line : text.replace("\ufeff", "").lines().toList()) {
            if (!line.isBlank() && !line.strip().startsWith("--")) {
                break; // they stand before the first statement
            }
            Matcher option = OPTION.matcher(line);
            if (option.matches()) {
                options.add(option.group(1));
            }
        }
        return options;
    }

    private static List<String> replaced(List<String> options, String id) {
        List<String> replaced = new ArrayList<>();
        for (String option : options) {
            if (option.startsWith("replaces ")) {
                replaced.addAll(
                        Arrays.stream(option.substring("replaces ".length()).split("[,\\s]+"))
                                .filter(name -> !name.isEmpty())
                                .toList());
            } else if (!option.equals(NO_TRANSACTION)) {
                throw new Problem(
                        "migration '"
                                + id
                                + "' says -- kinglet: "
                                + option
                                + ", which is no option",
                        id,
                        "there are: no transaction; replaces 0001_initial, ..");
            }
        }
        return List.copyOf(replaced);
    }
}
