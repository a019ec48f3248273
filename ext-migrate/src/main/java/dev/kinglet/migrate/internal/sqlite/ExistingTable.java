package dev.kinglet.migrate.internal.sqlite;

import dev.kinglet.Database;
import dev.kinglet.errors.KingletException;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.migrate.change.SqlNames;
import dev.kinglet.schema.SchemaName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A table of a database as its schema keeps it, with all that hangs on it. */
public final class ExistingTable {
    private static final String OLD = "kinglet_old_";

    private final Database database;
    private final String home;
    private final @Nullable String prefix;
    private final List<Stored> all;
    private final List<Stored> temporary;
    private final Stored stored;
    private final CreateTable create;

    private ExistingTable(
            Database database,
            String home,
            @Nullable String prefix,
            List<Stored> all,
            List<Stored> temporary,
            Stored stored) {
        this.database = database;
        this.home = home;
        this.prefix = prefix;
        this.all = all;
        this.temporary = temporary;
        this.stored = stored;
        this.create = CreateTable.of(stored.text());
    }

    /**
     * The table that SQLite knows under this name.
     *
     * @throws ProgrammingException where there is none, or it is a view, or a module keeps it
     */
    public static ExistingTable of(Database database, SchemaName name) {
        String said = name.schema() != null ? name.schema() : database.defaultSchema();
        String home = said == null ? "main" : said;
        List<Stored> all = Stored.all(database, home);
        List<Stored> temporary = Stored.all(database, "temp");
        Stored found =
                all.stream()
                        .filter(s -> s.is("table") || s.is("view"))
                        .filter(s -> s.name().equalsIgnoreCase(name.name()))
                        .findFirst()
                        .orElse(null);
        if (found == null) {
            throw new ProgrammingException(
                    "there is no table '" + name + "' to change",
                    name.toString(),
                    "create it first, or name one that is there");
        }
        if (found.is("view") || found.isVirtual()) {
            throw new ProgrammingException(
                    "'" + name + "' is " + (found.is("view") ? "a view" : "kept by a module"),
                    name.toString(),
                    "drop it, and create it again as it should be");
        }
        // a temporary table of the same name would be taken for it
        boolean hidden = temporary.stream().anyMatch(s -> s.name().equalsIgnoreCase(found.name()));
        return new ExistingTable(
                database, home, said == null && hidden ? "main" : said, all, temporary, found);
    }

    /** Whether foreign keys of other tables refer to a table, which need not be there. */
    public static boolean isReferredTo(Database database, SchemaName name) {
        String said = name.schema() != null ? name.schema() : database.defaultSchema();
        return !referring(database, said == null ? "main" : said, name.name(), null).isEmpty();
    }

    // ---- what there is

    Database database() {
        return database;
    }

    /** Its name as it was given to it. */
    public String name() {
        return stored.name();
    }

    /** Its name with its schema, in quotes. */
    public String quoted() {
        return SqlNames.quote(new SchemaName(prefix, name()));
    }

    /** Another name in its schema, in quotes. */
    public String quoted(String other) {
        return SqlNames.quote(new SchemaName(prefix, other));
    }

    /** The schema that its statements name; null where they need not. */
    public @Nullable String schema() {
        return prefix;
    }

    /** Its statement. */
    public CreateTable create() {
        return create;
    }

    /**
     * Its column of that name.
     *
     * @throws ProgrammingException where it has none
     */
    CreateTable.Column column(String column) {
        CreateTable.Column found = create.column(column);
        if (found == null) {
            throw new ProgrammingException(
                    "the table '" + name() + "' has no column '" + column + "'",
                    name(),
                    "it has "
                            + create.columns().stream()
                                    .map(CreateTable.Column::name)
                                    .collect(Collectors.joining(", ")));
        }
        return found;
    }

    /** All that its schema has. */
    public List<Stored> all() {
        return all;
    }

    /** Its indexes and those that SQLite made for its keys. */
    public List<Stored> indexes() {
        return own("index", all);
    }

    List<Stored> triggers() {
        return own("trigger", all);
    }

    /** Triggers that this connection alone has. */
    List<Stored> temporaryTriggers() {
        return own("trigger", temporary);
    }

    private List<Stored> own(String type, List<Stored> from) {
        return from.stream().filter(s -> s.is(type) && s.table().equalsIgnoreCase(name())).toList();
    }

    /** A name that nothing has. */
    String free() {
        String free = OLD + name();
        for (int n = 2; isTaken(free); n++) {
            free = OLD + n + "_" + name();
        }
        return free;
    }

    private boolean isTaken(String other) {
        return all.stream().anyMatch(s -> s.name().equalsIgnoreCase(other))
                || temporary.stream().anyMatch(s -> s.name().equalsIgnoreCase(other));
    }

    /** The other tables whose foreign keys refer to it, or to this column of it. */
    public List<String> referring(@Nullable String column) {
        return referring(database, home, name(), column);
    }

    private static List<String> referring(
            Database database, String home, String name, @Nullable String column) {
        String sql =
                "select distinct m.name as name from "
                        + SqlNames.quote(home)
                        + ".sqlite_schema m join pragma_foreign_key_list(m.name, {0}) f where"
                        + " m.type = 'table' and f.\"table\" = {1} collate nocase and m.name <>"
                        + " {1} collate nocase"
                        + (column == null ? "" : " and f.\"to\" = {2} collate nocase")
                        + " order by m.name";
        List<Row> rows =
                column == null
                        ? Row.all(database, sql, home, name)
                        : Row.all(database, sql, home, name, column);
        return rows.stream().map(row -> row.text("name")).toList();
    }

    /**
     * Statements that do nothing, and fail where a view or a trigger reads a column that is not
     * there: for those that speak of this one, and are sound now.
     */
    List<String> probes(String column) {
        List<String> probes = new ArrayList<>();
        for (Stored other : all) {
            if (other.is("view") && other.mentions(column)) {
                probe(probes, "explain select * from " + quoted(other.name()));
            } else if (other.is("trigger") && other.mentions(column)) {
                Stored table =
                        all.stream()
                                .filter(s -> s.is("table"))
                                .filter(s -> s.name().equalsIgnoreCase(other.table()))
                                .findFirst()
                                .orElse(null);
                if (table != null && !table.isVirtual()) {
                    writes(table, column).forEach(sql -> probe(probes, sql));
                }
            }
        }
        return probes;
    }

    private List<String> writes(Stored table, String gone) {
        CreateTable columns = CreateTable.of(table.text());
        String target = quoted(table.name());
        String same =
                columns.columns().stream()
                        .filter(c -> c.rule(Rule.Kind.GENERATED) == null)
                        .filter(c -> table != stored || !c.name().equalsIgnoreCase(gone))
                        .map(c -> SqlNames.quote(c.name()) + " = " + SqlNames.quote(c.name()))
                        .collect(Collectors.joining(", "));
        return List.of(
                "explain insert into " + target + " default values",
                "explain update " + target + " set " + same,
                "explain delete from " + target);
    }

    private void probe(List<String> probes, String sql) {
        if (probes.contains(sql)) {
            return;
        }
        try {
            database.execute(sql);
            probes.add(sql);
        } catch (KingletException broken) {
            // it was so before: this change does not have to mend it
        }
    }
}
