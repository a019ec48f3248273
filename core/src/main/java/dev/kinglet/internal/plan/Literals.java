package dev.kinglet.internal.plan;

import dev.kinglet.errors.DataException;
import dev.kinglet.errors.ErrorContext;
import dev.kinglet.errors.ProgrammingException;
import dev.kinglet.type.Codec;
import dev.kinglet.type.Dialect;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jooq.Context;
import org.jooq.Field;
import org.jooq.impl.CustomField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * Values as SQL text, for DDL, where nothing can be bound. What stands there is what the type's
 * codec would bind, so a stored value and a literal are the same.
 */
final class Literals {
    private Literals() {}

    /** A literal as a part of a statement. */
    static Field<Object> field(String sql) {
        return new LiteralField(sql);
    }

    /** What would be bound to a placeholder. */
    @SuppressWarnings("unchecked") // the value of the slot is of the slot's type
    static String of(BindSlot slot, @Nullable Object value, Dialect dialect) {
        Codec<Object> codec = (Codec<Object>) slot.codec();
        if (slot.element() >= 0) {
            List<?> list = (List<?>) value;
            Object element =
                    list == null ? null : list.get(Math.min(slot.element(), list.size() - 1));
            return of(element, codec, dialect);
        }
        String listType = slot.listType();
        if (listType == null || value == null) {
            return of(value, codec, dialect);
        }
        List<@Nullable Object> elements = new ArrayList<>();
        for (Object element : (List<?>) value) {
            elements.add(element == null ? null : codec.listElement(element));
        }
        return dialect == Dialect.SQLITE
                ? "json_array(" + plain(elements, dialect) + ")"
                : array(elements, listType);
    }

    private static String array(List<? extends @Nullable Object> elements, String type) {
        return "cast(array[" + plain(elements, Dialect.POSTGRES) + "] as " + type + "[])";
    }

    private static String plain(List<? extends @Nullable Object> elements, Dialect dialect) {
        return elements.stream()
                .map(element -> element == null ? "null" : plain(element, dialect))
                .collect(Collectors.joining(", "));
    }

    /** A value of a type. */
    @SuppressWarnings("unchecked") // the value is of the codec's type, or the codec says so
    static String of(@Nullable Object value, Codec<?> codec, Dialect dialect) {
        if (value == null) {
            return "null";
        }
        Bound bound = new Bound();
        try {
            ((Codec<Object>) codec).bind(bound.statement(), 1, value);
        } catch (SQLException e) {
            throw new IllegalStateException(e); // nothing here talks to a database
        } catch (IllegalArgumentException e) {
            throw new DataException(String.valueOf(e.getMessage()), ErrorContext.NONE, e);
        }
        if (bound.value instanceof Array made) {
            return array(made);
        }
        return bound.value == null ? "null" : plain(bound.value, dialect);
    }

    private static String array(Array made) {
        try {
            return array(Arrays.asList((Object[]) made.getArray()), made.getBaseTypeName());
        } catch (SQLException e) {
            throw new IllegalStateException(e); // nothing here talks to a database
        }
    }

    /** Text in quotes, whatever the server's settings say of backslashes. */
    static String text(String text, Dialect dialect) {
        if (text.indexOf('\0') >= 0) {
            throw new DataException(
                    "a text with the character NUL cannot stand in SQL",
                    ErrorContext.NONE.withHint("leave it out: DDL takes no bound values"),
                    null);
        }
        String quoted = text.replace("'", "''");
        return dialect == Dialect.POSTGRES && text.indexOf('\\') >= 0
                ? "E'" + quoted.replace("\\", "\\\\") + "'"
                : "'" + quoted + "'";
    }

    private static String plain(Object value, Dialect dialect) {
        if (value instanceof String text) {
            return text(text, dialect);
        }
        if (value instanceof Boolean flag) {
            return dialect == Dialect.SQLITE ? (flag ? "1" : "0") : flag.toString();
        }
        if (value instanceof byte[] bytes) {
            String hex = HexFormat.of().formatHex(bytes);
            // not '\x..', which means something else where backslashes escape
            return dialect == Dialect.SQLITE ? "x'" + hex + "'" : "decode('" + hex + "', 'hex')";
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            if (dialect == Dialect.POSTGRES) {
                String type = value instanceof Float ? "real" : "double precision";
                return "cast('" + value + "' as " + type + ")";
            }
            if (Double.isInfinite(number)) {
                return number > 0 ? "9e999" : "-9e999";
            }
            return Double.toString(number);
        }
        if (value instanceof Long number && number == Long.MIN_VALUE) {
            return dialect == Dialect.POSTGRES
                    ? "cast('" + number + "' as bigint)" // a minus and a number that is too large
                    : number.toString();
        }
        if (value instanceof Number) {
            return value.toString();
        }
        String type = dialect == Dialect.POSTGRES ? type(value) : null;
        if (type == null) {
            throw new ProgrammingException(
                    "a value of " + value.getClass().getName() + " cannot stand in SQL",
                    null,
                    "write the condition as raw SQL: Fn.rawCondition(\"..\")");
        }
        return "cast(" + text(value.toString(), dialect) + " as " + type + ")";
    }

    /** Where the class of a value names the type of the database. */
    private static @Nullable String type(Object value) {
        if (value instanceof LocalDateTime) {
            return "timestamp";
        }
        if (value instanceof OffsetDateTime) {
            return "timestamptz";
        }
        if (value instanceof LocalDate) {
            return "date";
        }
        if (value instanceof LocalTime) {
            return "time";
        }
        return value instanceof UUID ? "uuid" : null;
    }

    /** Takes what a codec binds. */
    private static final class Bound {
        private @Nullable Object value;

        PreparedStatement statement() {
            return proxy(
                    PreparedStatement.class,
                    (name, arguments) -> {
                        if (name.equals("getConnection")) {
                            return proxy(Connection.class, Bound::array);
                        }
                        if (!name.startsWith("set") || arguments.length < 2) {
                            throw new IllegalStateException("a codec calls " + name);
                        }
                        value = name.equals("setNull") ? null : arguments[1];
                        return null;
                    });
        }

        /** What a connection makes of the name of a type and of elements. */
        private static Object array(String method, Object[] made) {
            if (!method.equals("createArrayOf")) {
                throw new IllegalStateException("a codec calls " + method);
            }
            return proxy(Array.class, (name, none) -> name.equals("getArray") ? made[1] : made[0]);
        }
    }

    /** What is called, and with what. */
    private interface Calls {
        @Nullable Object answer(String method, Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, Calls calls) {
        return type.cast(
                Proxy.newProxyInstance(
                        Literals.class.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, arguments) ->
                                calls.answer(
                                        method.getName(),
                                        arguments == null ? new Object[0] : arguments)));
    }

    private static final class LiteralField extends CustomField<Object> {
        private static final long serialVersionUID = 1L;

        private final String sql;

        LiteralField(String sql) {
            super(DSL.name("literal"), SQLDataType.OTHER);
            this.sql = sql;
        }

        @Override
        public void accept(Context<?> context) {
            context.sql(sql, true);
        }
    }
}
