package guide;

import static guide.Columns.Item.ITEM;
import static guide.Columns.Product.PRODUCT;
import static guide.Columns.Reading.READING;

import dev.kinglet.expr.DatePart;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Flags;
import dev.kinglet.expr.Fn;
import dev.kinglet.model.Attribute;
import dev.kinglet.model.Column;
import dev.kinglet.model.Mixin;
import dev.kinglet.model.Model;
import dev.kinglet.model.Table;
import dev.kinglet.query.Row;
import dev.kinglet.type.DataType;
import dev.kinglet.type.UuidV7;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The regions of the page on columns, in Java. */
public final class Columns {
    private Columns() {}

    /** A rank of products. */
    public enum Rank {
        GOOD,
        BEST
    }

    /** What a product is. */
    public enum Mark {
        NEW,
        SALE
    }

    // region own
    /** Kept as whole cents, which both databases count and sort exactly. */
    public record Money(long cents) {
        static final DataType<Money> TYPE =
                DataType.BIGINT.mapped(Money.class, Money::cents, Money::new);
    }

    // endregion

    // region mixin
    /** Columns that several tables have. */
    public static class Stamps<M extends Model<K>, K> extends Mixin<M, K> {
        public final Column<Instant> createdAt = instant().defaultTo(Instant::now);
        public final Column<@Nullable Instant> deletedAt = instant().nullable();

        public Stamps(Table<M, K> table) {
            super(table);
            scope(deletedAt.isNull());
        }
    }

    // endregion

    /** A product. */
    public static class Product extends Model<UUID> {
        public static final Products PRODUCT = new Products();

        // region declared
        public static class Products extends Table<Product, UUID> {
            public final Column<UUID> id = uuid().primaryKey().defaultTo(UuidV7::next);
            public final Column<String> name = varchar(100).check(name -> name.ne(""));
            public final Column<Money> price = column(Money.TYPE);
            public final Column<Integer> stock = integer().databaseDefault(0);
            public final Column<BigDecimal> weight = decimal(9, 3);
            public final Column<Rank> rank = enumByName(Rank.class).check(r -> r.in(Rank.values()));
            public final Column<Set<Mark>> marks = flags(Mark.class).defaultTo(Set.of());
            public final Column<@Nullable Integer> letters =
                    integer().nullable().storedAs(Fn.length(name));
            public final Stamps<Product, UUID> stamps = new Stamps<>(this);
            public final Attribute<String> title =
                    attribute(name.concat("!"), product -> product.get(PRODUCT.name) + "!");

            Products() {
                super(Product::new);
            }
        }
        // endregion
    }

    /** A row with a column of each type. */
    public static class Reading extends Model<Long> {
        public static final Readings READING = new Readings();

        // region types
        public static class Readings extends Table<Reading, Long> {
            public final Column<Long> id = autoId();
            public final Column<Short> small = smallint();
            public final Column<Integer> whole = integer();
            public final Column<Long> big = bigint();
            public final Column<Float> single = real();
            public final Column<Double> twice = doublePrecision();
            public final Column<BigDecimal> exact = decimal(9, 2);
            public final Column<Boolean> valid = bool();
            public final Column<String> words = text();
            public final Column<String> code = varchar(8);
            public final Column<String> country = character(2);
            public final Column<LocalDate> day = date();
            public final Column<LocalTime> hour = time();
            public final Column<LocalDateTime> local = datetime();
            public final Column<OffsetDateTime> zoned = timestamptz();
            public final Column<Instant> at = instant();
            public final Column<Instant> millis = epoch(1_000);
            public final Column<Duration> took = interval();
            public final Column<UUID> token = uuid();
            public final Column<UUID> bytes = binaryUuid();
            public final Column<byte[]> data = blob();
            public final Column<InetAddress> host = inet();
            public final Column<Rank> rank = enumByName(Rank.class);
            public final Column<Rank> place = enumByOrdinal(Rank.class);
            public final Column<Rank> order = nativeEnum(Rank.class);
            public final Column<Set<Mark>> marks = flags(Mark.class);

            Readings() {
                super(Reading::new);
            }
        }
        // endregion
    }

    /** A row with options of columns. */
    public static class Item extends Model<Long> {
        public static final Items ITEM = new Items();

        // region options
        public static class Items extends Table<Item, Long> {
            public final Column<Long> id = autoId();
            public final Column<String> code = varchar(8).unique();
            public final Column<@Nullable String> note = text().nullable().named("remark").index();
            public final Column<Integer> pieces = integer().check(n -> n.ge(0)).databaseDefault(1);
            public final Column<Integer> price = integer().comment("in cents");
            public final Column<Integer> total = integer().storedAs(pieces.times(price));
            public final Column<String> shown = text().virtualAs(Fn.upper(code));
            public final Column<String> state =
                    text().databaseDefault(Fn.raw(String.class, "lower('NEW')"));
            public final Column<Integer> rating = integer().databaseDefault(0).readOnly();
            public final Column<LocalDate> since = date().defaultTo(LocalDate.of(2026, 1, 1));

            Items() {
                super(Item::new);
            }
        }
        // endregion
    }

    /** Options that do not go together. */
    public static class Odd extends Model<Long> {
        public static final Odds ODD = new Odds();

        public static class Odds extends Table<Odd, Long> {
            public final Column<Long> id = autoId();
            public final Column<Integer> pieces = integer();
            // region odd
            public final Column<Integer> twice = integer().storedAs(pieces.times(2)).defaultTo(0);

            // endregion

            Odds() {
                super(Odd::new);
            }
        }
    }

    static Item stored() {
        // region stored
        Item item = ITEM.create(ITEM.code.to("a1"), ITEM.price.to(3));
        item.set(ITEM.pieces, 2);
        item.save();
        // endregion
        return item;
    }

    static void tooLong() {
        // region long
        ITEM.create(ITEM.code.to("much too long"), ITEM.price.to(3));
        // endregion
    }

    static void computed() {
        // region computed
        ITEM.create(ITEM.code.to("a2"), ITEM.price.to(3), ITEM.total.to(4));
        // endregion
    }

    static void negative() {
        // region negative
        ITEM.create(ITEM.code.to("a2"), ITEM.price.to(3), ITEM.pieces.to(-1));
        // endregion
    }

    static void late() {
        // region late
        READING.update(READING.day.to(LocalDate.of(12_026, 1, 1))).all().execute();
        // endregion
    }

    static List<Row> days() {
        // region days
        Expr<Instant> day = Fn.truncate(DatePart.DAY, READING.at);
        List<Row> days = READING.select(day, Fn.count()).groupBy(day).rows();
        // endregion
        return days;
    }

    static List<Product> scope() {
        // region scope
        PRODUCT.where(PRODUCT.price.lt(new Money(500))).list();
        PRODUCT.unscoped().select().count();
        return PRODUCT.where(Flags.has(PRODUCT.marks, Mark.SALE), PRODUCT.title.eq("pen!")).list();
        // endregion
    }
}
