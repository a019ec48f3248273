package dev.kinglet.migrate.internal.postgres;

import dev.kinglet.Database;
import dev.kinglet.migrate.change.SqlNames;
import dev.kinglet.schema.SchemaName;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What has to be known of the catalogue to choose the way of a change. Reads, and only that. */
public final class Facts {
    private static final String KIND =
            "select cast(relkind as text) as x from pg_class where oid = to_regclass({0})";

    private static final String SEQUENCES =
            "select s.relname as name, a.attname as own from pg_class t join pg_depend d on"
                    + " d.refobjid = t.oid and d.refclassid = 'pg_class'::regclass and d.classid ="
                    + " 'pg_class'::regclass and d.deptype in ('a', 'i') join pg_class s on s.oid ="
                    + " d.objid and s.relkind = 'S' join pg_attribute a on a.attrelid = t.oid and"
                    + " a.attnum = d.refobjsubid where t.oid = to_regclass({0}) order by s.relname";

    private static final String PRIMARY_KEY =
            "select conname as x from pg_constraint where conrelid = to_regclass({0}) and contype ="
                    + " 'p'";

    private static final String COLUMN =
            "select format_type(a.atttypid, a.atttypmod) as type, pg_get_expr(d.adbin, d.adrelid) as"
                    + " sql, a.atttypid = to_regtype({2}) or exists (select 1 from pg_cast c where"
                    + " c.castsource = a.atttypid and c.casttarget = to_regtype({2}) and"
                    + " c.castcontext in ('a', 'i')) as casts from pg_attribute a left join"
                    + " pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum where"
                    + " a.attrelid = to_regclass({0}) and a.attname = {1}";

    /** Names before a parenthesis, outside of texts. */
    private static final Pattern CALLS =
            Pattern.compile(
                    "'(?:[^']|'')*'|(?:\"((?:[^\"]|\"\")+)\"|([a-zA-Z_][\\w$]*))\\s*\\(",
                    Pattern.DOTALL);

    private static final Pattern VARCHAR =
            Pattern.compile("(?:varchar|character varying)(?:\\((\\d+)\\))?");

    private Facts() {}

    /** Whether it is a table, and one that is not partitioned: those take no part in recipes. */
    public static boolean isPlainTable(Database database, SchemaName table) {
        return Row.all(database, KIND, SqlNames.quote(table)).stream()
                .anyMatch(row -> row.text("x").equals("r"));
    }

    /**
     * Whether PostgreSQL would write every row for a column of this type and default: a value for
     * each row, or rules of a domain. Whatever function of that name may be meant.
     */
    public static boolean rewrites(Database database, String sqlType, @Nullable String defaultSql) {
        if (defaultSql == null) {
            return false;
        }
        Set<String> functions = new TreeSet<>();
        Matcher calls = CALLS.matcher(defaultSql);
        while (calls.find()) {
            if (calls.group(1) != null) {
                functions.add(calls.group(1).replace("\"\"", "\""));
            } else if (calls.group(2) != null) {
                functions.add(calls.group(2).toLowerCase(java.util.Locale.ROOT));
            }
        }
        if (!functions.isEmpty()) {
            String names = functions.stream().map(Sql::text).collect(Collectors.joining(", "));
            String asked =
                    "select exists (select 1 from pg_proc where provolatile = 'v' and proname in ("
                            + names
                            + ")) as x";
            if (Row.one(database, asked).is("x")) {
                return true;
            }
        }
        String domain =
                "select exists (select 1 from pg_type t join pg_constraint c on c.contypid = t.oid"
                        + " where t.typtype = 'd' and t.oid = to_regtype({0})) as x";
        return Row.one(database, domain, sqlType).is("x");
    }

    /** The columns of a table whose sequences are named as PostgreSQL names them. */
    public static List<String> countedColumns(Database database, SchemaName table) {
        return Row.all(database, SEQUENCES, SqlNames.quote(table)).stream()
                .filter(
                        row ->
                                row.text("name")
                                        .equals(table.name() + "_" + row.text("own") + "_seq"))
                .map(row -> row.text("own"))
                .toList();
    }

    /** The name of the primary key's constraint; null where there is none. */
    public static @Nullable String primaryKey(Database database, SchemaName table) {
        List<Row> rows = Row.all(database, PRIMARY_KEY, SqlNames.quote(table));
        return rows.isEmpty() ? null : rows.get(0).text("x");
    }

    /**
     * How a column changes its type.
     *
     * @param defaultSql what has to be cast by hand; null where there is no default, or PostgreSQL
     *     casts it
     * @param rewrites whether every row is written
     */
    public record TypeChange(@Nullable String defaultSql, boolean rewrites) {}

    /** See {@link TypeChange}. */
    public static TypeChange typeChange(
            Database database, SchemaName table, String column, String sqlType) {
        List<Row> rows = Row.all(database, COLUMN, SqlNames.quote(table), column, sqlType);
        if (rows.isEmpty()) {
            return new TypeChange(null, true); // the server says what is wrong
        }
        Row row = rows.get(0);
        String sql = row.text("sql");
        return new TypeChange(
                sql.isEmpty() || row.is("casts") ? null : sql, !isWider(row.text("type"), sqlType));
    }

    /** Texts whose limit is raised or lifted stay as they are stored. */
    private static boolean isWider(String from, String to) {
        Matcher before = VARCHAR.matcher(from);
        Matcher after = VARCHAR.matcher(to);
        if (from.equals(to)) {
            return true;
        }
        if (!before.matches()) {
            return from.equals("text") && after.matches() && after.group(1) == null;
        }
        if (to.equals("text")) {
            return true;
        }
        return after.matches()
                && (after.group(1) == null
                        || before.group(1) != null
                                && Integer.parseInt(before.group(1))
                                        <= Integer.parseInt(after.group(1)));
    }
}
