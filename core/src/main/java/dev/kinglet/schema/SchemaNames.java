package dev.kinglet.schema;

import dev.kinglet.model.Column;
import dev.kinglet.model.ForeignKey;
import dev.kinglet.model.Table;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The names of indexes and constraints. */
public final class SchemaNames {
    /**
     * What PostgreSQL keeps of a name, in bytes; it would cut the rest off by itself and answer
     * another name.
     */
    private static final int MAXIMUM_BYTES = 63;

    private static final int DIGITS = 7;

    private SchemaNames() {}

    /** {@code tweet_user_id}: the table and its columns. */
    public static String index(Table<?, ?> table, List<Column<?>> columns) {
        return index(table.tableName(), columns.stream().map(Column::name).toList());
    }

    /** The same, by names alone. */
    public static String index(String table, List<String> columns) {
        return fit(table + "_" + String.join("_", columns));
    }

    /** {@code fk_tweet_user_id_refs_user}. */
    public static String foreignKey(ForeignKey<?, ?, ?> foreignKey) {
        return foreignKey(
                foreignKey.table().tableName(),
                List.of(foreignKey.name()),
                foreignKey.target().tableName());
    }

    /** The same, by names alone. */
    public static String foreignKey(String table, List<String> columns, String target) {
        return fit("fk_" + table + "_" + String.join("_", columns) + "_refs_" + target);
    }

    /**
     * A name that is too long is cut, and told from others of the same beginning by digits of its
     * MD5 sum.
     */
    public static String fit(String name) {
        if (fits(name)) {
            return name;
        }
        String cut = name;
        while (cut.getBytes(StandardCharsets.UTF_8).length > MAXIMUM_BYTES - DIGITS - 1) {
            cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
        }
        return cut + "_" + digest(name);
    }

    /** Whether PostgreSQL keeps all of a name. */
    public static boolean fits(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length <= MAXIMUM_BYTES;
    }

    private static String digest(String name) {
        try {
            byte[] sum =
                    MessageDigest.getInstance("MD5").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sum).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
