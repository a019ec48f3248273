package dev.kinglet.web;

/**
 * The words of a {@link Nav}, in the language of the page. They are escaped where they are shown.
 *
 * @param name what is navigated, for those who cannot see it: {@code Pages}
 * @param previous the link to the page before
 * @param next the link to the page behind
 * @param page the name of a number, for those who cannot see where it stands: {@code Page {0}}
 * @param gap what stands for pages that are not shown
 */
public record NavLabels(String name, String previous, String next, String page, String gap) {

    /** English. */
    public static final NavLabels ENGLISH =
            new NavLabels("Pages", "Previous", "Next", "Page {0}", "…");
}
