package dev.kinglet.planted.model;

import org.jooq.Condition;
import org.jooq.impl.DSL;

/** A violation: jOOQ in a public signature. */
public final class ShowsJooq {
    public Condition condition() {
        return DSL.trueCondition();
    }
}
