package dev.kinglet.migrate.internal.adopt;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.migrate.change.AdoptOptions;
import dev.kinglet.migrate.change.AdoptedModel;
import dev.kinglet.schema.SchemaInfo;
import dev.kinglet.schema.SchemaName;
import dev.kinglet.schema.TableInfo;
import dev.kinglet.type.Dialect;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Writes models of what a database has. */
public final class Adopter {
    private Adopter() {}

    /**
     * The models of tables, and of views where that was asked for, sorted by name.
     *
     * @param schema what {@code db.schema().read()} answered
     * @param own tables of migrations themselves, which are left out
     * @throws ProgrammingException for a table that was named and is not there
     */
    public static List<AdoptedModel> models(
            SchemaInfo schema, Dialect dialect, AdoptOptions options, Set<String> own) {
        Map<String, TableInfo> tables = new TreeMap<>();
        for (TableInfo table : schema.tables()) {
            String name = table.name().name();
            if (table.using() == null && !own.contains(name) && !name.startsWith("kinglet_")) {
                tables.put(name, table);
            }
        }
        Map<String, TableInfo> wanted =
                options.tables().isEmpty() ? tables : chosen(tables, options.tables());
        List<TableInfo> views = new ArrayList<>();
        if (options.views()) {
            for (SchemaInfo.View view : schema.views()) {
                views.add(
                        new TableInfo(
                                view.name(),
                                view.columns(),
                                null,
                                List.of(),
                                List.of(),
                                List.of(),
                                dev.kinglet.model.Table.Options.NONE,
                                null));
            }
        }
        Set<String> taken = new HashSet<>();
        Map<String, String> classes = new LinkedHashMap<>();
        wanted.keySet().forEach(t -> classes.put(t, JavaNames.free(JavaNames.type(t), taken)));
        views.forEach(
                v ->
                        classes.put(
                                v.name().name(),
                                JavaNames.free(JavaNames.type(v.name().name()), taken)));
        List<AdoptedModel> models = new ArrayList<>();
        for (TableInfo table : wanted.values()) {
            models.add(new ModelWriter(table, false, wanted, classes, dialect, options).written());
        }
        for (TableInfo view : views) {
            models.add(new ModelWriter(view, true, wanted, classes, dialect, options).written());
        }
        return models;
    }

    /** These, and those that they refer to. */
    private static Map<String, TableInfo> chosen(
            Map<String, TableInfo> tables, List<String> names) {
        Map<String, TableInfo> chosen = new TreeMap<>();
        List<String> left = new ArrayList<>(names);
        while (!left.isEmpty()) {
            String name = left.remove(0);
            TableInfo table = tables.get(name);
            if (table == null) {
                throw new ProgrammingException(
                        "there is no table '" + name + "' to adopt",
                        name,
                        "there is " + tables.keySet());
            }
            if (chosen.put(name, table) == null) {
                table.foreignKeys().stream()
                        .map(TableInfo.ForeignKey::target)
                        .map(SchemaName::name)
                        .filter(tables::containsKey)
                        .forEach(left::add);
            }
        }
        return chosen;
    }
}
