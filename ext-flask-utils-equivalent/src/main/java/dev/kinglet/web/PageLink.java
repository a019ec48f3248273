package dev.kinglet.web;

import org.jspecify.annotations.Nullable;

/**
 * One of the numbers below a list, or a gap between them.
 *
 * @param number the page, from 1; null for a gap
 * @param href its address, not escaped for HTML; null for a gap
 * @param current whether it is the page that is shown
 */
public record PageLink(@Nullable Integer number, @Nullable String href, boolean current) {

    /** Whether it stands for the pages that are not shown. */
    public boolean gap() {
        return number == null;
    }
}
