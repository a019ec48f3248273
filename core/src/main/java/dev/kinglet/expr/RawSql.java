package dev.kinglet.expr;

import dev.kinglet.errors.ProgrammingException;

/** Looks at SQL that was written by hand. */
final class RawSql {
    private RawSql() {}

    /** The text as it is, or a refusal: a lone {@code ?} would shift all values behind it. */
    static String checked(String sql) {
        char quote = 0;
        for (int i = 0; i < sql.length(); i++) {
            char c = sql.charAt(i);
            if (quote != 0) {
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
        return sql;
    }
}
