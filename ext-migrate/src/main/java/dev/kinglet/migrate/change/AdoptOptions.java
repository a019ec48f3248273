package dev.kinglet.migrate.change;

import java.util.List;

/**
 * How models are written of a database. An immutable value; begin with {@link #of}.
 *
 * @param packageName of the models; empty for none
 * @param format Java or Kotlin
 * @param tables those that are adopted, and what they refer to; empty for all
 * @param views whether views become models without a key
 * @param literalNames whether fields have the names of columns as they are
 */
public record AdoptOptions(
        String packageName,
        FileFormat format,
        List<String> tables,
        boolean views,
        boolean literalNames) {
    public AdoptOptions {
        tables = List.copyOf(tables);
    }

    /** All tables, as models of that package. */
    public static AdoptOptions of(String packageName, FileFormat format) {
        return new AdoptOptions(packageName, format, List.of(), false, false);
    }

    /** These tables, and those that they refer to. */
    public AdoptOptions only(String... names) {
        return new AdoptOptions(packageName, format, List.of(names), views, literalNames);
    }

    /** Views, too, as models without a key. */
    public AdoptOptions withViews() {
        return new AdoptOptions(packageName, format, tables, true, literalNames);
    }

    /** Fields are called as the columns are, {@code user_id} too. */
    public AdoptOptions withLiteralNames() {
        return new AdoptOptions(packageName, format, tables, views, true);
    }
}
