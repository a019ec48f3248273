package dev.kinglet.web;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A template engine, as far as an {@link ObjectList} needs one. */
@FunctionalInterface
public interface Template {

    /**
     * What a template makes of a model.
     *
     * @param name of the template, as the engine knows it
     * @param model what the template may show; unmodifiable
     * @throws IOException where the template cannot be read
     */
    String render(String name, Map<String, @Nullable Object> model) throws IOException;
}
