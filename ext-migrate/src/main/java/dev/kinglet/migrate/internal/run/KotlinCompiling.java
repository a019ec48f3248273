package dev.kinglet.migrate.internal.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file of Kotlin as a class, by the compiler that the application may have on its class path; no
 * type of it is named here.
 */
final class KotlinCompiling {
    private static final String COMPILER = "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler";

    private KotlinCompiling() {}

    static Class<?> compile(String id, String className, String text, ClassLoader parent) {
        Class<?> compiler = compiler(id, className, parent);
        Path folder = null;
        try {
            folder = Files.createTempDirectory("kinglet-migration");
            Path file = Files.writeString(folder.resolve(id + ".kt"), text);
            Path classes = Files.createDirectory(folder.resolve("classes"));
            ByteArrayOutputStream told = new ByteArrayOutputStream();
            Object exit =
                    compiler.getMethod("exec", PrintStream.class, String[].class)
                            .invoke(
                                    compiler.getConstructor().newInstance(),
                                    new PrintStream(told, true, StandardCharsets.UTF_8),
                                    new String[] {
                                        "-d",
                                        classes.toString(),
                                        "-classpath",
                                        Compiler.classPath(parent),
                                        "-no-stdlib",
                                        "-no-reflect",
                                        "-nowarn",
                                        "-jvm-target",
                                        "17",
                                        "-module-name",
                                        "migration",
                                        file.toString()
                                    });
            if (!String.valueOf(exit).equals("OK")) {
                throw new Problem(
                        "migration '" + id + "' does not compile: " + errors(told, file),
                        id,
                        "mend " + id + ".kt");
            }
            return load(className, classes, parent);
        } catch (IOException | ReflectiveOperationException e) {
            Throwable cause = e instanceof InvocationTargetException i ? i.getCause() : e;
            throw new Problem("migration '" + id + "' does not compile: " + cause, id, null, cause);
        } finally {
            delete(folder);
        }
    }

    private static Class<?> compiler(String id, String className, ClassLoader parent) {
        try {
            return Class.forName(COMPILER, true, parent);
        } catch (ClassNotFoundException e) {
            throw new Problem(
                    "migration '" + id + "' is a file of Kotlin, and there is no compiler",
                    id,
                    "add org.jetbrains.kotlin:kotlin-compiler-embeddable to the class path, or"
                            + " compile the class "
                            + className
                            + " into the application",
                    e);
        }
    }

    private static String errors(ByteArrayOutputStream told, Path file) {
        return told.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains("error:"))
                .map(line -> line.replace(file.toUri().toString(), "").replace(file + ":", ""))
                .collect(Collectors.joining("; "));
    }

    private static Class<?> load(String className, Path folder, ClassLoader parent)
            throws IOException {
        // read before the folder goes
        Map<String, byte[]> classes = new HashMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                String name = folder.relativize(file).toString().replaceAll("[/\\\\]", ".");
                classes.put(name.substring(0, name.length() - 6), Files.readAllBytes(file));
            }
        }
        return Compiler.load(className, classes, parent);
    }

    private static void delete(@Nullable Path folder) {
        if (folder == null) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            folder.toFile().deleteOnExit(); // it is in the folder for temporary files
        }
    }
}
