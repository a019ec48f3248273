package dev.kinglet.type;

import dev.kinglet.errors.ProgrammingException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a dialect makes of a type.
 *
 * @param ddl its name in CREATE TABLE
 * @param codec null where the dialect has no such type
 * @param index the kind of index that serves its operators
 * @param instead what to do where the dialect has no such type; null where it has
 */
record Form<T>(String ddl, @Nullable Codec<T> codec, String index, @Nullable String instead) {
    Form(String ddl, Codec<T> codec) {
        this(ddl, codec, "btree", null);
    }

    /** That of a type that the dialect does not have. */
    static <T> Form<T> missing(String instead) {
        return new Form<>("", null, "btree", instead);
    }

    Form<T> named(String name) {
        return new Form<>(name, codec, index, instead);
    }

    /** One whose operators another kind of index serves. */
    Form<T> indexed(String method) {
        return new Form<>(ddl, codec, method, instead);
    }

    <R> Form<R> converted(
            Function<? super R, ? extends T> to, Function<? super T, ? extends R> from) {
        return new Form<>(
                ddl, codec == null ? null : new ConvertedCodec<>(codec, to, from), index, instead);
    }

    String ddl(DataType<T> type, Dialect dialect) {
        codec(type, dialect);
        return ddl;
    }

    Codec<T> codec(DataType<T> type, Dialect dialect) {
        if (codec == null) {
            throw new ProgrammingException(dialect + " has no type " + type, null, instead);
        }
        return codec;
    }
}
