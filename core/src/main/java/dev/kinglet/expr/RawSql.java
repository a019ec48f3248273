package dev.kinglet.expr;

import dev.kinglet.errors.ProgrammingException;
import java.util.HashSet;
import java.util.Set;

/** Looks at SQL that was written by hand. */
final class RawSql {
    private RawSql() {}

    /**
     * The text as it is, or a refusal: a lone {@code ?} would shift all values behind it, an
     * argument that is not there would reach the database as a brace, and one in quotes would be
     * none.
     */
    static String checked(String sql, int arguments) {
        Set<Integer> named = new HashSet<>();
        char quote = 0;
        for (int i = 0; i < sql.length(); i++) {
            char c = sql.charAt(i);
            int argument = c == '{' && quote == 0 ? argumentAt(sql, i + 1) : -1;
            if (argument >= arguments) {
                throw new ProgrammingException(
                        "raw SQL with {" + argument + "} and " + arguments + " arguments: " + sql,
                        null,
                        "they are counted from {0}");
            }
            if (argument >= 0) {
                named.add(argument);
            } else if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                }
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '?') {
                if (i + 1 == sql.length() || sql.charAt(i + 1) != '?') {
                    throw new ProgrammingException(
                            "raw SQL with a placeholder of its own: " + sql,
                            null,
                            "write {0}, {1}, .. for the arguments, and ?? for an operator with a question mark");
                }
                i++;
            }
        }
        for (int i = 0; i < arguments; i++) {
            if (!named.contains(i)) {
                throw new ProgrammingException(
                        "raw SQL that does not use its argument {" + i + "}: " + sql,
                        null,
                        "write {0}, {1}, .. where the arguments go");
            }
        }
        return sql;
    }

    /** The number of {@code {12}}, read behind its brace; -1 for another text. */
    private static int argumentAt(String sql, int from) {
        int to = from;
        while (to < sql.length()
                && to < from + 4
                && sql.charAt(to) >= '0'
                && sql.charAt(to) <= '9') {
            to++;
        }
        boolean complete = to > from && to < sql.length() && sql.charAt(to) == '}';
        return complete ? Integer.parseInt(sql, from, to, 10) : -1;
    }
}
