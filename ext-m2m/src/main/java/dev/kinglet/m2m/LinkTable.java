package dev.kinglet.m2m;

import dev.kinglet.model.CompositeKey;
import dev.kinglet.model.ForeignKey;
import dev.kinglet.model.Model;
import dev.kinglet.model.OnDelete;
import dev.kinglet.model.Table;
import dev.kinglet.query.QueryExecutor;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The table that is made for a relation without one: {@code course_students} for the field {@code
 * students} of the table {@code course}, of two foreign keys, which are its primary key. It is in
 * the schema and in the database of its owner.
 */
final class LinkTable extends Table<Link, CompositeKey> {
    private final Table<?, ?> owner;
    private final String modelName;
    private final ForeignKey<Link, ?, ?> near;
    private final ForeignKey<Link, ?, ?> far;

    /**
     * @param name of the relation
     */
    LinkTable(Table<?, ?> owner, Table<?, ?> target, String name, Said said) {
        super(Link::new, owner);
        this.owner = owner;
        this.modelName = owner + capital(name);
        String one = owner.tableName();
        String other = target.tableName();
        boolean alike = one.equals(other);
        this.near = reference(owner, (alike ? "from_" : "") + one + "_id", said);
        this.far = reference(target, (alike ? "to_" : "") + other + "_id", said);
        named(one + "_" + snake(name));
        String schema = owner.schema();
        if (schema != null) {
            schema(schema);
        }
        primaryKey(near, far);
    }

    ForeignKey<?, ?, ?> near() {
        return near;
    }

    ForeignKey<?, ?, ?> far() {
        return far;
    }

    @Override
    protected @Nullable QueryExecutor database() {
        return owner.bound();
    }

    @Override
    protected String modelNameOf(Class<?> model) {
        return modelName;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // the key of whatever model it is
    private ForeignKey<Link, ?, ?> reference(Table<?, ?> to, String column, Said said) {
        Class model = to.newRow().getClass();
        ForeignKey<Link, Model<Object>, Object> made = foreignKey((Class<Model<Object>>) model);
        made.named(column).onDelete(said.onDelete() == null ? OnDelete.CASCADE : said.onDelete());
        return said.onUpdate() == null ? made : made.onUpdate(said.onUpdate());
    }

    private static String capital(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    private static String snake(String camel) {
        return camel.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }
}
