package dev.kinglet.migrate.internal.run;

import dev.kinglet.Database;
import java.util.List;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A migration that is a file of Java or Kotlin. The class that it declares is taken from the
 * application where that has compiled it; else the file is compiled, in memory, when it is first
 * needed: one that was applied long ago never is.
 */
final class CodeFile implements Script {
    private static final Pattern PACKAGE = Pattern.compile("(?mU)^\\s*package\\s+([\\w.]+)");
    private static final Pattern MIGRATION =
            Pattern.compile("(?U)\\b(?:class|object)\\s+(\\w+)[^{;]*?\\b(?:Migration|Seed)\\b");
    private static final Pattern ANY_CLASS = Pattern.compile("(?U)\\b(?:class|object)\\s+(\\w+)");

    /** Strings and comments, in which anything may stand. */
    private static final Pattern NO_CODE =
            Pattern.compile("\"(?:\\\\.|[^\"\\\\\n])*\"|//[^\n]*|(?s:/\\*.*?\\*/)");

    private final String id;
    private final String kind;
    private final String text;
    private final BiFunction<String, Class<?>, Content> code;
    private @Nullable Content content;

    CodeFile(String id, String kind, String text, BiFunction<String, Class<?>, Content> code) {
        this.id = id;
        this.kind = kind;
        this.text = text;
        this.code = code;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String checksum(Database database) {
        return Checksum.of(text);
    }

    @Override
    public List<String> replaces() {
        return List.of();
    }

    @Override
    public Content content() {
        Content known = content;
        if (known == null) {
            known = code.apply(id, type(id, kind, text));
            content = known;
        }
        return known;
    }

    /** The class that a file declares: that of the application, or compiled. */
    static Class<?> type(String id, String kind, String text) {
        String name = className(id, text);
        ClassLoader loader = Compiler.parent();
        try {
            return Class.forName(name, true, loader);
        } catch (ClassNotFoundException e) {
            return kind.equals("java")
                    ? JavaCompiling.compile(id, name, text, loader)
                    : KotlinCompiling.compile(id, name, text, loader);
        }
    }

    private static String className(String id, String file) {
        String text = NO_CODE.matcher(file).replaceAll(" ");
        Matcher declared = MIGRATION.matcher(text);
        if (!declared.find()) {
            declared = ANY_CLASS.matcher(text);
            if (!declared.find()) {
                throw new Problem(
                        "the file of migration '" + id + "' declares no class",
                        id,
                        "declare one that implements dev.kinglet.migrate.Migration");
            }
        }
        Matcher inPackage = PACKAGE.matcher(text);
        return (inPackage.find() ? inPackage.group(1) + "." : "") + declared.group(1);
    }
}
