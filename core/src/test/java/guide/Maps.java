package guide;

import static guide.Maps.Product.PRODUCT;

import dev.kinglet.model.Column;
import dev.kinglet.model.JsonColumn;
import dev.kinglet.model.Model;
import dev.kinglet.model.Table;
import dev.kinglet.type.JsonType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The region of the page on JSON about maps, in Java. */
public final class Maps {
    private Maps() {}

    public static class Product extends Model<Long> {
        public static final Products PRODUCT = new Products();

        public static class Products extends Table<Product, Long> {
            public final Column<Long> id = autoId();
            // region map
            public final JsonColumn<Map<String, String>> labels =
                    json(new JsonType<Map<String, String>>() {}).defaultTo(Map.of());

            // endregion

            Products() {
                super(Product::new);
            }
        }
    }

    static List<@Nullable String> asked() {
        // region asked
        PRODUCT.insert(PRODUCT.labels.to(Map.of("color", "red", "size", "xl"))).execute();
        PRODUCT.where(PRODUCT.labels.hasKey("color")).count();
        PRODUCT.where(PRODUCT.labels.hasAllKeys(List.of("color", "size"))).count();
        PRODUCT.where(PRODUCT.labels.contains(Map.of("color", "red"))).count();
        PRODUCT.update(PRODUCT.labels.changed(m -> m.merge(Map.of("size", "m")).remove("color")))
                .all()
                .execute();
        return PRODUCT.select().values(PRODUCT.labels.at("size").asText());
        // endregion
    }
}
