package dev.kinglet.expr;

import dev.kinglet.expr.FunctionCall.Nulls;
import dev.kinglet.type.DataType;
import dev.kinglet.type.Dialect;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Marks around what was found in a text. */
public final class Markup {
    /**
     * Stand for the marks until the text is escaped. Nobody can know them beforehand, so no text
     * that is searched has them.
     */
    public static final String OPEN = mark();

    /** As {@link #OPEN}, behind what was found. */
    public static final String CLOSE = mark();

    private static final String ESCAPED =
            "replace(replace(replace(replace(replace({0}, '&', '&amp;'), '<', '&lt;'), '>',"
                    + " '&gt;'), '\"', '&quot;'), '''', '&#39;')";

    private static final String HTML = "replace(replace(" + ESCAPED + ", {1}, {2}), {3}, {4})";

    private static final SqlFunction TO_HTML = new SqlFunction("html", HTML, HTML);

    // PostgreSQL does not say where it cut, and leaves out signs at the ends and tags: a few
    // letters
    // at either end tell it
    private static final SqlFunction CUT =
            SqlFunction.only(
                    Dialect.POSTGRES,
                    "cut",
                    "(select case when starts_with(regexp_replace({0}, '^[^[:alnum:]]+', ''),"
                            + " left(h.plain, 8)) then '' else {4} end || h.line || case when"
                            + " starts_with(reverse(regexp_replace({0}, '[^[:alnum:]]+$', '')),"
                            + " left(reverse(h.plain), 8)) then '' else {4} end from (select"
                            + " l.line, regexp_replace(replace(replace(l.line, {2}, ''), {3}, ''),"
                            + " '^[^[:alnum:]]+|[^[:alnum:]]+$', '', 'g') as plain from (select {1}"
                            + " as line offset 0) as l offset 0) as h)",
                    "use snippet(..) of FTS5");

    private Markup() {}

    /** A text with {@link #OPEN} and {@link #CLOSE} in it as HTML, with these in their place. */
    public static Expr<@Nullable String> html(
            Expr<? extends @Nullable String> marked, String open, String close) {
        return Nodes.call(
                TO_HTML,
                Nulls.ALWAYS,
                DataType.TEXT,
                marked,
                text(OPEN),
                text(open),
                text(CLOSE),
                text(close));
    }

    /** A headline of PostgreSQL with an ellipsis on either side where something is missing. */
    public static Expr<@Nullable String> cut(
            Expr<? extends @Nullable String> headline,
            Expr<? extends @Nullable String> text,
            String open,
            String close,
            String ellipsis) {
        return Nodes.call(
                CUT,
                Nulls.ALWAYS,
                DataType.TEXT,
                text,
                headline,
                text(open),
                text(close),
                text(ellipsis));
    }

    /** The marks as ts_headline takes them. */
    public static String options(String open, String close) {
        return ", StartSel=" + quoted(open) + ", StopSel=" + quoted(close);
    }

    private static String quoted(String value) {
        return '"' + value.replace("\"", "\"\"") + '"';
    }

    private static Expr<String> text(String value) {
        return Nodes.value(value, DataType.TEXT);
    }

    private static String mark() {
        byte[] bytes = new byte[8];
        new SecureRandom().nextBytes(bytes);
        return "\ue000" + HexFormat.of().formatHex(bytes) + "\ue001";
    }
}
