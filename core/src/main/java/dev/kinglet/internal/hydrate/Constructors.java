package dev.kinglet.internal.hydrate;

import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.model.Model;
import dev.kinglet.type.DataType;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the constructor that fills an object, and the names of its parameters. */
final class Constructors {
    private Constructors() {}

    /** A constructor and its parameters, in order. */
    record Signature(Constructor<?> constructor, List<ObjectParameter> parameters) {}

    static Signature of(Class<?> type) {
        if (type.isRecord()) {
            return ofRecord(type);
        }
        Signature data = ofDataClass(type);
        return data != null ? data : ofNamedParameters(type);
    }

    private static Signature ofRecord(Class<?> type) {
        List<ObjectParameter> parameters = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            parameters.add(new ObjectParameter(component.getName(), component.getType()));
        }
        return signature(type, parameters);
    }

    /**
     * A Kotlin data class keeps no parameter names, but it has a {@code componentN} for each
     * parameter, and its first fields are theirs.
     */
    private static @Nullable Signature ofDataClass(Class<?> type) {
        int components = 0;
        while (hasComponent(type, components + 1)) {
            components++;
        }
        List<Field> fields =
                Arrays.stream(type.getDeclaredFields())
                        .filter(field -> !Modifier.isStatic(field.getModifiers()))
                        .toList();
        if (components == 0 || fields.size() < components) {
            return null;
        }
        List<ObjectParameter> parameters = new ArrayList<>();
        for (Field field : fields.subList(0, components)) {
            parameters.add(new ObjectParameter(field.getName(), field.getType()));
        }
        return signature(type, parameters);
    }

    private static boolean hasComponent(Class<?> type, int number) {
        try {
            return type.getDeclaredMethod("component" + number).getParameterCount() == 0;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    private static Signature ofNamedParameters(Class<?> type) {
        Constructor<?>[] constructors = type.getConstructors();
        if (constructors.length != 1 || constructors[0].getParameterCount() == 0) {
            throw new ProgrammingException(
                    type.getSimpleName()
                            + " has "
                            + constructors.length
                            + " public constructors, and one with parameters is needed",
                    type.getSimpleName(),
                    "use a record, or a Kotlin data class");
        }
        List<ObjectParameter> parameters = new ArrayList<>();
        for (java.lang.reflect.Parameter parameter : constructors[0].getParameters()) {
            if (!parameter.isNamePresent()) {
                throw new ProgrammingException(
                        "the constructor of " + type.getSimpleName() + " keeps no parameter names",
                        type.getSimpleName(),
                        "compile it with -parameters, or use a record");
            }
            parameters.add(new ObjectParameter(parameter.getName(), parameter.getType()));
        }
        return signature(type, parameters);
    }

    private static Signature signature(Class<?> type, List<ObjectParameter> parameters) {
        Class<?>[] types = parameters.stream().map(ObjectParameter::type).toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return new Signature(constructor, List.copyOf(parameters));
        } catch (NoSuchMethodException | RuntimeException e) {
            throw new ProgrammingException(
                    type.getSimpleName()
                            + " has no constructor of "
                            + Arrays.toString(types)
                            + " that can be called",
                    type.getSimpleName(),
                    "use a record, or open its package to dev.kinglet.core");
        }
    }

    /**
     * Whether objects of the class are made of parts of their own, so that no column can hold one:
     * it is a record, a Kotlin data class or another class of the application.
     */
    static boolean isObject(Class<?> type) {
        return !type.isPrimitive()
                && !type.isArray()
                && !type.isEnum()
                && !Modifier.isAbstract(type.getModifiers())
                && type.getClassLoader() != null
                && DataType.of(type) == null
                && !Model.class.isAssignableFrom(type);
    }

    static Class<?> boxed(Class<?> type) {
        return MethodType.methodType(type).wrap().returnType();
    }

    /**
     * The number as another class of numbers; null where it is none, or where something would be
     * lost.
     */
    static @Nullable Object exact(Number number, Class<?> type) {
        long whole = number.longValue();
        boolean isWhole =
                number instanceof Long || number instanceof Integer || number instanceof Short;
        if (type == Long.class && isWhole) {
            return whole;
        }
        if (type == Integer.class && isWhole && whole == (int) whole) {
            return (int) whole;
        }
        if (type == Short.class && isWhole && whole == (short) whole) {
            return (short) whole;
        }
        if (type == Double.class
                && (isWhole && whole == (long) (double) whole || number instanceof Float)) {
            return number.doubleValue();
        }
        return null;
    }
}
