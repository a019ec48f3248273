package dev.kinglet.jackson;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.kinglet.type.JsonMapper;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * JSON columns through a Jackson mapper: {@code DataType.json(Settings.class, new
 * JacksonMapper(mapper))}. The mapper should not be configured any more.
 */
public final class JacksonMapper implements JsonMapper {
    private final ObjectMapper mapper;
    private final Map<Type, ObjectWriter> writers = new ConcurrentHashMap<>();
    private final Map<Type, ObjectReader> readers = new ConcurrentHashMap<>();

    /**
     * With the modules that are on the class path (Kotlin's, java.time's, ..), times as ISO text,
     * and fractions that no class asks for as BigDecimal, so that no digit is lost. What the class
     * does not know is an error, as ever with Jackson: the next save would drop it.
     */
    public JacksonMapper() {
        this(
                new ObjectMapper()
                        .findAndRegisterModules()
                        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                        .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS));
    }

    /** With a mapper of the application's own. */
    public JacksonMapper(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public String write(Object value, Type type) {
        ObjectWriter writer =
                writers.computeIfAbsent(
                        type, of -> mapper.writerFor(mapper.getTypeFactory().constructType(of)));
        try {
            return writer.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw problem("is not written as JSON", type, e);
        }
    }

    @Override
    public @Nullable Object read(String json, Type type) {
        ObjectReader reader =
                readers.computeIfAbsent(
                        type, of -> mapper.readerFor(mapper.getTypeFactory().constructType(of)));
        try {
            return reader.readValue(json);
        } catch (JsonProcessingException e) {
            throw problem("is not read from this JSON", type, e);
        }
    }

    /** Jackson's messages, and its exceptions as a cause, repeat values. */
    private static IllegalArgumentException problem(
            String what, Type type, JsonProcessingException e) {
        String place =
                e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()
                        ? " at " + mapping.getPathReference()
                        : "";
        return new IllegalArgumentException(
                type.getTypeName() + " " + what + place + ": " + e.getClass().getSimpleName());
    }
}
