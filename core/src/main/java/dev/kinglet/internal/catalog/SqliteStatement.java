package dev.kinglet.internal.catalog;

import dev.kinglet.internal.catalog.SqlText.Word;
import dev.kinglet.model.ForeignKey.Deferral;
import dev.kinglet.schema.TableInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What only the text of a CREATE statement tells: SQLite keeps it as it was written, and its
 * pragmas leave out names of constraints, checks, collations and what is computed.
 */
final class SqliteStatement {
    private static final Set<String> RULES =
            Set.of("constraint", "primary", "unique", "check", "foreign");
    private static final Set<String> UNASKED =
            Set.of("primary", "unique", "not", "null", "default", "generated");

    private final SqlText sql;
    private final Map<String, String> collations = new HashMap<>();
    private final Map<String, String> generated = new HashMap<>();
    private final List<TableInfo.Check> checks = new ArrayList<>();
    private final List<Reference> references = new ArrayList<>();
    private boolean counted;
    private @Nullable String primaryKeyName;

    /** A foreign key by its columns. */
    private record Reference(@Nullable String name, List<String> columns, Deferral deferral) {}

    private SqliteStatement(String sql) {
        this.sql = SqlText.of(sql);
    }

    /** Reads CREATE TABLE. */
    static SqliteStatement table(String sql) {
        SqliteStatement statement = new SqliteStatement(sql);
        int open = statement.sql.find("(", 0);
        if (open >= 0) {
            statement.sql.items(open, statement::item);
        }
        return statement;
    }

    /** Reads the query of CREATE VIEW. */
    static String view(String sql) {
        SqlText text = SqlText.of(sql);
        int as = text.find("as", 0);
        return as < 0 ? sql : text.between(as + 1, text.words().size());
    }

    /** Reads the module of CREATE VIRTUAL TABLE, and what it is told. */
    static String using(String sql) {
        SqlText text = SqlText.of(sql);
        int using = text.find("using", 0);
        return using < 0 ? sql : text.between(using + 1, text.words().size());
    }

    /** Reads CREATE TRIGGER: what follows its name, where it is one that follows writes. */
    static String trigger(String sql) {
        SqlText text = SqlText.of(sql);
        int after = text.find("after", 0);
        return after < 0 ? sql : text.between(after, text.words().size());
    }

    /** Reads CREATE INDEX: the texts of its parts, without their collation and direction. */
    static List<String> indexParts(String sql) {
        SqlText text = SqlText.of(sql);
        List<String> parts = new ArrayList<>();
        text.items(
                text.find("(", text.find("on", 0)),
                (start, end) -> parts.add(part(text, start, end)));
        return parts;
    }

    /** Reads the condition of CREATE INDEX; null where there is none. */
    static @Nullable String indexWhere(String sql) {
        SqlText text = SqlText.of(sql);
        int where = text.find("where", text.find("on", 0));
        return where < 0 ? null : SqlText.unwrapped(text.between(where + 1, text.words().size()));
    }

    private static String part(SqlText text, int start, int end) {
        int last = end;
        if (last - 1 > start
                && (text.words().get(last - 1).is("asc")
                        || text.words().get(last - 1).is("desc"))) {
            last--;
        }
        if (last - 2 > start && text.words().get(last - 2).is("collate")) {
            last -= 2;
        }
        return SqlText.unwrapped(text.between(start, last));
    }

    @Nullable String collation(String column) {
        return collations.get(key(column));
    }

    @Nullable String generated(String column) {
        return generated.get(key(column));
    }

    boolean isCounted() {
        return counted;
    }

    List<TableInfo.Check> checks() {
        return checks;
    }

    @Nullable String primaryKeyName() {
        return primaryKeyName;
    }

    @Nullable String constraint(List<String> columns) {
        Reference reference = reference(columns);
        return reference == null ? null : reference.name();
    }

    Deferral deferral(List<String> columns) {
        Reference reference = reference(columns);
        return reference == null ? Deferral.NONE : reference.deferral();
    }

    private @Nullable Reference reference(List<String> columns) {
        List<String> keys = columns.stream().map(SqliteStatement::key).toList();
        return references.stream().filter(r -> r.columns().equals(keys)).findFirst().orElse(null);
    }

    private List<Word> words() {
        return sql.words();
    }

    /** A column with its rules, or rules of the table. */
    private void item(int start, int end) {
        Word first = words().get(start);
        boolean ofTable = !first.quoted() && RULES.contains(first.text());
        String column = ofTable ? "" : key(first.text());
        String name = null;
        for (int i = ofTable ? start : start + 1; i < end; i++) {
            Word word = words().get(i);
            if (word.is("constraint")) {
                name = words().get(++i).text();
            } else if (word.is("primary") && ofTable) {
                primaryKeyName = name;
                name = null;
            } else if (word.is("autoincrement")) {
                counted = true;
            } else if (word.is("collate") && !ofTable) {
                collations.put(column, words().get(i + 1).text());
                name = null;
            } else if (word.is("check")) {
                int close = sql.closing(i + 1);
                checks.add(new TableInfo.Check(name, SqlText.unwrapped(sql.between(i + 2, close))));
                name = null;
                i = close;
            } else if (word.is("as") && !ofTable && words().get(i + 1).is("(")) {
                int close = sql.closing(i + 1);
                generated.put(column, SqlText.unwrapped(sql.between(i + 2, close)));
                name = null;
                i = close;
            } else if (word.is("foreign")) {
                int close = sql.closing(i + 2);
                List<String> columns = new ArrayList<>();
                for (int c = i + 3; c < close; c += 2) {
                    columns.add(key(words().get(c).text()));
                }
                references.add(new Reference(name, columns, deferral(close, end)));
                name = null;
                i = end;
            } else if (word.is("references")) {
                references.add(new Reference(name, List.of(column), deferral(i, end)));
                name = null;
            } else if (word.is("(")) {
                i = sql.closing(i); // the length of a type, or a default
            } else if (UNASKED.contains(word.text().toLowerCase(Locale.ROOT)) && !word.quoted()) {
                name = null; // it was that of this rule, which nobody asks for
            }
        }
    }

    /** DEFERRABLE stands behind the reference, and INITIALLY DEFERRED behind that. */
    private Deferral deferral(int from, int end) {
        for (int i = from; i < end; i++) {
            if (words().get(i).is("deferrable")) {
                if (words().get(i - 1).is("not")) {
                    return Deferral.NONE;
                }
                boolean deferred =
                        i + 2 < end
                                && words().get(i + 1).is("initially")
                                && words().get(i + 2).is("deferred");
                return deferred ? Deferral.DEFERRED : Deferral.DEFERRABLE;
            }
            if (words().get(i).is("constraint")) {
                return Deferral.NONE;
            }
        }
        return Deferral.NONE;
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
