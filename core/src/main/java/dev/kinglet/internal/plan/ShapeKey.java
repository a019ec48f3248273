package dev.kinglet.internal.plan;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A shape as it is kept in the cache. */
final class ShapeKey {
    private final @Nullable Object[] tokens;
    private final int hash;

    ShapeKey(@Nullable Object[] tokens, int hash) {
        this.tokens = tokens;
        this.hash = hash;
    }

    boolean sameAs(@Nullable Object[] others, int size) {
        return tokens.length == size && Tokens.equal(tokens, others, size);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ShapeKey that
                && hash == that.hash
                && that.sameAs(tokens, tokens.length);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** The tokens, for tests and for those who ask why two queries do not share a plan. */
    @Override
    public String toString() {
        return Arrays.toString(tokens);
    }
}
