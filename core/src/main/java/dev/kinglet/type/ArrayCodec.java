package dev.kinglet.type;

import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lists as arrays of PostgreSQL. The elements are read by their own codec, from the result that
 * JDBC makes of an array, unless the driver has them as they are.
 *
 * @param <E> the Java type of the elements; nullable where the array's are
 * @param <V> the same, never null
 */
final class ArrayCodec<E extends @Nullable Object, V extends E> implements Codec<List<E>> {
    private static final String INSTEAD =
            "keep the list as JSON, or its elements in a table of their own";

    /** Codecs that give what the driver has in its own arrays; it makes these in half the time. */
    private static final Set<Codec<?>> AS_GIVEN =
            Set.of(
                    PostgresCodecs.TEXT,
                    PostgresCodecs.INTEGER,
                    PostgresCodecs.BIGINT,
                    PostgresCodecs.DOUBLE,
                    PostgresCodecs.BOOLEAN,
                    PostgresCodecs.UUID);

    private final Codec<V> element;
    private final String elementName;
    private final boolean nullable;

    private ArrayCodec(Codec<V> element, String elementName, boolean nullable) {
        this.element = element;
        this.elementName = elementName;
        this.nullable = nullable;
    }

    /** The type of such lists. */
    @SuppressWarnings("unchecked") // the class of lists, whatever they are of
    static <E extends @Nullable Object, V extends E> DataType<List<E>> type(
            DataType<V> element, boolean nullable) {
        if (element.element() != null && element.javaType() == List.class) {
            throw new IllegalArgumentException(
                    "an array of "
                            + element
                            + ": PostgreSQL's lists of lists are all of one length");
        }
        Class<List<E>> lists = (Class<List<E>>) (Class<?>) List.class;
        String kind = nullable ? "array of nullable" : "array";
        String name = elementName(element);
        DataType<List<E>> limited =
                type(kind, lists, element, element, nullable, element.ddl(Dialect.POSTGRES));
        DataType<V> unlimited = element.unlimited();
        // without the limit, and still of the same name: a varchar[] is no text[]
        return unlimited.equals(element)
                ? limited
                : limited.limitOf(
                        type("unlimited " + kind, lists, element, unlimited, nullable, name));
    }

    private static <E extends @Nullable Object, V extends E> DataType<List<E>> type(
            String kind,
            Class<List<E>> lists,
            DataType<V> element,
            DataType<V> written,
            boolean nullable,
            String ddl) {
        return new DataType<>(
                new DataType.Of(kind, element),
                lists,
                Form.missing(INSTEAD),
                new Form<>(
                                ddl + "[]",
                                new ArrayCodec<E, V>(
                                        written.codec(Dialect.POSTGRES),
                                        elementName(element),
                                        nullable))
                        .indexed("gin"),
                list -> fit(list, written),
                null,
                null,
                element.labels());
    }

    /** As the driver looks it up: without a length or digits. */
    private static String elementName(DataType<?> element) {
        String ddl = element.ddl(Dialect.POSTGRES);
        if (ddl.startsWith("varchar(")) {
            return "varchar";
        }
        if (ddl.startsWith("char(")) {
            return "bpchar";
        }
        String listType = element.codec(Dialect.POSTGRES).listType();
        return listType == null ? ddl : listType;
    }

    /** A copy, since the list may be changed later. */
    private static <E extends @Nullable Object, V extends E> List<E> fit(
            List<E> list, DataType<V> element) {
        List<E> copy = new ArrayList<>(list.size());
        for (E value : list) {
            @SuppressWarnings("unchecked") // not null, so it is one of the others
            E fitted = value == null ? value : element.fit((V) value);
            copy.add(fitted);
        }
        return Collections.unmodifiableList(copy);
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // the driver takes arrays with null in them
    public void bind(PreparedStatement statement, int index, List<E> value) throws SQLException {
        @Nullable Object[] elements = element.listArray(value.size());
        for (int i = 0; i < elements.length; i++) {
            E one = value.get(i);
            if (one == null && !nullable) {
                throw new IllegalArgumentException(
                        "the list has a null at " + i + ", and its elements are never null");
            }
            elements[i] = one == null ? null : element.listElement((V) one);
        }
        statement.setArray(index, statement.getConnection().createArrayOf(elementName, elements));
    }

    @Override
    public @Nullable List<E> read(ResultSet result, int index) throws SQLException {
        Array array = result.getArray(index);
        if (array == null) {
            return null;
        }
        return Collections.unmodifiableList(
                AS_GIVEN.contains(element) ? given(array) : each(array));
    }

    /** As the driver has them, in the classes that the codec would give. */
    @SuppressWarnings("unchecked") // of the codec's class, or null
    private List<E> given(Array array) throws SQLException {
        @Nullable Object[] elements = (@Nullable Object[]) array.getArray();
        List<E> list = new ArrayList<>(elements.length);
        for (Object one : elements) {
            if (one instanceof Object[]) {
                throw nested();
            }
            list.add(checked((V) one));
        }
        return list;
    }

    private List<E> each(Array array) throws SQLException {
        List<E> list = new ArrayList<>();
        try (ResultSet elements = array.getResultSet()) {
            if (elements.getMetaData().getColumnType(2) == Types.ARRAY) {
                throw nested();
            }
            while (elements.next()) {
                list.add(checked(element.read(elements, 2)));
            }
        }
        return list;
    }

    private static IllegalArgumentException nested() {
        return new IllegalArgumentException(
                "a stored array has arrays in it, and a list of values was expected");
    }

    @SuppressWarnings("NullAway") // null only where E is nullable
    private E checked(@Nullable V value) {
        if (value == null && !nullable) {
            throw new IllegalArgumentException(
                    "a stored array has a NULL in it, and its elements are declared never null");
        }
        return value;
    }
}
