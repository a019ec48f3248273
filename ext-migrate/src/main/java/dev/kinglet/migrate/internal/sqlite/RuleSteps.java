package dev.kinglet.migrate.internal.sqlite;

import static dev.kinglet.migrate.internal.sqlite.SqliteVersion.ALTERS_RULES;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.migrate.change.SqlNames;
import dev.kinglet.migrate.change.Step;
import dev.kinglet.migrate.internal.sqlite.Rule.Kind;
import dev.kinglet.schema.SchemaNames;
import dev.kinglet.schema.TableInfo;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Changes of the foreign keys, checks and unique constraints of a table. */
public final class RuleSteps {
    private final ExistingTable table;
    private final CreateTable create;
    private final SqliteVersion version;

    /**
     * @param version that may be older than the one that runs
     */
    public RuleSteps(ExistingTable table, SqliteVersion version) {
        this.table = table;
        this.create = table.create();
        this.version = version;
    }

    /** A foreign key. */
    public List<Step> add(TableInfo.ForeignKey key) {
        key.columns().forEach(table::column);
        return add(key.name(), Definitions.foreignKey(key));
    }

    /** A unique constraint. */
    public List<Step> add(TableInfo.Index index) {
        String rule = Definitions.unique(index);
        index.parts().forEach(part -> table.column(String.valueOf(part.column())));
        return add(index.name(), rule);
    }

    /** A condition. */
    public List<Step> add(TableInfo.Check check) {
        String rule = Definitions.check(check);
        requireFree(check.name());
        return version.isAtLeast(ALTERS_RULES)
                ? List.of(step("alter table " + table.quoted() + " add " + rule).scanning())
                : new Rebuild(table, create.withRule(rule)).steps();
    }

    private List<Step> add(@Nullable String name, String rule) {
        requireFree(name);
        return new Rebuild(table, create.withRule(rule)).steps();
    }

    private void requireFree(@Nullable String name) {
        if (create.allRules().stream()
                .anyMatch(rule -> rule.name() != null && rule.name().equalsIgnoreCase(name))) {
            throw new ProgrammingException(
                    "the table '" + table.name() + "' has a constraint '" + name + "' already",
                    table.name(),
                    "drop it first, or give the new one another name");
        }
    }

    /** The end of a foreign key, a check or a unique constraint. */
    public List<Step> drop(String name) {
        Rule rule = rule(name);
        if (rule.is(Kind.PRIMARY_KEY)) {
            throw new ProgrammingException(
                    "'" + name + "' is the key of '" + table.name() + "'",
                    table.name(),
                    "say setPrimaryKey(\"" + table.name() + "\", ..)");
        }
        boolean bare =
                !create.hasCommentBefore(rule.first()) && !create.hasCommentBefore(rule.end());
        return rule.is(Kind.CHECK) && rule.name() != null && bare && version.isAtLeast(ALTERS_RULES)
                ? List.of(
                        step(
                                "alter table "
                                        + table.quoted()
                                        + " drop constraint "
                                        + SqlNames.quote(rule.name())))
                : new Rebuild(table, create.without(rule)).steps();
    }

    /** Another name. */
    public List<Step> rename(String name, String to) {
        Rule rule = rule(name);
        if (!to.equalsIgnoreCase(name)) {
            requireFree(to);
        }
        String constraint = Definitions.constraint(to).strip();
        CreateTable after =
                rule.name() == null
                        ? create.replace(
                                rule.first(),
                                rule.first() + 1,
                                constraint + " " + create.tokens().get(rule.first()).text())
                        : create.replace(
                                rule.namePlace(), rule.namePlace() + 1, SqlNames.quote(to));
        return new Rebuild(table, after).steps();
    }

    /** The one of that name, or without a name, that would have this one. */
    private Rule rule(String name) {
        for (Rule rule : create.allRules()) {
            if (name.equalsIgnoreCase(rule.name()) && rule.isConstraint()) {
                return rule;
            }
        }
        List<String> made = columnsOf(name);
        for (Rule rule : create.allRules()) {
            boolean unnamed = rule.name() == null;
            if (isOver(rule, made) || unnamed && (isUsual(rule, name) || says(rule, name))) {
                return rule;
            }
        }
        throw new ProgrammingException(
                "the table '" + table.name() + "' has no constraint '" + name + "'",
                table.name(),
                "it has "
                        + create.allRules().stream()
                                .filter(Rule::isConstraint)
                                .map(Rule::name)
                                .filter(Objects::nonNull)
                                .collect(Collectors.joining(", ")));
    }

    private boolean isUsual(Rule rule, String name) {
        return rule.target() != null
                && SchemaNames.foreignKey(table.name(), rule.columns(), rule.target())
                        .equalsIgnoreCase(name);
    }

    /** What has no name is called by what it says: {@code check (a > 0)}. */
    private boolean says(Rule rule, String name) {
        SqlTokens said = SqlTokens.of(name);
        if (rule.is(Kind.CHECK) && said.is(0, "check") && said.is(1, "(")) {
            SqlTokens own = SqlTokens.of(create.text(rule));
            int open = own.find("(", 0);
            return words(said, 1).equals(words(own, open));
        }
        if (rule.is(Kind.FOREIGN_KEY) && said.are(0, "foreign", "key")) {
            Rule other = RuleReader.ofTable(said, 0, said.size()).get(0);
            return alike(rule.columns(), other.columns())
                    && String.valueOf(rule.target()).equalsIgnoreCase(other.target());
        }
        return false;
    }

    /** What stands in parentheses, without further ones around all of it. */
    private static List<String> words(SqlTokens tokens, int open) {
        int from = open + 1;
        int to = tokens.behind(open) - 1;
        while (tokens.is(from, "(") && tokens.behind(from) == to) {
            from++;
            to--;
        }
        return tokens.all().subList(from, Math.max(from, to)).stream()
                .map(
                        token ->
                                token.kind() == SqlTokens.Kind.TEXT
                                        ? Names.text(token.text())
                                        : token.text().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static boolean alike(List<String> a, List<String> b) {
        return String.join("\n", a).equalsIgnoreCase(String.join("\n", b));
    }

    private static boolean isOver(Rule rule, List<String> columns) {
        return rule.is(Kind.UNIQUE)
                && !columns.isEmpty()
                && String.join("\n", rule.columns()).equalsIgnoreCase(String.join("\n", columns));
    }

    /**
     * Of an index that SQLite made for a unique constraint: the catalogue knows that name alone.
     */
    private List<String> columnsOf(String index) {
        boolean made =
                table.indexes().stream()
                        .anyMatch(s -> s.sql() == null && s.name().equalsIgnoreCase(index));
        return made
                ? Row.all(
                                table.database(),
                                "select name as name from pragma_index_info({0}, {1}) order by"
                                        + " seqno",
                                index,
                                table.schema() == null ? "main" : table.schema())
                        .stream()
                        .map(row -> row.text("name"))
                        .toList()
                : List.of();
    }

    private static Step step(String sql) {
        return Step.of(sql).locking(Step.Lock.ACCESS_EXCLUSIVE);
    }
}
