package dev.kinglet.planted.expr;

import dev.kinglet.query.Select;

/** A violation: a low room that knows a high one. */
public final class KnowsQuery {
    public Select<?> query;
}
