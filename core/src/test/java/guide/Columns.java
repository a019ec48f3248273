package guide;

import static guide.Columns.Product.PRODUCT;

import dev.kinglet.expr.Flags;
import dev.kinglet.expr.Fn;
import dev.kinglet.model.Attribute;
import dev.kinglet.model.Column;
import dev.kinglet.model.Mixin;
import dev.kinglet.model.Model;
import dev.kinglet.model.Table;
import dev.kinglet.type.DataType;
import dev.kinglet.type.UuidV7;
import java.math.BigDecimal;
import java.time.Instant;
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

    static List<Product> scope() {
        // region scope
        PRODUCT.where(PRODUCT.price.lt(new Money(500))).list();
        PRODUCT.unscoped().select().count();
        return PRODUCT.where(Flags.has(PRODUCT.marks, Mark.SALE), PRODUCT.title.eq("pen!")).list();
        // endregion
    }
}
