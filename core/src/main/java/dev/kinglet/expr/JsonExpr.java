package dev.kinglet.expr;

import dev.kinglet.type.DataType;
import dev.kinglet.type.JsonType;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value: a column, what is at a path of one, or a changed document. Both databases answer
 * alike, by the rules of PostgreSQL's jsonb: the order of keys does not count, of equal keys the
 * last one does, and 1.0 is 1; but true is not 1, and "1" is not 1.
 *
 * <p>What a path leads to is NULL where there is nothing, and where JSON's null is. A document is
 * NULL only as SQL has it.
 *
 * <p>JSON has no order that both databases agree on: {@code lt}, {@code between} and arithmetic are
 * refused, and ORDER BY is the database's own. Take a value of it: {@code at("age").asLong()}.
 *
 * @param <T> the Java type of the values; nullable where they can be NULL
 */
public interface JsonExpr<T extends @Nullable Object> extends Expr<T> {

    // ---- paths

    /** The value of a key; NULL where this is no object, or has no such key. */
    default JsonExpr<@Nullable Object> at(String key) {
        return at(JsonPath.of(key));
    }

    /**
     * The element at a place of an array, counted from 0, and from the end where it is negative;
     * NULL where this is no array, or a shorter one.
     */
    default JsonExpr<@Nullable Object> at(int index) {
        return at(JsonPath.of(index));
    }

    /** What is at a path. */
    default JsonExpr<@Nullable Object> at(JsonPath path) {
        return Jsons.at(this, path);
    }

    // ---- as another type

    /** The same, read and compared as objects of a class, through Jackson. */
    default <R> JsonExpr<@Nullable R> asJson(Class<R> type) {
        return asJson(DataType.json(type));
    }

    /** The same, read and compared as objects of a type with arguments, through Jackson. */
    default <R> JsonExpr<@Nullable R> asJson(JsonType<R> type) {
        return asJson(DataType.json(type));
    }

    /** The same, read and compared as a type of JSON. */
    default <R> JsonExpr<@Nullable R> asJson(DataType<R> type) {
        return Jsons.as(this, type);
    }

    /**
     * A string without its quotes, a number or a boolean as its text; an object or array as its
     * JSON, with the blanks that the database puts there.
     */
    default Expr<@Nullable String> asText() {
        return Jsons.asText(this);
    }

    /** The number where it is a whole one of 32 bits; NULL for everything else. */
    default Expr<@Nullable Integer> asInt() {
        return Jsons.asInt(this);
    }

    /** The number where it is a whole one of 64 bits; NULL for everything else. */
    default Expr<@Nullable Long> asLong() {
        return Jsons.asLong(this);
    }

    /** The number; NULL for everything that is none. */
    default Expr<@Nullable Double> asDouble() {
        return Jsons.asDouble(this);
    }

    /** The number, of which SQLite keeps 15 digits; NULL for everything that is none. */
    default Expr<@Nullable BigDecimal> asDecimal() {
        return Jsons.asDecimal(this);
    }

    /** True or false; NULL for everything else. */
    default Expr<@Nullable Boolean> asBoolean() {
        return Jsons.asBoolean(this);
    }

    // ---- what it is

    /**
     * {@code object}, {@code array}, {@code string}, {@code number}, {@code boolean} or {@code
     * null}; NULL where there is nothing.
     */
    default Expr<@Nullable String> jsonType() {
        return Jsons.jsonType(this);
    }

    /** How many elements an array has, or keys an object; NULL for everything else. */
    default Expr<@Nullable Integer> length() {
        return Jsons.length(this);
    }

    // ---- containment

    /**
     * Contains this JSON, as PostgreSQL's {@code @>} has it: an object all keys of an object with
     * values that contain those, an array each element of an array, in any order; and an array a
     * single value.
     */
    default Condition contains(Object json) {
        return Jsons.contains(this, Jsons.json(json, this));
    }

    /** Contains this JSON string; see {@link #contains(Object)}. No search in a text. */
    @Override
    default Condition contains(String text) {
        return contains((Object) text);
    }

    /** Contains this text as a JSON string; see {@link #contains(Object)}. */
    @Override
    default Condition contains(Expr<? extends @Nullable String> text) {
        return Jsons.contains(this, Jsons.json(text, this));
    }

    /** Contains this JSON; see {@link #contains(Object)}. */
    default Condition contains(JsonExpr<?> json) {
        return Jsons.contains(this, json);
    }

    /** This JSON contains it; see {@link #contains(Object)}. */
    default Condition containedBy(Object json) {
        return Jsons.contains(Jsons.json(json, this), this);
    }

    /** An object with this key, or an array with this string, or this string itself. */
    default Condition hasKey(String key) {
        return Jsons.hasKey(this, key);
    }

    /** Has all of these keys, see {@link #hasKey}; all that is not NULL has all of none. */
    default Condition hasAllKeys(Collection<String> keys) {
        return Jsons.hasKeys(this, true, List.copyOf(keys));
    }

    /** Has one of these keys, see {@link #hasKey}; nothing has one of none. */
    default Condition hasAnyKey(Collection<String> keys) {
        return Jsons.hasKeys(this, false, List.copyOf(keys));
    }

    // ---- changed documents, for column.to(..) in an update

    /**
     * The document with this value at a key; see {@link #set(JsonPath, Object)}.
     *
     * @param value a value, or an expression
     */
    default JsonExpr<T> set(String key, @Nullable Object value) {
        return set(JsonPath.of(key), value);
    }

    /**
     * The document with this value at a path, in the place of what is there. Objects and arrays on
     * the way that are missing, or JSON's null, are made; a place behind the end of an array is its
     * end, and one before the start its start. Where something else is in the way (a scalar, an
     * array for a key, an object for a place) the document stays as it is.
     *
     * @param value a value, null for JSON's null, or an expression
     */
    default JsonExpr<T> set(JsonPath path, @Nullable Object value) {
        return JsonChanges.set(this, path, value);
    }

    /** As {@link #set(JsonPath, Object)} where nothing is there yet; JSON's null is something. */
    default JsonExpr<T> insert(String key, @Nullable Object value) {
        return insert(JsonPath.of(key), value);
    }

    /** As {@link #set(JsonPath, Object)} where nothing is there yet; JSON's null is something. */
    default JsonExpr<T> insert(JsonPath path, @Nullable Object value) {
        return JsonChanges.insert(this, path, value);
    }

    /** As {@link #set(JsonPath, Object)} where something is there; JSON's null is something. */
    default JsonExpr<T> replace(String key, @Nullable Object value) {
        return replace(JsonPath.of(key), value);
    }

    /** As {@link #set(JsonPath, Object)} where something is there; JSON's null is something. */
    default JsonExpr<T> replace(JsonPath path, @Nullable Object value) {
        return JsonChanges.replace(this, path, value);
    }

    /**
     * The array with one more element; of JSON's null an array of the one. Everything else stays as
     * it is.
     */
    default JsonExpr<T> append(@Nullable Object value) {
        return JsonChanges.append(this, value);
    }

    /**
     * The document with one more element in the array at a path. Where nothing or JSON's null is
     * there an array of the one is made; where something else is the document stays as it is.
     */
    default JsonExpr<T> append(JsonPath path, @Nullable Object value) {
        return JsonChanges.append(this, path, value);
    }

    /** The document without a key; where it is not there, or this is no object, as it is. */
    default JsonExpr<T> remove(String key) {
        return remove(JsonPath.of(key));
    }

    /** The document without what is at a path; where nothing is there, as it is. */
    default JsonExpr<T> remove(JsonPath path) {
        return JsonChanges.remove(this, path);
    }

    /**
     * The object with the keys of another one, whose values take the place of those of the same
     * keys. Not deeper than that: an object in it is replaced as a whole. Where this or the other
     * is no object the document stays as it is.
     *
     * @param object a map, an object of a class, or an expression
     */
    default JsonExpr<T> merge(Object object) {
        return JsonChanges.merge(this, object);
    }

    // ---- PostgreSQL's paths

    /**
     * Whether an SQL/JSON path finds anything, such as {@code $.panes[*] ? (@.width > 100)}.
     * PostgreSQL only.
     */
    default Condition pathExists(String jsonPath) {
        return Jsons.pathExists(this, jsonPath);
    }

    /**
     * What the predicate of an SQL/JSON path says, such as {@code $.width > 100}. PostgreSQL only.
     */
    default Condition pathMatches(String jsonPath) {
        return Jsons.pathMatches(this, jsonPath);
    }

    /** All that an SQL/JSON path finds, as an array. PostgreSQL only. */
    default JsonExpr<@Nullable Object> pathQuery(String jsonPath) {
        return Jsons.pathQuery(this, jsonPath);
    }
}
