package dev.kinglet.type;

import dev.kinglet.errors.ModelException;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * Makes JSON of objects and objects of JSON. The usual one is Jackson's, see {@code
 * dev.kinglet.jackson.JacksonMapper}; any other library can be put in its place. Used by many
 * threads at once.
 */
public interface JsonMapper {

    /**
     * A JSON text, in any form.
     *
     * @param type what was declared, of which the value is
     * @throws IllegalArgumentException where the value is no JSON; its message shows no values
     */
    String write(Object value, Type type);

    /**
     * An object of that type.
     *
     * @return null where JSON's null is no object of that type
     * @throws IllegalArgumentException where the text does not fit; its message shows no values
     */
    @Nullable Object read(String json, Type type);

    /**
     * Jackson's, with the modules that are on the class path.
     *
     * @param type what it is needed for
     * @throws ModelException where Jackson is not on the class path
     */
    static JsonMapper standard(Type type) {
        JsonMapper mapper = StandardMapper.MAPPER;
        if (mapper == null) {
            throw new ModelException(
                    "JSON of "
                            + type.getTypeName()
                            + " is written by Jackson, which is not on the class path",
                    null,
                    "add com.fasterxml.jackson.core:jackson-databind (Jackson 2), or give a JsonMapper"
                            + " of your own; json() of plain maps, lists and scalars needs none");
        }
        return mapper;
    }
}
