package dev.kinglet.web;

import org.jspecify.annotations.Nullable;

/**
 * The navigation below a list as HTML: previous and next, and the numbers between where the page
 * has some. All of it is escaped; a template takes it as it is ({@code raw}, {@code th:utext},
 * {@code $unsafe}). An immutable value, usually a constant.
 *
 * <p>It is a {@code nav} with a name; the links to the neighbours say {@code rel}, this page {@code
 * aria-current}, and an end that leads nowhere {@code aria-disabled}.
 */
public final class Nav {
    private static final int USUAL_SLOTS = 7;

    private final Skin skin;
    private final NavLabels labels;
    private final int slots;

    private Nav(Skin skin, NavLabels labels, int slots) {
        this.skin = skin;
        this.labels = labels;
        this.slots = slots;
    }

    /** The classes of a style sheet, each with the space before it. */
    private enum Skin {
        PLAIN("", "", "", "", "", "", "", ""),
        BOOTSTRAP(
                "",
                cls("pagination"),
                "page-item",
                "page-link",
                "page-link",
                " active",
                " disabled",
                "page-link"),
        BULMA(
                cls("pagination"),
                cls("pagination-list"),
                "",
                "pagination-link",
                "",
                " is-current",
                " is-disabled",
                "pagination-ellipsis");

        final String nav;
        final String list;
        final String item;
        final String link;
        final String end;
        final String current;
        final String disabled;
        final String gap;

        Skin(
                String nav,
                String list,
                String item,
                String link,
                String end,
                String current,
                String disabled,
                String gap) {
            this.nav = nav;
            this.list = list;
            this.item = item;
            this.link = link;
            this.end = end;
            this.current = current;
            this.disabled = disabled;
            this.gap = gap;
        }

        static String cls(String names) {
            return names.isEmpty() ? "" : " class=\"" + names + "\"";
        }
    }

    /** Without classes, for style sheets that style the elements themselves. */
    public static Nav plain() {
        return new Nav(Skin.PLAIN, NavLabels.ENGLISH, USUAL_SLOTS);
    }

    /** With the classes of Bootstrap 5. */
    public static Nav bootstrap() {
        return new Nav(Skin.BOOTSTRAP, NavLabels.ENGLISH, USUAL_SLOTS);
    }

    /** With the classes of Bulma 1. */
    public static Nav bulma() {
        return new Nav(Skin.BULMA, NavLabels.ENGLISH, USUAL_SLOTS);
    }

    /** In other words. */
    public Nav labels(NavLabels words) {
        return new Nav(skin, words, slots);
    }

    /** With so many numbers and gaps at most, where 7 are usual. See {@link Links#pages}. */
    public Nav slots(int slots) {
        return new Nav(skin, labels, slots);
    }

    /**
     * As HTML, without a line break at the end; empty where there is no other page. A page without
     * a total, or by cursor, has its neighbours alone.
     */
    public String html(Paged<?> page, Links links) {
        if (!page.hasPrevious() && !page.hasNext()) {
            return "";
        }
        StringBuilder html = new StringBuilder(1024);
        html.append("<nav").append(skin.nav).append(" aria-label=\"");
        html.append(Html.escape(labels.name())).append("\">\n");
        String previous = end(page.previous(), links, "prev", labels.previous());
        String next = end(page.next(), links, "next", labels.next());
        if (skin == Skin.BULMA) {
            html.append(previous).append('\n').append(next).append('\n');
            if (page instanceof Page<?> numbered) {
                html.append("<ul").append(skin.list).append(">\n");
                numbers(html, numbered, links);
                html.append("</ul>\n");
            }
        } else {
            html.append("<ul").append(skin.list).append(">\n");
            item(html, previous, page.hasPrevious() ? "" : skin.disabled);
            if (page instanceof Page<?> numbered) {
                numbers(html, numbered, links);
            }
            item(html, next, page.hasNext() ? "" : skin.disabled);
            html.append("</ul>\n");
        }
        return html.append("</nav>").toString();
    }

    private void numbers(StringBuilder html, Page<?> page, Links links) {
        for (PageLink link : links.pages(page, slots)) {
            String href = link.href();
            if (link.number() == null || href == null) {
                String gap = "<span" + Skin.cls(skin.gap) + " aria-hidden=\"true\">";
                item(html, gap + Html.escape(labels.gap()) + "</span>", "");
                continue;
            }
            String number = Integer.toString(link.number());
            boolean onLink = link.current() && skin == Skin.BULMA;
            item(
                    html,
                    "<a"
                            + Skin.cls(skin.link + (onLink ? skin.current : ""))
                            + href(href)
                            + " aria-label=\""
                            + Html.escape(labels.page().replace("{0}", number))
                            + "\""
                            + (link.current() ? " aria-current=\"page\">" : ">")
                            + number
                            + "</a>",
                    link.current() ? skin.current : "");
        }
    }

    private void item(StringBuilder html, String content, String state) {
        // the state of a skin is a class of its items, or of its links
        String classes = skin.item.isEmpty() ? "" : skin.item + state;
        html.append("<li").append(Skin.cls(classes)).append('>').append(content).append("</li>\n");
    }

    private String end(@Nullable PageRequest request, Links links, String relation, String label) {
        String own = skin == Skin.BULMA ? bulmaEnd(relation, request == null) : skin.end;
        return "<a"
                + Skin.cls(own)
                + (request == null
                        ? " role=\"link\" aria-disabled=\"true\">"
                        : href(links.to(request)) + " rel=\"" + relation + "\">")
                + Html.escape(label)
                + "</a>";
    }

    private String bulmaEnd(String relation, boolean disabled) {
        String name = relation.equals("prev") ? "pagination-previous" : "pagination-next";
        return disabled ? name + skin.disabled : name;
    }

    private static String href(String address) {
        return " href=\"" + Html.escape(address) + "\"";
    }
}
