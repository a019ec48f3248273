package dev.kinglet.migrate.internal.run;

import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the compilers of both languages need. */
final class Compiler {
    private Compiler() {}

    /** Where classes of the application are found. */
    static ClassLoader parent() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null ? Compiler.class.getClassLoader() : context;
    }

    /**
     * All places that the loader and those around it look into, and the JVM's class path: build
     * tools and application servers load classes that the latter does not know.
     */
    static String classPath(ClassLoader loader) {
        Set<String> places = new LinkedHashSet<>();
        for (ClassLoader l = loader; l != null; l = l.getParent()) {
            if (l instanceof URLClassLoader urls) {
                for (URL url : urls.getURLs()) {
                    add(places, url);
                }
            }
        }
        for (Class<?> type : List.of(Compiler.class, dev.kinglet.Database.class, Nullable.class)) {
            CodeSource source = type.getProtectionDomain().getCodeSource();
            if (source != null) {
                add(places, source.getLocation());
            }
        }
        places.addAll(
                List.of(
                        System.getProperty("java.class.path", "")
                                .split(java.util.regex.Pattern.quote(File.pathSeparator))));
        places.remove("");
        return String.join(File.pathSeparator, places);
    }

    /** The class of that name, of these. */
    static Class<?> load(String className, Map<String, byte[]> classes, ClassLoader parent) {
        ClassLoader loader =
                new ClassLoader(parent) {
                    @Override
                    protected Class<?> findClass(String name) throws ClassNotFoundException {
                        byte[] bytes = classes.get(name);
                        if (bytes == null) {
                            throw new ClassNotFoundException(name);
                        }
                        return defineClass(name, bytes, 0, bytes.length);
                    }
                };
        try {
            return Class.forName(className, true, loader);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e); // the compiler has just made it
        }
    }

    private static void add(Set<String> places, URL url) {
        if (url.getProtocol().equals("file")) {
            try {
                places.add(Path.of(new URI(url.toString())).toString());
            } catch (URISyntaxException e) {
                places.add(url.getPath());
            }
        }
    }
}
