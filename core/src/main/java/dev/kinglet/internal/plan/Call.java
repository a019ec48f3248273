package dev.kinglet.internal.plan;

import org.jspecify.annotations.Nullable;

/** A plan and the values of one call. */
public record Call(Plan plan, @Nullable Object[] values) {}
