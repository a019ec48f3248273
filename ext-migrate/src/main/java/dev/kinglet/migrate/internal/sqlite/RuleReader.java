package dev.kinglet.migrate.internal.sqlite;

import dev.kinglet.migrate.internal.sqlite.Rule.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the rules of a column or of a table, one behind the other. */
final class RuleReader {
    private final SqlTokens tokens;
    private final int end;
    private final @Nullable String column;
    private final List<Rule> rules = new ArrayList<>();
    private int at;

    private RuleReader(SqlTokens tokens, int from, int end, @Nullable String column) {
        this.tokens = tokens;
        this.at = from;
        this.end = end;
        this.column = column;
    }

    /** The rules behind the type of a column. */
    static List<Rule> ofColumn(SqlTokens tokens, int from, int end, String column) {
        return new RuleReader(tokens, from, end, column).read();
    }

    /** The rules of a table that stand without a comma between them, which SQLite takes. */
    static List<Rule> ofTable(SqlTokens tokens, int from, int end) {
        return new RuleReader(tokens, from, end, null).read();
    }

    /** Whether a rule of a table begins here, and no column. */
    static boolean startsTableRule(SqlTokens tokens, int place) {
        return tokens.is(place, "constraint")
                || tokens.is(place, "primary")
                || tokens.is(place, "unique")
                || tokens.is(place, "check")
                || tokens.is(place, "foreign");
    }

    /** Whether a rule of a column begins here, so that its type is over. */
    static boolean startsColumnRule(SqlTokens tokens, int place) {
        for (String word :
                List.of(
                        "constraint",
                        "primary",
                        "not",
                        "null",
                        "unique",
                        "check",
                        "default",
                        "collate",
                        "references",
                        "as",
                        "deferrable")) {
            if (tokens.is(place, word)) {
                return true;
            }
        }
        return tokens.are(place, "generated", "always");
    }

    private List<Rule> read() {
        int first = at;
        int namePlace = -1;
        while (at < end) {
            if (tokens.is(at, "constraint")) {
                if (namePlace < 0) {
                    first = at;
                }
                namePlace = at + 1;
                at += 2;
                continue;
            }
            if (namePlace < 0) {
                first = at;
            }
            rule(first, namePlace);
            namePlace = -1;
        }
        return rules;
    }

    private void rule(int first, int namePlace) {
        List<String> columns = column == null ? List.of() : List.of(column);
        String target = null;
        Kind kind;
        if (tokens.is(at, "primary")) {
            kind = Kind.PRIMARY_KEY;
            at += 2;
            if (column == null) {
                columns = list();
            } else if (tokens.is(at, "asc") || tokens.is(at, "desc")) {
                at++;
            }
            conflict();
            at += tokens.is(at, "autoincrement") ? 1 : 0;
        } else if (tokens.are(at, "not", "null")) {
            kind = Kind.NOT_NULL;
            at += 2;
            conflict();
        } else if (tokens.is(at, "null")) {
            kind = Kind.NULL;
            at++;
            conflict();
        } else if (tokens.is(at, "unique")) {
            kind = Kind.UNIQUE;
            at++;
            if (column == null) {
                columns = list();
            }
            conflict();
        } else if (tokens.is(at, "check")) {
            kind = Kind.CHECK;
            at = tokens.behind(at + 1);
            conflict();
        } else if (tokens.is(at, "default")) {
            kind = Kind.DEFAULT;
            at++;
            at = tokens.is(at, "(") ? tokens.behind(at) : at + (isSigned() ? 2 : 1);
        } else if (tokens.is(at, "collate")) {
            kind = Kind.COLLATE;
            at += 2;
        } else if (tokens.is(at, "foreign")) {
            kind = Kind.FOREIGN_KEY;
            at += 2;
            columns = list();
            target = reference();
        } else if (tokens.is(at, "references")) {
            kind = Kind.FOREIGN_KEY;
            target = reference();
        } else if (tokens.is(at, "generated") || tokens.is(at, "as")) {
            kind = Kind.GENERATED;
            at = tokens.behind(tokens.is(at, "as") ? at + 1 : at + 3);
            at += tokens.is(at, "stored") || tokens.is(at, "virtual") ? 1 : 0;
        } else {
            at++; // nothing that this version of SQLite has; it stays where it is
            return;
        }
        rules.add(
                new Rule(
                        kind,
                        namePlace < 0 ? null : tokens.get(namePlace).text(),
                        namePlace,
                        columns,
                        target,
                        first,
                        Math.min(at, end)));
    }

    /** The names that a list begins its items with. */
    private List<String> list() {
        List<String> names = new ArrayList<>();
        int behind = tokens.behind(at);
        boolean next = true;
        for (int i = at + 1; i < behind - 1; i++) {
            if (next) {
                names.add(tokens.get(i).text());
            }
            next = tokens.is(i, ",");
        }
        at = behind;
        return names;
    }

    private String reference() {
        String target = at + 1 < tokens.size() ? tokens.get(at + 1).text() : "";
        at += 2;
        if (tokens.is(at, "(")) {
            at = tokens.behind(at);
        }
        while (at < end) {
            if (tokens.is(at, "on")) {
                at += tokens.is(at + 2, "set") || tokens.is(at + 2, "no") ? 4 : 3;
            } else if (tokens.is(at, "match") || tokens.is(at, "initially")) {
                at += 2;
            } else if (tokens.are(at, "not", "deferrable")) {
                at += 2;
            } else if (tokens.is(at, "deferrable")) {
                at++;
            } else {
                break;
            }
        }
        return target;
    }

    private void conflict() {
        if (tokens.are(at, "on", "conflict")) {
            at += 3;
        }
    }

    private boolean isSigned() {
        return tokens.is(at, "+") || tokens.is(at, "-");
    }
}
