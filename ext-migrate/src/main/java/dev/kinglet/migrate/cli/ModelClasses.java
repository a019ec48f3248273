package dev.kinglet.migrate.cli;

import dev.kinglet.model.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Finds the tables of classes that were named. */
final class ModelClasses {
    private final ClassLoader loader;
    private final Set<Table<?, ?>> tables = new LinkedHashSet<>();

    private ModelClasses(ClassLoader loader) {
        this.loader = loader;
    }

    /**
     * The tables of these classes and of those in them.
     *
     * @param names separated by commas; {@code com.example.models.*} for a package
     */
    static List<Table<?, ?>> tables(String names, ClassLoader loader) {
        ModelClasses found = new ModelClasses(loader);
        for (String name : names.split(",")) {
            String one = name.strip();
            if (one.endsWith(".*")) {
                List<String> classes = found.ofPackage(one.substring(0, one.length() - 2));
                if (classes.isEmpty()) {
                    throw new Usage("the package " + one + " has no classes on the class path");
                }
                classes.forEach(type -> found.add(Loading.load(type, loader)));
            } else if (!one.isEmpty()) {
                found.add(Loading.load(one, loader));
            }
        }
        if (found.tables.isEmpty()) {
            throw new Usage("no table is kept in a static field of " + names);
        }
        return List.copyOf(found.tables);
    }

    /** Classes that keep no table are not initialised. */
    private void add(Class<?> type) {
        for (Field field : type.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers())
                    && Table.class.isAssignableFrom(field.getType())) {
                Object value = Loading.value(field);
                if (value instanceof Table<?, ?> table) {
                    tables.add(table.base());
                }
            }
        }
        for (Class<?> inner : type.getDeclaredClasses()) {
            add(inner);
        }
    }

    private List<String> ofPackage(String name) {
        String path = name.replace('.', '/') + "/";
        Set<String> classes = new TreeSet<>();
        try {
            for (URL place : Collections.list(loader.getResources(path))) {
                for (String file : files(place, path)) {
                    if (file.endsWith(".class") && !file.contains("$") && !file.contains("-")) {
                        classes.add(name + "." + file.substring(0, file.length() - 6));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(classes);
    }

    private static List<String> files(URL place, String path) throws IOException {
        if (place.getProtocol().equals("file")) {
            try (Stream<Path> files = Files.list(Path.of(URI.create(place.toString())))) {
                return files.map(file -> String.valueOf(file.getFileName())).toList();
            }
        }
        List<String> names = new ArrayList<>();
        if (place.openConnection() instanceof JarURLConnection jar) {
            Collections.list(jar.getJarFile().entries()).stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.startsWith(path))
                    .map(name -> name.substring(path.length()))
                    .filter(name -> !name.contains("/"))
                    .forEach(names::add);
        }
        return names;
    }
}
