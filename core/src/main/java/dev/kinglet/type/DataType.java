package dev.kinglet.type;

import dev.kinglet.errors.ProgrammingException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A column type: its Java class, and for each dialect its name in DDL and its codec. Types made by
 * the same factory with the same arguments are equal; one made by {@link #mapped} equals only
 * itself, so keep it in a constant.
 *
 * @param <T> the Java type, boxed
 */
public final class DataType<T> implements HasType {
    public static final DataType<Integer> INTEGER =
            same(Integer.class, "integer", SqliteCodecs.INTEGER, PostgresCodecs.INTEGER);
    public static final DataType<Long> BIGINT =
            same(Long.class, "bigint", SqliteCodecs.BIGINT, PostgresCodecs.BIGINT);
    public static final DataType<Short> SMALLINT =
            same(Short.class, "smallint", SqliteCodecs.SMALLINT, PostgresCodecs.SMALLINT);
    public static final DataType<Float> REAL =
            same(Float.class, "real", SqliteCodecs.REAL, PostgresCodecs.REAL);
    public static final DataType<Double> DOUBLE =
            same(Double.class, "double precision", SqliteCodecs.DOUBLE, PostgresCodecs.DOUBLE);
    public static final DataType<Boolean> BOOLEAN =
            same(Boolean.class, "boolean", SqliteCodecs.BOOLEAN, PostgresCodecs.BOOLEAN);
    public static final DataType<String> TEXT =
            same(String.class, "text", SqliteCodecs.TEXT, PostgresCodecs.TEXT);

    /**
     * What the database gives, for columns of which nothing is known: whole numbers as Long, times
     * as those of java.time where the database has such types. Only ever read.
     */
    public static final DataType<Object> ANY =
            same(Object.class, "any", new AnyCodec(), new AnyCodec());

    /** A pattern of LIKE; only ever bound. SQLite gets it as a pattern of GLOB. */
    public static final DataType<String> LIKE_PATTERN =
            same(String.class, "like pattern", SqliteCodecs.LIKE_PATTERN, PostgresCodecs.TEXT);

    /**
     * Microseconds, no zone, years 1 to 9999. On SQLite a text of fixed length that sorts as the
     * time does.
     */
    public static final DataType<LocalDateTime> DATETIME =
            of(
                            LocalDateTime.class,
                            form("datetime", SqliteCodecs.DATETIME),
                            form("timestamp", PostgresCodecs.DATETIME))
                    .fitting(Moments::fit);

    /** Years 1 to 9999. */
    public static final DataType<LocalDate> DATE =
            same(LocalDate.class, "date", SqliteCodecs.DATE, PostgresCodecs.DATE);

    /** Microseconds. */
    public static final DataType<LocalTime> TIME =
            same(LocalTime.class, "time", SqliteCodecs.TIME, PostgresCodecs.TIME)
                    .fitting(value -> value.truncatedTo(ChronoUnit.MICROS));

    /**
     * A point in time to the microsecond, read back in UTC; years 1 to 9999. On SQLite a text of
     * fixed length that ends with Z and sorts as the time does.
     */
    public static final DataType<OffsetDateTime> TIMESTAMPTZ =
            same(OffsetDateTime.class, "timestamptz", SqliteCodecs.ZONED, PostgresCodecs.ZONED)
                    .fitting(Moments::fit);

    /** As {@link #TIMESTAMPTZ}, and stored alike. */
    public static final DataType<Instant> INSTANT =
            TIMESTAMPTZ
                    .converted("instant", Instant.class, Moments::utc, OffsetDateTime::toInstant)
                    .fitting(Moments::fit);

    /**
     * A length of time in microseconds, of 64 bits. On SQLite their number; on PostgreSQL an
     * interval, whose days count as 24 hours and whose months are refused when they are read.
     */
    public static final DataType<Duration> INTERVAL =
            of(
                            Duration.class,
                            form(
                                    "interval",
                                    new ConvertedCodec<>(
                                            SqliteCodecs.BIGINT,
                                            Durations::toMicros,
                                            Durations::ofMicros)),
                            form(
                                    "interval",
                                    new ConvertedCodec<>(
                                            PostgresCodecs.text("interval"),
                                            Durations::toInterval,
                                            Durations::parse)))
                    .fitting(Durations::fit);

    /** Native on PostgreSQL, on SQLite text of 36 characters. */
    public static final DataType<UUID> UUID =
            of(UUID.class, form("char(36)", SqliteCodecs.UUID), form("uuid", PostgresCodecs.UUID));

    /** Native on PostgreSQL, on SQLite 16 bytes. */
    public static final DataType<UUID> BINARY_UUID =
            of(
                    "binary uuid",
                    UUID.class,
                    form("blob", new ConvertedCodec<>(SqliteCodecs.BLOB, Uuids::bytes, Uuids::of)),
                    form("uuid", PostgresCodecs.UUID));

    public static final DataType<byte[]> BLOB =
            of(byte[].class, form("blob", SqliteCodecs.BLOB), form("bytea", PostgresCodecs.BLOB));

    /** The address of a host. On SQLite a text with all digits, which sorts as addresses do. */
    public static final DataType<InetAddress> INET =
            of(
                    InetAddress.class,
                    form(
                            "inet",
                            new ConvertedCodec<>(
                                    SqliteCodecs.TEXT, Addresses::toSortable, Addresses::parse)),
                    form(
                            "inet",
                            new ConvertedCodec<>(
                                    PostgresCodecs.text("inet"),
                                    Addresses::toText,
                                    Addresses::parse)));

    /** Decimals without a declared scale, as sums and arithmetic give them. */
    public static final DataType<BigDecimal> DECIMAL =
            of(
                    BigDecimal.class,
                    form("decimal", SqliteCodecs.DECIMAL),
                    form("numeric", PostgresCodecs.DECIMAL));

    /**
     * JSON documents as plain values, without any library: Map, List, String, Boolean, whole
     * numbers as Long (as BigInteger where they are larger), others as BigDecimal. On PostgreSQL
     * jsonb, on SQLite text. What is set is copied, and what is read cannot be changed; set another
     * one.
     */
    public static final DataType<Object> JSON = JsonTypes.plain(null).fitting(JsonTypes::copy);

    private static final DataType<String> PADDED =
            TEXT.converted("padded", String.class, Texts::withoutPadding, Texts::withoutPadding)
                    .fitting(Texts::withoutPadding);

    /** The words of texts and where they are, as PostgreSQL prints them. PostgreSQL only. */
    public static final DataType<String> TSVECTOR =
            same(String.class, "tsvector", SqliteCodecs.TEXT, PostgresCodecs.text("tsvector"));

    private static final Map<Class<?>, DataType<?>> BY_CLASS =
            Map.ofEntries(
                    Map.entry(Integer.class, INTEGER),
                    Map.entry(Long.class, BIGINT),
                    Map.entry(Short.class, SMALLINT),
                    Map.entry(Float.class, REAL),
                    Map.entry(Double.class, DOUBLE),
                    Map.entry(Boolean.class, BOOLEAN),
                    Map.entry(String.class, TEXT),
                    Map.entry(LocalDateTime.class, DATETIME),
                    Map.entry(LocalDate.class, DATE),
                    Map.entry(LocalTime.class, TIME),
                    Map.entry(OffsetDateTime.class, TIMESTAMPTZ),
                    Map.entry(Instant.class, INSTANT),
                    Map.entry(Duration.class, INTERVAL),
                    Map.entry(UUID.class, UUID),
                    Map.entry(byte[].class, BLOB),
                    Map.entry(BigDecimal.class, DECIMAL));

    private final Object key;
    private final Class<T> javaType;
    private final Form<T> sqlite;
    private final Form<T> postgres;
    private final UnaryOperator<T> fit;
    private final @Nullable DataType<T> unlimited;
    private final @Nullable Mapping<T, ?> mapping;
    private final List<String> labels;
    // made when first needed; two threads may both make it, and make it equal
    private @Nullable DataType<Object> part;

    private record EpochKey(int ticks) {}

    private record EnumKey(String kind, Class<? extends Enum<?>> type) {}

    /** A type that is made of another one. */
    record Of(String kind, DataType<?> element) {}

    DataType(
            Object key,
            Class<T> javaType,
            Form<T> sqlite,
            Form<T> postgres,
            UnaryOperator<T> fit,
            @Nullable DataType<T> unlimited,
            @Nullable Mapping<T, ?> mapping,
            List<String> labels) {
        this.key = key;
        this.javaType = javaType;
        this.sqlite = sqlite;
        this.postgres = postgres;
        this.fit = fit;
        this.unlimited = unlimited;
        this.mapping = mapping;
        this.labels = labels;
    }

    // ---- types with arguments

    /**
     * Text of at most so many characters (code points); longer text is refused when it is stored,
     * and equals nothing where it is compared.
     */
    public static DataType<String> varchar(int length) {
        String name = "varchar(" + positive("varchar", length) + ")";
        return TEXT.converted(
                        name, String.class, text -> Texts.limited(text, length, name), text -> text)
                .named(name, name)
                .limitOf(TEXT);
    }

    /**
     * Text of just so many characters, shorter text filled up with blanks. Blanks at the end are no
     * part of the value, in what is read as in what is compared.
     */
    public static DataType<String> character(int length) {
        String name = "char(" + positive("char", length) + ")";
        return PADDED.converted(
                        name,
                        String.class,
                        text -> Texts.limited(Texts.withoutPadding(text), length, name),
                        text -> text)
                .named(name, name)
                .fitting(Texts::withoutPadding)
                .limitOf(PADDED);
    }

    /** As {@link #decimal(int, int, RoundingMode)}, rounded to the nearest, a half away from 0. */
    public static DataType<BigDecimal> decimal(int precision, int scale) {
        return decimal(precision, scale, RoundingMode.HALF_UP);
    }

    /**
     * Exact decimals. SQLite keeps up to 15 digits as a number. A type of more is a text there
     * which sorts as the numbers do: it is stored, compared, sorted and counted, and what would
     * calculate with it is refused.
     *
     * @param precision digits in all
     * @param scale digits behind the point; what is read has just as many
     * @param rounding of what is finer, when it is stored; UNNECESSARY refuses it
     */
    public static DataType<BigDecimal> decimal(int precision, int scale, RoundingMode rounding) {
        return new Decimals(precision, scale, rounding).type();
    }

    /**
     * Points in time as a whole number of ticks since 1970 in UTC; what is finer is cut off.
     *
     * @param ticks of a second: 1, 10, 100, .. up to 1,000,000
     */
    public static DataType<Instant> epoch(int ticks) {
        Moments.requireTicks(ticks);
        return BIGINT.converted(
                        new EpochKey(ticks),
                        Instant.class,
                        value -> Moments.toEpoch(value, ticks),
                        value -> Moments.ofEpoch(value, ticks))
                .fitting(value -> Moments.fit(value, ticks));
    }

    /** The constants of an enum, as text of their names. */
    public static <E extends Enum<E>> DataType<E> enumByName(Class<E> type) {
        return TEXT.converted(
                new EnumKey("name", type), type, Enum::name, new Enums<>(type)::named);
    }

    /**
     * The constants of an enum, as the numbers of their places: new ones go to the end, and none is
     * taken out.
     */
    public static <E extends Enum<E>> DataType<E> enumByOrdinal(Class<E> type) {
        return SMALLINT.converted(
                new EnumKey("ordinal", type),
                type,
                constant -> (short) constant.ordinal(),
                new Enums<>(type)::at);
    }

    /**
     * The constants of an enum, on PostgreSQL as a type of its own, which sorts as they are
     * declared; on SQLite as text of their names, which sorts as text.
     *
     * @param name of PostgreSQL's type
     * @throws IllegalArgumentException for the name of one of its own types, {@code point} or
     *     {@code time}
     */
    public static <E extends Enum<E>> DataType<E> nativeEnum(Class<E> type, String name) {
        Enums<E> constants = new Enums<>(type);
        String quoted = Enums.quoted(constants.requireOwn(name));
        return new DataType<>(
                new EnumKey("native " + name, type),
                type,
                form("text", new ConvertedCodec<>(SqliteCodecs.TEXT, Enum::name, constants::named)),
                form(
                        quoted,
                        new ConvertedCodec<>(
                                PostgresCodecs.text("text"), Enum::name, constants::named)),
                value -> value,
                null,
                null,
                constants.names());
    }

    /**
     * A set of constants of an enum as one number, a bit for each, the first one the lowest: new
     * ones go to the end. The sets that are read cannot be changed; set another one.
     *
     * @throws IllegalArgumentException for an enum of more than 63 constants
     */
    @SuppressWarnings("unchecked") // the class of sets, whatever they are of
    public static <E extends Enum<E>> DataType<Set<E>> flags(Class<E> type) {
        Enums<E> constants = new Enums<>(type).requireBits();
        Class<Set<E>> sets = (Class<Set<E>>) (Class<?>) Set.class;
        return BIGINT.converted(new EnumKey("flags", type), sets, constants::mask, constants::flags)
                .fitting(constants::copy);
    }

    /**
     * Objects of a class as JSON, through Jackson. On PostgreSQL jsonb, on SQLite text. Values are
     * taken as ones that nobody changes: a changed copy is set. JSON's null is read as null unless
     * the class has an object for it, as Jackson's JsonNode has.
     *
     * @throws dev.kinglet.errors.ModelException where Jackson is not on the class path
     */
    public static <T> DataType<T> json(Class<T> type) {
        return json(type, JsonMapper.standard(type));
    }

    /** As {@link #json(Class)}, through a mapper of the application's own. */
    public static <T> DataType<T> json(Class<T> type, JsonMapper mapper) {
        return JsonTypes.of(type, type, mapper);
    }

    /** As {@link #json(Class)}, of a type with arguments. */
    public static <T> DataType<T> json(JsonType<T> type) {
        return json(type, JsonMapper.standard(type.type()));
    }

    /** As {@link #json(JsonType)}, through a mapper of the application's own. */
    public static <T> DataType<T> json(JsonType<T> type, JsonMapper mapper) {
        return JsonTypes.of(type, mapper);
    }

    /**
     * A type of the application's own, stored as this one: in inserts, updates, comparisons, lists,
     * CASE and results. Two values are compared and sorted as what is stored for them.
     *
     * @param javaType the class of its values
     * @param to what is stored for a value; never asked for null. An IllegalArgumentException
     *     refuses the value
     * @param from the value of what is stored; never asked for null
     */
    public <R> DataType<R> mapped(
            Class<R> javaType,
            Function<? super R, ? extends T> to,
            Function<? super T, ? extends R> from) {
        return mapped(new Object(), javaType, to, from);
    }

    /**
     * Lists of values of that type, as an array. PostgreSQL only. What is read cannot be changed;
     * set another list.
     *
     * @throws IllegalArgumentException for a type that is an array itself
     */
    public static <E> DataType<List<E>> array(DataType<E> element) {
        return ArrayCodec.type(element, false);
    }

    /** As {@link #array}, of lists that have nulls in them. */
    public static <E> DataType<List<@Nullable E>> arrayOfNullable(DataType<E> element) {
        return ArrayCodec.type(element, true);
    }

    /**
     * Ranges of values of that type. PostgreSQL only.
     *
     * @param element {@link #INTEGER}, {@link #BIGINT}, {@link #DECIMAL}, {@link #DATE}, {@link
     *     #DATETIME}, {@link #TIMESTAMPTZ} or {@link #INSTANT}
     * @throws IllegalArgumentException for another type
     */
    public static <E extends Comparable<? super E>> DataType<Range<E>> range(DataType<E> element) {
        return RangeText.type(element);
    }

    private <R> DataType<R> mapped(
            Object own,
            Class<R> javaType,
            Function<? super R, ? extends T> to,
            Function<? super T, ? extends R> from) {
        return new DataType<>(
                own,
                javaType,
                sqlite.converted(to, from),
                postgres.converted(to, from),
                value -> value,
                unlimited == null ? null : unlimited.mapped(new Object(), javaType, to, from),
                new Mapping<>(this, to, from),
                labels);
    }

    /** The type of a plain value; null where values of that class have none. */
    @SuppressWarnings("unchecked")
    public static <T> @Nullable DataType<T> of(Class<T> javaType) {
        return (DataType<T>)
                (InetAddress.class.isAssignableFrom(javaType) ? INET : BY_CLASS.get(javaType));
    }

    /** An address of digits; never one that has to be looked up. */
    public static InetAddress address(String digits) {
        return Addresses.parse(digits);
    }

    // ---- what it is

    /** The boxed Java class of the values. */
    public Class<T> javaType() {
        return javaType;
    }

    /**
     * The type's name in CREATE TABLE.
     *
     * @throws ProgrammingException where the database has no such type
     */
    public String ddl(Dialect dialect) {
        return form(dialect).ddl(this, dialect);
    }

    /**
     * What writes and reads the values there.
     *
     * @throws ProgrammingException where the database has no such type
     */
    public Codec<T> codec(Dialect dialect) {
        return form(dialect).codec(this, dialect);
    }

    /** The kind of index that serves its operators: {@code btree} for most types. */
    public String indexMethod(Dialect dialect) {
        return form(dialect).index();
    }

    /**
     * The value as the column will hold it: what is finer than the type is cut off, as the codecs
     * do. What does not fit at all stays as it is, and is refused when it is stored.
     */
    public T fit(T value) {
        return fit.apply(value);
    }

    /**
     * The same type without a limit of length or digits, which holds for what is stored in a column
     * and not for what is compared with it, or computed from it.
     */
    public DataType<T> unlimited() {
        return unlimited == null ? this : unlimited;
    }

    /**
     * What the values of a type of the application's own are stored as; this type where it is none.
     */
    public DataType<?> stored() {
        return mapping == null ? this : mapping.stored().stored();
    }

    /** Whether it is stored as JSON. */
    public boolean isJson() {
        return jsonKey() != null;
    }

    JsonTypes.@Nullable Key jsonKey() {
        return stored().key instanceof JsonTypes.Key json ? json : null;
    }

    /**
     * The value of plain JSON, of a type of JSON; null where it is JSON's null.
     *
     * @throws IllegalArgumentException where it does not fit
     */
    public @Nullable T ofJson(Object plain) {
        return JsonTypes.read(this, plain);
    }

    /**
     * What values within it are bound and read as: plain ones, and classes as its mapper has them.
     */
    public DataType<Object> jsonPart() {
        DataType<Object> known = part;
        if (known == null) {
            JsonTypes.Key json = jsonKey();
            JsonMapper mapper = json == null ? null : json.mapper();
            known = mapper == null ? JSON : JsonTypes.plain(mapper);
            part = known;
        }
        return known;
    }

    /** The value of what {@link #stored()} has for it. */
    public T ofStored(Object value) {
        if (mapping == null) {
            return javaType.cast(value);
        }
        return mapping.read(mapping.stored().ofStored(value));
    }

    /** The enum whose constants its values are, or are sets of; null for every other type. */
    public @Nullable Class<? extends Enum<?>> constants() {
        return key instanceof EnumKey of ? of.type : null;
    }

    /** The ticks of a second that an {@link #epoch} counts; 0 for every other type. */
    public int ticks() {
        return key instanceof EpochKey of ? of.ticks : 0;
    }

    /** The type of an array's elements, or of a range's bounds; null for every other type. */
    public @Nullable DataType<?> element() {
        return key instanceof Of of ? of.element : null;
    }

    /** The constants of a type that PostgreSQL has to be told of; empty for every other type. */
    public List<String> labels() {
        return labels;
    }

    @Override
    public DataType<T> type() {
        return this;
    }

    @Override
    public HasType compared() {
        return unlimited();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || other instanceof DataType<?> that && key.equals(that.key);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    /** As PostgreSQL calls it. */
    @Override
    public String toString() {
        return postgres.ddl();
    }

    // ---- inside

    private Form<T> form(Dialect dialect) {
        return dialect == Dialect.SQLITE ? sqlite : postgres;
    }

    static <T> Form<T> form(String ddl, Codec<T> codec) {
        return new Form<>(ddl, codec);
    }

    private static <T> DataType<T> same(
            Class<T> javaType, String name, Codec<T> sqlite, Codec<T> postgres) {
        return of(javaType, form(name, sqlite), form(name, postgres));
    }

    /** A type of JSON. */
    static <T> DataType<T> of(
            JsonTypes.Key key, Class<T> javaType, Codec<T> sqlite, Codec<T> postgres) {
        return of(key, javaType, form("text", sqlite), form("jsonb", postgres));
    }

    private static <T> DataType<T> of(Class<T> javaType, Form<T> sqlite, Form<T> postgres) {
        return of(postgres.ddl(), javaType, sqlite, postgres);
    }

    static <T> DataType<T> of(Object key, Class<T> javaType, Form<T> sqlite, Form<T> postgres) {
        return new DataType<>(
                key, javaType, sqlite, postgres, value -> value, null, null, List.of());
    }

    /** A type of ours that is stored as this one. */
    <R> DataType<R> converted(
            Object key,
            Class<R> javaType,
            Function<? super R, ? extends T> to,
            Function<? super T, ? extends R> from) {
        return of(key, javaType, sqlite.converted(to, from), postgres.converted(to, from));
    }

    DataType<T> fitting(UnaryOperator<T> fit) {
        return new DataType<>(key, javaType, sqlite, postgres, fit, unlimited, mapping, labels);
    }

    DataType<T> named(String sqliteName, String postgresName) {
        return new DataType<>(
                key,
                javaType,
                sqlite.named(sqliteName),
                postgres.named(postgresName),
                fit,
                unlimited,
                mapping,
                labels);
    }

    DataType<T> limitOf(DataType<T> unlimited) {
        return new DataType<>(key, javaType, sqlite, postgres, fit, unlimited, mapping, labels);
    }

    private static int positive(String type, int length) {
        if (length < 1) {
            throw new IllegalArgumentException(
                    type + "(" + length + "): the length has to be 1 or more");
        }
        return length;
    }
}
