package dev.kinglet.examples.twitter;

import dev.kinglet.query.Select;
import dev.kinglet.web.CursorKeys;
import dev.kinglet.web.Nav;
import dev.kinglet.web.NavLabels;
import dev.kinglet.web.ObjectList;
import dev.kinglet.web.javalin.Contexts;
import dev.kinglet.web.login.SafeRedirect;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Templates from {@code resources/twitter}. Pebble escapes whatever they print. */
final class Views {
    private final PebbleEngine engine;
    private final boolean demo;

    /** Lists with numbered pages: two statements, or one where the first page has all rows. */
    final ObjectList pages = ObjectList.of(this::html);

    /** Lists with newer and older rows, none of which comes twice: one statement a page. */
    final ObjectList timelines;

    Views(CursorKeys keys, boolean demo) {
        ClasspathLoader loader = new ClasspathLoader(Views.class.getClassLoader());
        loader.setPrefix("twitter");
        loader.setSuffix(".peb");
        engine = new PebbleEngine.Builder().loader(loader).build();
        NavLabels labels = new NavLabels("Timeline", "Newer", "Older", "", "");
        timelines = pages.nav(Nav.plain().labels(labels)).keyset(keys);
        this.demo = demo;
    }

    /** A page that shows this. */
    void show(Context ctx, String template, Map<String, ?> model) {
        try {
            ctx.html(html(template, common(ctx, model)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The page of a list that the address asks for, by cursor or number as the list is. */
    void show(
            Context ctx, String template, ObjectList list, Select<?> query, Map<String, ?> model) {
        Map<String, @Nullable Object> all = common(ctx, model);
        ctx.html(list.render(template, query, path(ctx), Contexts.parameters(ctx), all));
    }

    /**
     * A form again, which its path names, with what was typed and what is wrong with the fields.
     */
    void refuse(Context ctx, HttpStatus status, Map<String, String> errors) {
        Map<String, String> typed = new HashMap<>();
        ctx.formParamMap().forEach((field, values) -> typed.put(field, values.get(0)));
        ctx.status(status);
        show(ctx, path(ctx).replace("/", ""), Map.of("errors", errors, "typed", typed));
    }

    /** To a page that begins with these words. */
    static void go(Context ctx, String path, String flash) {
        Who.visitor(ctx).flash(flash);
        ctx.redirect(path, HttpStatus.SEE_OTHER);
    }

    /** To the page that a form was on, or that was asked for before it. */
    static void back(Context ctx) {
        ctx.redirect(SafeRedirect.to(ctx.formParam("next"), "/"), HttpStatus.SEE_OTHER);
    }

    /** What was typed into a field of the form. */
    static String text(Context ctx, String field) {
        return Objects.requireNonNullElse(ctx.formParam(field), "");
    }

    private Map<String, @Nullable Object> common(Context ctx, Map<String, ?> model) {
        Map<String, @Nullable Object> all = new HashMap<>(model);
        all.put("visitor", Who.visitor(ctx));
        all.put("me", Who.name(ctx));
        all.put("path", path(ctx));
        all.put("here", Who.address(ctx));
        all.put("say", new Texts());
        all.put("demo", demo ? Seeds.PASSWORD : null);
        return all;
    }

    /** With the slash at its end, which links have and addresses need not. */
    private static String path(Context ctx) {
        return ctx.path().endsWith("/") ? ctx.path() : ctx.path() + "/";
    }

    private String html(String template, Map<String, @Nullable Object> model) throws IOException {
        StringWriter html = new StringWriter();
        engine.getTemplate(template).evaluate(html, model);
        return html.toString();
    }
}
