package dev.kinglet.migrate.cli;

import dev.kinglet.Database;
import java.io.File;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Classes of the application; what goes wrong in them is said to be theirs. */
final class Loading {
    private Loading() {}

    /** A loader that also looks at these places. */
    static ClassLoader loader(@Nullable String classPath, Path directory, ClassLoader parent) {
        if (classPath == null) {
            return parent;
        }
        String[] places = classPath.split(Pattern.quote(File.pathSeparator));
        URL[] urls = new URL[places.length];
        for (int i = 0; i < places.length; i++) {
            try {
                urls[i] = directory.resolve(places[i]).toUri().toURL();
            } catch (MalformedURLException e) {
                throw new Usage("the class path has no place " + places[i]);
            }
        }
        return new URLClassLoader(urls, parent);
    }

    /** A class, which is not initialised yet. */
    static Class<?> load(String name, ClassLoader loader) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException e) {
            throw new Usage("there is no class " + name + " on the class path: see --classpath");
        } catch (LinkageError e) {
            throw fails(name, e);
        }
    }

    static @Nullable Object value(Field field) {
        try {
            field.setAccessible(true);
            return field.get(null);
        } catch (IllegalAccessException e) {
            throw new Usage("the field " + field + " cannot be read");
        } catch (LinkageError e) {
            throw fails(field.getDeclaringClass().getName(), e);
        }
    }

    /** An object of a class, by its constructor without arguments, or of Kotlin's object. */
    static Object instance(Class<?> type) {
        try {
            for (Field field : type.getDeclaredFields()) {
                if (field.getName().equals("INSTANCE") && field.getType() == type) {
                    Object value = value(field);
                    if (value != null) {
                        return value;
                    }
                }
            }
            Constructor<?> constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            return constructor.newInstance();
        } catch (InvocationTargetException e) {
            throw new Usage(
                    "the class " + type.getName() + " of the application fails: " + e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new Usage(
                    "the class " + type.getName() + " needs a constructor without arguments");
        } catch (LinkageError e) {
            throw fails(type.getName(), e);
        }
    }

    /**
     * A database that the application keeps.
     *
     * @param place {@code com.example.App#DB}: a static field or a static method
     */
    static Database database(String place, ClassLoader loader) {
        int hash = place.indexOf('#');
        Class<?> type = load(place.substring(0, hash), loader);
        String member = place.substring(hash + 1);
        Object value;
        try {
            value = value(type.getDeclaredField(member));
        } catch (NoSuchFieldException e) {
            value = call(type, member, place);
        }
        if (!(value instanceof Database database)) {
            throw new Usage(place + " is no database, it is " + kind(value));
        }
        if (!database.isOpen()) {
            throw new Usage(
                    place
                            + " is a database that is not open: it is deferred, and nobody has"
                            + " opened it, or it was closed");
        }
        return database;
    }

    private static @Nullable Object call(Class<?> type, String member, String place) {
        try {
            Method method = type.getDeclaredMethod(member);
            method.setAccessible(true);
            return method.invoke(null);
        } catch (InvocationTargetException e) {
            throw new Usage(place + " of the application fails: " + e.getCause());
        } catch (ReflectiveOperationException | NullPointerException e) {
            throw new Usage(
                    "the class "
                            + type.getName()
                            + " has neither a static field nor a static method "
                            + member);
        } catch (LinkageError e) {
            throw fails(type.getName(), e);
        }
    }

    /** What its static fields threw. */
    private static Usage fails(String type, LinkageError error) {
        Throwable cause = error.getCause() == null ? error : error.getCause();
        return new Usage("the class " + type + " of the application fails: " + cause);
    }

    private static String kind(@Nullable Object value) {
        return value == null ? "null" : "a " + value.getClass().getName();
    }
}
