package dev.kinglet.migrate.internal.sqlite;

import dev.kinglet.migrate.internal.sqlite.Rule.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * CREATE TABLE as SQLite keeps it, read token by token. A change gives another text, in which all
 * else stands as before: spaces, comments, quotes, the order of rules.
 */
public final class CreateTable {
    private final SqlTokens tokens;
    private final int name;
    private final int open;
    private final int close;
    private final List<Column> columns = new ArrayList<>();
    private final List<Rule> rules = new ArrayList<>();

    /**
     * A column.
     *
     * @param first the token of its name
     * @param typeEnd behind the last token of its type
     * @param end behind its last token
     */
    record Column(String name, int first, int typeEnd, int end, List<Rule> rules) {

        /** Its rule of that kind; null where it has none. */
        @Nullable Rule rule(Kind kind) {
            return rules.stream().filter(rule -> rule.is(kind)).findFirst().orElse(null);
        }
    }

    private CreateTable(SqlTokens tokens) {
        this.tokens = tokens;
        this.name = nameOf(tokens);
        this.open = tokens.find("(", name + 1);
        this.close = open < 0 ? -1 : tokens.behind(open) - 1;
        for (int i = open + 1; open >= 0 && i < close; i++) {
            i = item(i);
        }
    }

    /**
     * Reads a text.
     *
     * @throws IllegalArgumentException for one that lists no columns
     */
    public static CreateTable of(String sql) {
        CreateTable table = new CreateTable(SqlTokens.of(sql));
        if (table.columns.isEmpty()) {
            throw new IllegalArgumentException("no columns: " + sql);
        }
        return table;
    }

    /** The place of the name in CREATE .. TABLE, INDEX, TRIGGER or VIEW. */
    static int nameOf(SqlTokens tokens) {
        int at = 1;
        while (at < tokens.size()
                && !tokens.is(at, "table")
                && !tokens.is(at, "index")
                && !tokens.is(at, "trigger")
                && !tokens.is(at, "view")) {
            at++;
        }
        at++;
        at += tokens.are(at, "if", "not", "exists") ? 3 : 0;
        return tokens.is(at + 1, ".") ? at + 2 : at;
    }

    /** Reads a column or rules that begin here, and answers the place of the comma behind it. */
    private int item(int first) {
        int end = first;
        while (end < close && !tokens.is(end, ",")) {
            end = tokens.is(end, "(") ? tokens.behind(end) : end + 1;
        }
        if (RuleReader.startsTableRule(tokens, first)) {
            rules.addAll(RuleReader.ofTable(tokens, first, end));
            return end;
        }
        int typeEnd = first + 1;
        while (typeEnd < end && !RuleReader.startsColumnRule(tokens, typeEnd)) {
            typeEnd = tokens.is(typeEnd, "(") ? tokens.behind(typeEnd) : typeEnd + 1;
        }
        String column = tokens.get(first).text();
        columns.add(
                new Column(
                        column,
                        first,
                        typeEnd,
                        end,
                        RuleReader.ofColumn(tokens, typeEnd, end, column)));
        return end;
    }

    // ---- what it says

    /** The text. */
    public String sql() {
        return tokens.sql();
    }

    SqlTokens tokens() {
        return tokens;
    }

    List<Column> columns() {
        return columns;
    }

    /** The column that SQLite knows under this name; null where there is none. */
    @Nullable Column column(String column) {
        return columns.stream()
                .filter(c -> c.name().equalsIgnoreCase(column))
                .findFirst()
                .orElse(null);
    }

    /** Those of the table alone. */
    List<Rule> rules() {
        return rules;
    }

    /** Those of the columns, too, as they stand. */
    List<Rule> allRules() {
        List<Rule> all = new ArrayList<>();
        columns.forEach(column -> all.addAll(column.rules()));
        all.addAll(rules);
        return all;
    }

    /** The key's rule; null where there is none. */
    @Nullable Rule primaryKey() {
        return allRules().stream()
                .filter(rule -> rule.is(Kind.PRIMARY_KEY))
                .findFirst()
                .orElse(null);
    }

    /** The type of a column as it is written. */
    String type(Column column) {
        return tokens.between(column.first() + 1, column.typeEnd());
    }

    /** A rule as it is written. */
    String text(Rule rule) {
        return tokens.between(rule.first(), rule.end());
    }

    boolean isWithoutRowid() {
        for (int i = close + 1; i < tokens.size(); i++) {
            if (tokens.is(i, "without")) {
                return true;
            }
        }
        return false;
    }

    boolean isCounted() {
        Rule key = primaryKey();
        return key != null
                && (tokens.is(key.end() - 1, "autoincrement")
                        || tokens.is(key.end() - 2, "autoincrement"));
    }

    /** The column that is another name for the number of the row; null where there is none. */
    @Nullable Column rowNumber() {
        Rule key = primaryKey();
        if (key == null || key.columns().size() != 1 || isWithoutRowid()) {
            return null;
        }
        Column column = column(key.columns().get(0));
        boolean backwards = column != null && column.rules().contains(key) && has(key, "desc");
        return column == null || backwards || !type(column).equalsIgnoreCase("integer")
                ? null
                : column;
    }

    /** A name under which the number of a row can be read, and written; null where none is. */
    @Nullable String rowid() {
        if (isWithoutRowid()) {
            return null;
        }
        for (String name : List.of("rowid", "_rowid_", "oid")) {
            if (column(name) == null) {
                return name;
            }
        }
        return null;
    }

    /** Whether a rule says something of this column. */
    boolean mentions(Rule rule, String column) {
        if (!rule.is(Kind.CHECK) && !rule.is(Kind.GENERATED) && !rule.is(Kind.DEFAULT)) {
            return rule.columns().stream().anyMatch(column::equalsIgnoreCase);
        }
        return mentions(tokens, rule.first(), rule.end(), column);
    }

    /** Whether a column is spoken of between two places. */
    static boolean mentions(SqlTokens tokens, int first, int end, String column) {
        for (int i = first; i < end; i++) {
            boolean other = tokens.is(i + 1, "(") || tokens.is(i - 1, "collate");
            boolean ofTable = tokens.is(i + 1, ".");
            if (!other && !ofTable && tokens.get(i).names(column)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a comment stands right before this token, behind the one before it. */
    boolean hasCommentBefore(int place) {
        return place > 0 && !gap(place).isBlank();
    }

    // ---- changes

    /** With another column behind the others. */
    CreateTable withColumn(String definition) {
        return insert(behind(columns.get(columns.size() - 1).end()), ", " + definition);
    }

    /** With another rule of the table, at the end. */
    CreateTable withRule(String rule) {
        return insert(behind(close), ", " + rule);
    }

    /** With another rule behind those of a column. */
    CreateTable withRule(Column column, String rule) {
        return insert(tokens.get(column.end() - 1).end(), " " + rule);
    }

    /** With another type. */
    CreateTable withType(Column column, String type) {
        return column.typeEnd() == column.first() + 1
                ? insert(tokens.get(column.first()).end(), " " + type)
                : replace(column.first() + 1, column.typeEnd(), type);
    }

    /** Without a column. */
    CreateTable without(Column column) {
        return withoutItem(column.first(), column.end());
    }

    /** Without a rule, of a column or of the table. */
    CreateTable without(Rule rule) {
        if (rules.contains(rule)) {
            return withoutItem(rule.first(), rule.end());
        }
        int start = tokens.get(rule.first()).start();
        // the spaces before it go with it, a comment stays
        int from = gap(rule.first()).isBlank() ? tokens.get(rule.first() - 1).end() : start;
        return cut(from, tokens.get(rule.end() - 1).end());
    }

    /** With other words in the place of some tokens. */
    CreateTable replace(int first, int end, String text) {
        String sql = tokens.sql();
        return of(
                sql.substring(0, tokens.get(first).start())
                        + text
                        + sql.substring(tokens.get(end - 1).end()));
    }

    /**
     * Where an item goes before this token: a comment that stands there is about the one before.
     */
    private int behind(int place) {
        return hasCommentBefore(place) ? tokens.get(place).start() : tokens.get(place - 1).end();
    }

    private CreateTable insert(int at, String text) {
        return of(tokens.sql().substring(0, at) + text + tokens.sql().substring(at));
    }

    private CreateTable cut(int from, int to) {
        return of(tokens.sql().substring(0, from) + tokens.sql().substring(to));
    }

    /**
     * Up to the next one: a comment before an item is about it, and one behind its comma, too. Of
     * the last one the comma before it goes as well, and what stands between them stays.
     */
    private CreateTable withoutItem(int first, int end) {
        int start = tokens.get(first).start();
        if (tokens.is(end, ",") || end < close) {
            int next = tokens.is(end, ",") ? end + 1 : end;
            return cut(start, tokens.get(next).start());
        }
        int behind = tokens.get(end - 1).end();
        if (!tokens.is(first - 1, ",")) {
            return cut(start, behind);
        }
        int comma = tokens.get(first - 1).start();
        String between = tokens.sql().substring(comma + 1, start);
        String kept = between.isBlank() ? "" : between.stripTrailing() + "\n";
        return of(tokens.sql().substring(0, comma) + kept + tokens.sql().substring(behind));
    }

    private boolean has(Rule rule, String word) {
        for (int i = rule.first(); i < rule.end(); i++) {
            if (tokens.is(i, word)) {
                return true;
            }
        }
        return false;
    }

    private String gap(int place) {
        return tokens.sql().substring(tokens.get(place - 1).end(), tokens.get(place).start());
    }
}
