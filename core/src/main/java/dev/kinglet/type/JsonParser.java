package dev.kinglet.type;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one JSON text (RFC 8259). Messages name places and no values. */
final class JsonParser {
    /** As deep as SQLite goes. */
    static final int DEPTH = 1000;

    private final String text;
    private int at;

    JsonParser(String text) {
        this.text = text;
    }

    static IllegalArgumentException tooDeep() {
        return new IllegalArgumentException("JSON of more than " + DEPTH + " levels is not stored");
    }

    @Nullable Object document() {
        Object value = value(0);
        blanks();
        if (at < text.length()) {
            throw broken();
        }
        return value;
    }

    private @Nullable Object value(int depth) {
        blanks();
        if (at == text.length()) {
            throw broken();
        }
        char c = text.charAt(at);
        switch (c) {
            case '{':
                return object(deeper(depth));
            case '[':
                return array(deeper(depth));
            case '"':
                return string();
            case 't':
                return word("true", true);
            case 'f':
                return word("false", false);
            case 'n':
                return word("null", null);
            default:
                return number();
        }
    }

    private static int deeper(int depth) {
        if (depth == DEPTH) {
            throw tooDeep();
        }
        return depth + 1;
    }

    private Map<String, @Nullable Object> object(int depth) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        at++;
        blanks();
        if (next('}')) {
            return Collections.unmodifiableMap(object);
        }
        do {
            blanks();
            if (at == text.length() || text.charAt(at) != '"') {
                throw broken();
            }
            String key = string();
            blanks();
            require(':');
            object.put(key, value(depth)); // of equal keys the last one counts
            blanks();
        } while (next(','));
        require('}');
        return Collections.unmodifiableMap(object);
    }

    private List<@Nullable Object> array(int depth) {
        List<@Nullable Object> array = new ArrayList<>();
        at++;
        blanks();
        if (next(']')) {
            return Collections.unmodifiableList(array);
        }
        do {
            array.add(value(depth));
            blanks();
        } while (next(','));
        require(']');
        return Collections.unmodifiableList(array);
    }

    private String string() {
        int start = ++at;
        StringBuilder unescaped = null;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') {
                String rest = text.substring(start, at++);
                return JsonWriter.checked(
                        unescaped == null ? rest : unescaped.append(rest).toString());
            }
            if (c < 0x20) {
                throw broken();
            }
            if (c == '\\') {
                unescaped = unescaped == null ? new StringBuilder() : unescaped;
                unescaped.append(text, start, at).append(escape());
                start = at;
            } else {
                at++;
            }
        }
        throw broken();
    }

    private char escape() {
        at++;
        if (at == text.length()) {
            throw broken();
        }
        char c = text.charAt(at++);
        switch (c) {
            case '"', '\\', '/':
                return c;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u':
                int code = 0;
                for (int i = 0; i < 4; i++) {
                    int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
                    if (digit < 0) {
                        throw broken();
                    }
                    code = code * 16 + digit;
                    at++;
                }
                return (char) code;
            default:
                throw broken();
        }
    }

    private Number number() {
        int start = at;
        next('-');
        int whole = at;
        digits();
        if (at - whole > 1 && text.charAt(whole) == '0') {
            throw broken();
        }
        boolean plain = true;
        if (next('.')) {
            digits();
            plain = false;
        }
        if (next('e') || next('E')) {
            if (!next('+')) {
                next('-');
            }
            digits();
            plain = false;
        }
        String number = text.substring(start, at);
        if (plain && number.length() <= 18) {
            return Long.parseLong(number);
        }
        try {
            return Json.number(new BigDecimal(number));
        } catch (NumberFormatException | ArithmeticException e) {
            throw new IllegalArgumentException("a number in JSON is too large");
        }
    }

    private void digits() {
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == start) {
            throw broken();
        }
    }

    private @Nullable Object word(String word, @Nullable Object value) {
        if (!text.startsWith(word, at)) {
            throw broken();
        }
        at += word.length();
        return value;
    }

    private void blanks() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c != ' ' && c != '\n' && c != '\t' && c != '\r') {
                return;
            }
            at++;
        }
    }

    private boolean next(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void require(char c) {
        if (!next(c)) {
            throw broken();
        }
    }

    private IllegalArgumentException broken() {
        return new IllegalArgumentException("no JSON: broken at character " + at);
    }
}
