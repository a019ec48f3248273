package dev.kinglet.jackson;

import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.kinglet.model.MapOptions;
import dev.kinglet.model.Model;

/**
 * Lets Jackson write models as {@link Model#toMap(MapOptions)} does: columns, references as objects
 * or raw keys, and lists of back-references. With the usual options that is what is loaded, and no
 * query is sent, whatever getters a model has. Times that the mapper has no module for are written
 * as ISO text. It reads nothing: {@code table.fromMap(..)} takes what a mapper reads as a map.
 *
 * <p>{@code mapper.registerModule(new KingletModule())}
 */
public final class KingletModule extends SimpleModule {
    private static final long serialVersionUID = 1L;

    /** Writes what is loaded, named back-references included. */
    public KingletModule() {
        this(MapOptions.loaded().allBackrefs());
    }

    /** Writes what the options say; {@link MapOptions#following()} sends queries. */
    public KingletModule(MapOptions options) {
        super("kinglet");
        addSerializer(new RowSerializer(options));
    }
}
