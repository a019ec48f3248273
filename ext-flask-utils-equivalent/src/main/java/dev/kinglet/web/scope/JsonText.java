package dev.kinglet.web.scope;

import dev.kinglet.type.Json;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values of rows as JSON, in the order that they have, without blanks. */
final class JsonText {
    private JsonText() {}

    static void append(StringBuilder json, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            char before = '{';
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                json.append(before).append(Json.text(String.valueOf(entry.getKey()))).append(':');
                append(json, entry.getValue());
                before = ',';
            }
            json.append(before == '{' ? "{}" : "}");
        } else if (value instanceof Iterable<?> list) {
            char before = '[';
            for (Object element : list) {
                json.append(before);
                append(json, element);
                before = ',';
            }
            json.append(before == '[' ? "[]" : "]");
        } else if (value == null || value instanceof Boolean) {
            json.append(value);
        } else if (value instanceof Number number) {
            number(json, number);
        } else if (value instanceof byte[] bytes) {
            json.append('"').append(Base64.getEncoder().encodeToString(bytes)).append('"');
        } else {
            json.append(Json.text(value.toString()));
        }
    }

    private static void number(StringBuilder json, Number number) {
        if (number instanceof BigDecimal decimal) {
            json.append(decimal.toPlainString());
        } else if ((number instanceof Double || number instanceof Float)
                && !Double.isFinite(number.doubleValue())) {
            json.append("null"); // JSON has neither infinity nor NaN
        } else {
            json.append(number);
        }
    }
}
