package dev.kinglet.migrate.internal.sqlite;

import dev.kinglet.migrate.change.SqlNames;
import dev.kinglet.migrate.change.Step;
import dev.kinglet.migrate.internal.sqlite.SqlTokens.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The indexes of FTS5 over the texts of a table. They know the table and its columns by names that
 * stand in texts of their own, which ALTER TABLE leaves as they are: so they are made again under
 * the new names.
 */
final class Searches {
    private final ExistingTable table;

    Searches(ExistingTable table) {
        this.table = table;
    }

    /** Those over this table. */
    private List<Stored> own() {
        return table.all().stream()
                .filter(Stored::isVirtual)
                .filter(s -> SqlTokens.of(s.text()).find("fts5", 0) > 0)
                .filter(s -> table.name().equalsIgnoreCase(option(s, "content")))
                .toList();
    }

    /** What follows the renaming of the table. */
    List<Step> behindRename(String to) {
        List<Step> steps = new ArrayList<>();
        for (Stored search : own()) {
            steps.add(step("drop table " + table.quoted(search.name())));
            SqlTokens tokens = SqlTokens.of(search.text());
            int place = optionPlace(tokens, "content");
            makeAgain(search, replaced(tokens, List.of(place), Names.text(to)), steps);
        }
        return steps;
    }

    /** What follows the renaming of a column. */
    List<Step> behindRename(String column, String to) {
        List<Step> steps = new ArrayList<>();
        for (Stored search : own()) {
            SqlTokens tokens = SqlTokens.of(search.text());
            List<Integer> places = places(tokens, column);
            if (places.isEmpty()) {
                continue;
            }
            List<Stored> followers = followers(search, column);
            for (Stored trigger : followers) {
                steps.add(step("drop trigger " + table.quoted(trigger.name())));
            }
            steps.add(step("drop table " + table.quoted(search.name())));
            makeAgain(search, replaced(tokens, places, SqlNames.quote(to)), steps);
            for (Stored trigger : followers) {
                steps.add(step(renamed(trigger, column, to).create(table.schema())));
            }
        }
        return steps;
    }

    /** The triggers of the table that write into the index, and speak of the column. */
    private List<Stored> followers(Stored search, String column) {
        return table.triggers().stream()
                .filter(t -> names(t, search.name()) && t.mentions(column))
                .toList();
    }

    private static boolean names(Stored trigger, String name) {
        return SqlTokens.of(trigger.text()).all().stream().anyMatch(t -> t.names(name));
    }

    /** SQLite renames the column of the table in it, and not that of the index. */
    private Stored renamed(Stored trigger, String column, String to) {
        SqlTokens tokens = SqlTokens.of(trigger.text());
        List<Integer> places = new ArrayList<>();
        for (int i = CreateTable.nameOf(tokens) + 1; i < tokens.size(); i++) {
            // ON table and INTO search speak of no column
            if (tokens.get(i).names(column)
                    && !tokens.is(i - 1, "on")
                    && !tokens.is(i - 1, "into")
                    && !tokens.is(i + 1, ".")) {
                places.add(i);
            }
        }
        return new Stored(
                "trigger",
                trigger.name(),
                table.name(),
                replaced(tokens, places, SqlNames.quote(to)));
    }

    private void makeAgain(Stored search, String sql, List<Step> steps) {
        String name = table.quoted(search.name());
        steps.add(
                step(
                        new Stored("table", search.name(), search.name(), sql)
                                .create(table.schema())));
        String own = SqlNames.quote(search.name());
        // what it was told to keep: how it ranks, when it merges
        String settings =
                "select k as k, v as v, typeof(v) as t from "
                        + table.quoted(search.name() + "_config")
                        + " where k <> 'version' order by k";
        for (Row row : Row.all(table.database(), settings)) {
            String value = row.text("v");
            steps.add(
                    step(
                            "insert into "
                                    + name
                                    + " ("
                                    + own
                                    + ", rank) values ("
                                    + Names.text(row.text("k"))
                                    + ", "
                                    + (row.text("t").equals("text") ? Names.text(value) : value)
                                    + ")"));
        }
        steps.add(
                step("insert into " + name + " (" + own + ") values ('rebuild')")
                        .scanning()
                        .rewriting());
    }

    // ---- the text of CREATE VIRTUAL TABLE

    private static @Nullable String option(Stored search, String option) {
        SqlTokens tokens = SqlTokens.of(search.text());
        int place = optionPlace(tokens, option);
        return place < 0 ? null : tokens.get(place).text();
    }

    /** The place of the value of an option; -1 where it is not said. */
    private static int optionPlace(SqlTokens tokens, String option) {
        for (int i = 1; i + 2 < tokens.size(); i++) {
            if (tokens.get(i).names(option)
                    && tokens.is(i + 1, "=")
                    && (tokens.is(i - 1, "(") || tokens.is(i - 1, ","))) {
                return i + 2;
            }
        }
        return -1;
    }

    /** Where a column is listed, or is the number of the rows. */
    private static List<Integer> places(SqlTokens tokens, String column) {
        List<Integer> places = new ArrayList<>();
        for (int i = 1; i < tokens.size(); i++) {
            boolean begins = tokens.is(i - 1, "(") || tokens.is(i - 1, ",");
            if (begins && !tokens.is(i + 1, "=") && isName(tokens.get(i), column)) {
                places.add(i);
            }
        }
        int number = optionPlace(tokens, "content_rowid");
        if (number >= 0 && tokens.get(number).text().equalsIgnoreCase(column)) {
            places.add(number);
        }
        return places;
    }

    private static boolean isName(SqlTokens.Token token, String column) {
        return token.names(column)
                || token.kind() == Kind.TEXT && token.text().equalsIgnoreCase(column);
    }

    private static String replaced(SqlTokens tokens, List<Integer> places, String text) {
        String sql = tokens.sql();
        int from = 0;
        StringBuilder all = new StringBuilder();
        for (int place : places.stream().sorted().toList()) {
            all.append(sql, from, tokens.get(place).start()).append(text);
            from = tokens.get(place).end();
        }
        return all.append(sql.substring(from)).toString();
    }

    private static Step step(String sql) {
        return Step.of(sql).locking(Step.Lock.ACCESS_EXCLUSIVE);
    }
}
