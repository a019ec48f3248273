package dev.kinglet.jackson;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.impl.UnsupportedTypeSerializer;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.kinglet.model.MapOptions;
import dev.kinglet.model.Model;
import dev.kinglet.type.Range;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the map of a row, each value as the mapper does. */
final class RowSerializer extends StdSerializer<Model<?>> {
    private static final long serialVersionUID = 1L;

    private final transient MapOptions options;

    RowSerializer(MapOptions options) {
        super(Model.class, false);
        this.options = options;
    }

    @Override
    public void serialize(Model<?> row, JsonGenerator json, SerializerProvider mapper)
            throws IOException {
        write(row.toMap(options), json, mapper);
    }

    private static void write(@Nullable Object value, JsonGenerator json, SerializerProvider mapper)
            throws IOException {
        if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                json.writeFieldName(String.valueOf(entry.getKey()));
                write(entry.getValue(), json, mapper);
            }
            json.writeEndObject();
        } else if (value instanceof Iterable<?> list) {
            json.writeStartArray();
            for (Object element : list) {
                write(element, json, mapper);
            }
            json.writeEndArray();
        } else if (value == null) {
            json.writeNull();
        } else if (value instanceof Range<?>) {
            json.writeString(value.toString());
        } else {
            JsonSerializer<Object> known = mapper.findValueSerializer(value.getClass());
            if (known instanceof UnsupportedTypeSerializer) {
                json.writeString(value.toString()); // times, without their module
            } else {
                known.serialize(value, json, mapper);
            }
        }
    }
}
