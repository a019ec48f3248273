package dev.kinglet.examples.twitter;

import dev.kinglet.query.Select;
import dev.kinglet.web.BadInput;
import dev.kinglet.web.CursorKeys;
import dev.kinglet.web.Listing;
import dev.kinglet.web.Nav;
import dev.kinglet.web.NavLabels;
import dev.kinglet.web.ObjectList;
import dev.kinglet.web.javalin.Contexts;
import io.javalin.http.Context;
import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Templates from {@code resources/twitter}. Pebble escapes whatever they print. */
final class Views {
    private static final NavLabels TIMELINE = new NavLabels("Timeline", "Newer", "Older", "", "");

    private final PebbleEngine engine;
    private final ObjectList lists;
    private final ObjectList timelines;

    Views(CursorKeys keys) {
        ClasspathLoader loader = new ClasspathLoader(Views.class.getClassLoader());
        loader.setPrefix("twitter");
        loader.setSuffix(".peb");
        engine =
                new PebbleEngine.Builder()
                        .loader(loader)
                        .defaultLocale(Locale.ENGLISH)
                        .literalDecimalTreatedAsInteger(true)
                        .extension(new Texts())
                        .build();
        lists = ObjectList.of(this::html).listing(Listing.of(20).onBeyondLast(BadInput.NOT_FOUND));
        timelines =
                ObjectList.of(this::html)
                        .listing(Listing.of(20))
                        .nav(Nav.plain().labels(TIMELINE))
                        .keyset(keys);
    }

    /** A page that shows this. */
    void show(Context ctx, String template, Map<String, ?> model) {
        try {
            ctx.html(html(template, common(ctx, model)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A list with numbered pages: two statements, or one where the first page has all rows. */
    void list(Context ctx, String template, Select<?> query, Map<String, ?> model) {
        ctx.html(
                lists.render(
                        template, query, ctx.path(), Contexts.parameters(ctx), common(ctx, model)));
    }

    /** A list with newer and older rows, none of which comes twice: one statement a page. */
    void timeline(Context ctx, String template, Select<?> query, Map<String, ?> model) {
        ctx.html(
                timelines.render(
                        template, query, ctx.path(), Contexts.parameters(ctx), common(ctx, model)));
    }

    private static Map<String, @Nullable Object> common(Context ctx, Map<String, ?> model) {
        Map<String, @Nullable Object> all = new HashMap<>(model);
        all.put("visitor", Visitor.of(ctx));
        all.put("path", ctx.path().endsWith("/") ? ctx.path() : ctx.path() + "/");
        all.put("here", Visitor.address(ctx));
        return all;
    }

    private String html(String template, Map<String, @Nullable Object> model) throws IOException {
        StringWriter html = new StringWriter();
        engine.getTemplate(template).evaluate(html, model);
        return html.toString();
    }
}
