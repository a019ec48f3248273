package dev.kinglet.migrate.internal.diff;

import dev.kinglet.Database;
import dev.kinglet.migrate.change.FileFormat;
import dev.kinglet.migrate.change.Inverse;
import dev.kinglet.migrate.change.Operation;
import dev.kinglet.migrate.change.SchemaDiff;
import dev.kinglet.migrate.internal.run.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A migration as the text of a file.
 *
 * @param up the file, or of SQL the way there
 * @param down the way back, of SQL only
 */
public record Source(String up, @Nullable String down) {

    /** What a diff asks for, with its way back; what cannot be taken back is said in comments. */
    public static Source of(
            SchemaDiff diff, FileFormat format, String className, Database database) {
        if (format == FileFormat.SQL) {
            return PlainSql.of(diff, database);
        }
        Calls calls = new Calls(database, format);
        List<String> up = new ArrayList<>();
        for (Operation operation : diff.operations()) {
            String note = warning(operation);
            if (note != null) {
                up.add("// " + Texts.comment(note));
            }
            up.addAll(calls.of(operation));
        }
        List<String> down = new ArrayList<>();
        for (Inverse inverse : diff.inverses()) {
            if (inverse.lost() != null) {
                down.add(lost(inverse));
            }
            inverse.operations().forEach(operation -> down.addAll(calls.of(operation)));
        }
        boolean java = format == FileFormat.JAVA;
        String end = java ? ";" : "";
        StringBuilder text = new StringBuilder();
        TreeSet<String> imports = new TreeSet<>(calls.imports());
        imports.add("dev.kinglet.migrate.Migration");
        imports.add("dev.kinglet.migrate.Migrator");
        imports.forEach(type -> text.append("import ").append(type).append(end).append('\n'));
        comment(text, diff.lines());
        text.append(java ? "final class " : "class ").append(className);
        text.append(java ? " implements Migration {\n" : " : Migration {\n");
        method(text, "up", up, java);
        text.append('\n');
        method(text, "down", down, java);
        return new Source(text.append("}\n").toString(), null);
    }

    /** What may go wrong with rows that are there; null for nothing. */
    static @Nullable String warning(Operation operation) {
        return operation instanceof Operation.AddColumn add
                        && !add.column().nullable()
                        && add.column().defaultSql() == null
                        && add.column().generated() == null
                ? "fails where "
                        + add.name()
                        + " has rows: say what they get, by a default or a backfill"
                : null;
    }

    static String lost(Inverse inverse) {
        String what = Texts.comment(String.valueOf(inverse.lost()));
        return inverse.isPossible()
                ? "// does not come back: " + what
                : "// TODO: no way back is known: " + what;
    }

    private static void comment(StringBuilder text, List<String> lines) {
        text.append("\n/*\n");
        lines.forEach(line -> text.append(" * ").append(Texts.comment(line)).append('\n'));
        text.append(" */\n");
    }

    private static void method(
            StringBuilder text, String name, List<String> statements, boolean java) {
        text.append(
                java
                        ? "    @Override\n    public void " + name + "(Migrator m) {\n"
                        : "    override fun " + name + "(m: Migrator) {\n");
        for (String statement : statements) {
            text.append("        ").append(statement);
            text.append(java && !statement.startsWith("//") ? ";\n" : "\n");
        }
        text.append("    }\n");
    }
}
