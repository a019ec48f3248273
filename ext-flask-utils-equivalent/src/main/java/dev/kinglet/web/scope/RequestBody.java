package dev.kinglet.web.scope;

import org.jspecify.annotations.Nullable;

/** What runs as a request; may throw, which undoes what it did. */
@FunctionalInterface
public interface RequestBody<R extends @Nullable Object, X extends Exception> {

    /** Runs, and answers. */
    R run(OpenRequest request) throws X;
}
