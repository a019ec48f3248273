package dev.kinglet.examples.twitter;

import io.javalin.http.Context;
import io.javalin.rendering.FileRenderer;
import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Templates from {@code resources/twitter}. Pebble escapes whatever they print. */
final class Views implements FileRenderer {
    private final PebbleEngine engine;

    Views() {
        ClasspathLoader loader = new ClasspathLoader(Views.class.getClassLoader());
        loader.setPrefix("twitter");
        loader.setSuffix(".peb");
        engine =
                new PebbleEngine.Builder()
                        .loader(loader)
                        .defaultLocale(Locale.ENGLISH)
                        .literalDecimalTreatedAsInteger(true)
                        .build();
    }

    @Override
    public String render(String template, Map<String, ? extends Object> model, Context ctx) {
        Map<String, Object> all = new HashMap<>(model);
        all.put("visitor", Visitor.of(ctx));
        all.put("path", ctx.path());
        StringWriter html = new StringWriter();
        try {
            engine.getTemplate(template).evaluate(html, all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return html.toString();
    }
}
