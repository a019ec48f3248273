package dev.kinglet.web;

import dev.kinglet.type.Json;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong, as RFC 9457 ("problem details") has it, in the form that a client prefers.
 *
 * @param status the status of the answer
 * @param title what kind of problem it is, the same each time: {@code Not Found}
 * @param detail what happened this time; null where there is nothing to add
 * @param type a URI that tells this kind from others; {@code about:blank} where the status says all
 * @param more further members, each a text, a number, a boolean, or a list or map of those
 */
public record Problem(
        int status, String title, @Nullable String detail, String type, Map<String, Object> more) {

    private static final Map<Integer, String> TITLES =
            Map.of(
                    400, "Bad Request",
                    401, "Unauthorized",
                    403, "Forbidden",
                    404, "Not Found",
                    409, "Conflict",
                    422, "Unprocessable Content",
                    500, "Internal Server Error",
                    503, "Service Unavailable");

    /** Copies the further members. */
    public Problem {
        more = Collections.unmodifiableMap(new LinkedHashMap<>(more));
    }

    /** Of a status, with its usual title. */
    public static Problem of(int status, @Nullable String detail) {
        String title = TITLES.getOrDefault(status, "Status " + status);
        return new Problem(status, title, detail, "about:blank", Map.of());
    }

    /**
     * The problem that an exception stands for; null for all that are failures of the application,
     * which a web framework answers in its own way, and for {@link Redirect}, which is none. Looks
     * at the exception and at what it was wrapped around, since {@link NotFound} is checked and may
     * have travelled in another.
     */
    public static @Nullable Problem of(@Nullable Throwable thrown) {
        Throwable known = known(thrown);
        if (known instanceof BadRequest bad) {
            Problem problem = of(bad.status(), bad.getMessage());
            String parameter = bad.parameter();
            return parameter == null ? problem : problem.with(Map.of("parameter", parameter));
        }
        if (known instanceof BadCursor bad) {
            // its reason is for logs: who forges cursors need not be told how near he came
            return of(bad.status(), "The cursor is not valid, or not any more");
        }
        return known instanceof NotFound notFound
                ? of(notFound.status(), notFound.getMessage())
                : null;
    }

    /**
     * What to answer to an exception: all that an adapter of a web framework has to send. Null
     * where the exception is a failure of the application.
     *
     * @param accept the header {@code Accept}; may be null, and anything
     */
    public static @Nullable Answer answer(@Nullable Throwable thrown, @Nullable String accept) {
        if (known(thrown) instanceof Redirect redirect) {
            Map<String, String> headers = Map.of("Location", redirect.location());
            return new Answer(redirect.status(), headers, "text/plain; charset=utf-8", "");
        }
        Problem problem = of(thrown);
        return problem == null ? null : problem.answer(accept);
    }

    private static @Nullable Throwable known(@Nullable Throwable thrown) {
        Throwable at = thrown;
        for (int depth = 0; at != null && depth < 8; depth++, at = at.getCause()) {
            if (at instanceof NotFound
                    || at instanceof BadRequest
                    || at instanceof BadCursor
                    || at instanceof Redirect) {
                return at;
            }
        }
        return null;
    }

    /** The same with another type. */
    public Problem type(String uri) {
        return new Problem(status, title, detail, uri, more);
    }

    /** The same with more members; one that is there already is replaced. */
    public Problem with(Map<String, Object> members) {
        Map<String, Object> all = new LinkedHashMap<>(more);
        all.putAll(members);
        return new Problem(status, title, detail, type, all);
    }

    /** As {@code application/problem+json}. */
    public String json() {
        Map<String, Object> members = new LinkedHashMap<>(more);
        members.put("type", type);
        members.put("title", title);
        members.put("status", (long) status);
        if (detail != null) {
            members.put("detail", detail);
        }
        return Json.text(Json.plain(members));
    }

    /** As a small page of HTML; everything in it is escaped. */
    public String html() {
        String heading = Html.escape(title);
        return "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>"
                + heading
                + "</title>\n</head>\n<body>\n<main>\n<h1>"
                + heading
                + "</h1>\n"
                + (detail == null ? "" : "<p>" + Html.escape(detail) + "</p>\n")
                + "</main>\n</body>\n</html>\n";
    }

    /**
     * In the form that the client prefers: HTML where its header says that it would rather have
     * that, as browsers do, and JSON else.
     *
     * @param accept the header {@code Accept}; may be null, and anything
     */
    public Answer answer(@Nullable String accept) {
        Map<String, String> headers = Map.of("Vary", "Accept");
        return Accept.prefersHtml(accept)
                ? new Answer(status, headers, "text/html; charset=utf-8", html())
                : new Answer(status, headers, "application/problem+json", json());
    }

    /**
     * What to send.
     *
     * @param status the status
     * @param headers what else to say, beside {@code Content-Type}
     * @param contentType for the header {@code Content-Type}
     * @param text the body, to be sent as UTF-8; maybe empty
     */
    public record Answer(
            int status, Map<String, String> headers, String contentType, String text) {}
}
