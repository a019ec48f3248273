package dev.kinglet.type;

import org.jspecify.annotations.Nullable;

/** Finds the mapper of the room {@code jackson}, which is not there without Jackson. */
final class StandardMapper {
    static final @Nullable JsonMapper MAPPER = find();

    private StandardMapper() {}

    private static @Nullable JsonMapper find() {
        ClassLoader loader = StandardMapper.class.getClassLoader();
        try {
            Class.forName("com.fasterxml.jackson.databind.ObjectMapper", false, loader);
        } catch (ClassNotFoundException e) {
            return null;
        }
        try {
            return (JsonMapper)
                    Class.forName("dev.kinglet.jackson.JacksonMapper", true, loader)
                            .getDeclaredConstructor()
                            .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
