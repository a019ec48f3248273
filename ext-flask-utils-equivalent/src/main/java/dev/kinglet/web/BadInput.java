package dev.kinglet.web;

/**
 * What a list does with a parameter that it cannot read, that asks for too much, or that it does
 * not offer.
 */
public enum BadInput {
    /**
     * Takes the nearest that is right: page 1, the last page, the largest size, the usual order, no
     * such filter.
     */
    CLAMP,

    /** Sends to the address that means what {@link #CLAMP} would show, by {@link Redirect}. */
    REDIRECT,

    /** Says that there is no such page, by {@link BadRequest} with the status 404. */
    NOT_FOUND,

    /** Says what is wrong, by {@link BadRequest}: for programs, that somebody mends then. */
    REFUSE
}
