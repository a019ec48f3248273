package dev.kinglet.migrate.internal.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** A file of Java as a class, without a file being written. */
final class JavaCompiling {
    private JavaCompiling() {}

    static Class<?> compile(String id, String className, String text, ClassLoader parent) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new Problem(
                    "migration '" + id + "' is a file of Java, and there is no compiler",
                    id,
                    "run with a JDK, or compile the class " + className + " into the application");
        }
        DiagnosticCollector<JavaFileObject> told = new DiagnosticCollector<>();
        Map<String, ByteArrayOutputStream> classes = new ConcurrentHashMap<>();
        try (JavaFileManager files =
                inMemory(
                        compiler.getStandardFileManager(told, Locale.ROOT, StandardCharsets.UTF_8),
                        classes)) {
            boolean compiled =
                    compiler.getTask(
                                    null,
                                    files,
                                    told,
                                    List.of(
                                            "-classpath",
                                            Compiler.classPath(parent),
                                            "-proc:none",
                                            "-Xlint:none"),
                                    null,
                                    List.of(source(className, text)))
                            .call();
            if (!compiled) {
                throw new Problem(
                        "migration '" + id + "' does not compile: " + errors(told),
                        id,
                        "mend " + id + ".java");
            }
        } catch (IOException e) {
            throw new Problem("migration '" + id + "' does not compile", id, null, e);
        }
        Map<String, byte[]> made = new HashMap<>();
        classes.forEach((name, bytes) -> made.put(name, bytes.toByteArray()));
        return Compiler.load(className, made, parent);
    }

    private static String errors(DiagnosticCollector<JavaFileObject> told) {
        return told.getDiagnostics().stream()
                .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
                .map(d -> "line " + d.getLineNumber() + ": " + d.getMessage(Locale.ROOT))
                .collect(Collectors.joining("; "));
    }

    /** Named after its class, whatever the file is called: Java minds where that is public. */
    private static JavaFileObject source(String className, String text) {
        URI name = URI.create("string:///" + className.replace('.', '/') + ".java");
        return new SimpleJavaFileObject(name, JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text.startsWith("\ufeff") ? text.substring(1) : text;
            }
        };
    }

    private static JavaFileManager inMemory(
            JavaFileManager files, Map<String, ByteArrayOutputStream> classes) {
        return new ForwardingJavaFileManager<>(files) {
            @Override
            public JavaFileObject getJavaFileForOutput(
                    Location location,
                    String className,
                    JavaFileObject.Kind kind,
                    @Nullable FileObject sibling) {
                URI name = URI.create("memory:///" + className.replace('.', '/') + ".class");
                return new SimpleJavaFileObject(name, kind) {
                    @Override
                    public OutputStream openOutputStream() {
                        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                        classes.put(className, bytes);
                        return bytes;
                    }
                };
            }
        };
    }
}
