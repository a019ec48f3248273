package dev.kinglet.migrate.internal.diff;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.migrate.change.Columns;
import dev.kinglet.migrate.change.DiffOptions;
import dev.kinglet.migrate.change.NeedsDecision;
import dev.kinglet.migrate.change.NeedsDecision.Choice;
import dev.kinglet.migrate.change.Operation;
import dev.kinglet.migrate.change.SchemaState;
import dev.kinglet.schema.SchemaName;
import dev.kinglet.schema.TableInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What has another name now: what the model says, what the caller says, and what looks like it and
 * has to be asked about.
 */
final class Renaming {
    /** From here on two are so alike that nobody but the user can tell. */
    private static final double ASK = 0.75;

    private final Wanted wanted;
    private final DiffOptions options;
    private final List<Operation> operations = new ArrayList<>();
    private final List<Choice> choices = new ArrayList<>();
    private final Set<String> used = new HashSet<>();
    private SchemaState found;

    private Renaming(Wanted wanted, SchemaState found, DiffOptions options) {
        this.wanted = wanted;
        this.found = found;
        this.options = options;
    }

    /**
     * The renames, in order.
     *
     * @throws NeedsDecision where one has to be asked about
     * @throws ProgrammingException for one that was said and cannot be
     */
    static List<Operation> of(Wanted wanted, SchemaState found, DiffOptions options) {
        Renaming renaming = new Renaming(wanted, found, options);
        renaming.tables();
        for (TableInfo table : wanted.state().tables()) {
            TableInfo there = renaming.found.table(table.name());
            if (there != null && table.using() == null) {
                renaming.columns(table, there);
            }
        }
        renaming.requireUsed();
        if (!renaming.choices.isEmpty() && options.asks()) {
            throw new NeedsDecision(renaming.choices);
        }
        return renaming.operations;
    }

    private void tables() {
        List<TableInfo> missing = new ArrayList<>(wanted.state().tables());
        missing.removeIf(table -> found.table(table.name()) != null || table.using() != null);
        List<TableInfo> extra = new ArrayList<>(found.tables());
        extra.removeIf(table -> wanted.state().table(table.name()) != null);
        for (TableInfo table : List.copyOf(missing)) {
            String former = said(table.name().toString(), names(table), formerNames(table.name()));
            TableInfo from = find(extra, former);
            if (from != null) {
                apply(new Operation.RenameTable(from.name(), table.name().name()));
                missing.remove(table);
                extra.remove(from);
            }
        }
        for (TableInfo table : missing) {
            TableInfo best =
                    extra.stream()
                            .max(Comparator.comparingDouble(other -> alike(table, other)))
                            .orElse(null);
            if (best != null && table.columns().size() > 1 && alike(table, best) >= ASK) {
                choices.add(
                        new Choice(
                                best.name().toString(),
                                table.name().toString(),
                                alike(table, best),
                                List.of(
                                        "their columns: "
                                                + String.join(", ", common(table, best)))));
            }
        }
    }

    private void columns(TableInfo table, TableInfo there) {
        List<TableInfo.Column> missing = new ArrayList<>(table.columns());
        missing.removeIf(column -> there.column(column.name()) != null);
        List<TableInfo.Column> extra = new ArrayList<>(there.columns());
        extra.removeIf(column -> table.column(column.name()) != null);
        for (TableInfo.Column column : List.copyOf(missing)) {
            String to = table.name() + "." + column.name();
            List<String> former =
                    wanted.formerColumns().getOrDefault(to, List.of()).stream()
                            .map(name -> table.name() + "." + name)
                            .toList();
            List<String> names =
                    extra.stream().map(other -> table.name() + "." + other.name()).toList();
            String from = said(to, names, former);
            TableInfo.Column other =
                    extra.stream()
                            .filter(c -> (table.name() + "." + c.name()).equals(from))
                            .findFirst()
                            .orElse(null);
            if (other != null) {
                apply(new Operation.RenameColumn(table.name(), other.name(), column.name()));
                missing.remove(column);
                extra.remove(other);
            }
        }
        List<Choice> possible = new ArrayList<>();
        for (TableInfo.Column column : missing) {
            for (TableInfo.Column other : extra) {
                Likeness likeness = Likeness.of(table, column, there, other);
                if (likeness.score() >= ASK) {
                    possible.add(
                            new Choice(
                                    table.name() + "." + other.name(),
                                    table.name() + "." + column.name(),
                                    likeness.score(),
                                    likeness.evidence()));
                }
            }
        }
        possible.sort(Comparator.comparingDouble(Choice::score).reversed());
        Set<String> taken = new HashSet<>();
        for (Choice choice : possible) {
            if (!taken.contains(choice.from()) && !taken.contains(choice.to())) {
                taken.add(choice.from());
                taken.add(choice.to());
                choices.add(choice);
            }
        }
    }

    /** What somebody says that this was called; null where nobody does, or it is not there. */
    private @Nullable String said(String to, List<String> there, List<String> former) {
        for (var rename : options.renames().entrySet()) {
            if (rename.getValue().equals(to)) {
                String from = rename.getKey();
                if (!there.contains(from)) {
                    throw new ProgrammingException(
                            "there is no '" + from + "' that could be '" + to + "' now",
                            to,
                            there.isEmpty()
                                    ? "nothing is there that no model declares"
                                    : "what no model declares is " + there);
                }
                used.add(from);
                return from;
            }
        }
        return former.stream().filter(there::contains).findFirst().orElse(null);
    }

    private void requireUsed() {
        for (var rename : options.renames().entrySet()) {
            if (!used.contains(rename.getKey())) {
                throw new ProgrammingException(
                        "nothing new is called '" + rename.getValue() + "'",
                        rename.getValue(),
                        "name what a model declares and the schema has not; leave the rename out"
                                + " where it is done");
            }
        }
    }

    private List<String> names(TableInfo table) {
        List<String> names = new ArrayList<>();
        for (TableInfo other : found.tables()) {
            boolean same = Objects.equals(other.name().schema(), table.name().schema());
            if (same && wanted.state().table(other.name()) == null) {
                names.add(other.name().toString());
            }
        }
        return names;
    }

    private List<String> formerNames(SchemaName name) {
        return wanted.formerTables().getOrDefault(name, List.of()).stream()
                .map(former -> new SchemaName(name.schema(), former).toString())
                .toList();
    }

    private void apply(Operation operation) {
        operations.add(operation);
        found = found.after(operation);
    }

    private static @Nullable TableInfo find(List<TableInfo> tables, @Nullable String name) {
        return tables.stream()
                .filter(table -> table.name().toString().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static List<String> common(TableInfo a, TableInfo b) {
        return a.columns().stream()
                .filter(
                        column -> {
                            TableInfo.Column other = b.column(column.name());
                            return other != null && other.sqlType().equals(column.sqlType());
                        })
                .map(TableInfo.Column::name)
                .toList();
    }

    private static double alike(TableInfo a, TableInfo b) {
        boolean sameSchema = Objects.equals(a.name().schema(), b.name().schema());
        return sameSchema && b.using() == null
                ? common(a, b).size() / (double) Math.max(a.columns().size(), b.columns().size())
                : 0;
    }

    /** How alike two columns are, and in what. */
    private record Likeness(double score, List<String> evidence) {

        static Likeness of(
                TableInfo table, TableInfo.Column a, TableInfo there, TableInfo.Column b) {
            List<String> same = new ArrayList<>();
            double score = 0;
            if (a.sqlType().equals(b.sqlType())) {
                score += 0.4;
                same.add("the same type " + a.sqlType());
            }
            if (a.nullable() == b.nullable()) {
                score += 0.1;
                same.add(a.nullable() ? "both may be null" : "both not null");
            }
            if (Objects.equals(a.defaultSql(), b.defaultSql())) {
                score += 0.1;
                same.add("the same default");
            }
            if (isBeside(table, a, there, b)) {
                score += 0.2;
                same.add("in the same place");
            }
            if (uses(table, a.name()).equals(uses(there, b.name()))) {
                score += 0.1;
                same.add("the same keys and indexes");
            }
            if (sharesWord(a.name(), b.name())) {
                score += 0.1;
                same.add("a word in common");
            }
            return new Likeness(score, same);
        }

        private static boolean isBeside(
                TableInfo table, TableInfo.Column a, TableInfo there, TableInfo.Column b) {
            int i = table.columns().indexOf(a);
            int j = there.columns().indexOf(b);
            return i == j
                    || i > 0
                            && j > 0
                            && table.columns()
                                    .get(i - 1)
                                    .name()
                                    .equals(there.columns().get(j - 1).name());
        }

        private static List<String> uses(TableInfo table, String column) {
            List<String> uses = new ArrayList<>();
            for (TableInfo.Index index : table.indexes()) {
                if (Columns.uses(index, column)) {
                    uses.add(index.unique() + " " + index.parts().size());
                }
            }
            for (TableInfo.ForeignKey key : table.foreignKeys()) {
                if (key.columns().contains(column)) {
                    uses.add(key.target() + " " + key.targetColumns());
                }
            }
            uses.sort(null);
            return uses;
        }

        private static boolean sharesWord(String a, String b) {
            Set<String> words = new HashSet<>(List.of(a.toLowerCase().split("_")));
            words.retainAll(List.of(b.toLowerCase().split("_")));
            return !words.isEmpty();
        }
    }
}
