package com.example;

import dev.kinglet.Database;
import dev.kinglet.m2m.ManyToMany;

/** Uses two of the published artifacts from Java. */
public final class JavaConsumer {
    private JavaConsumer() {}

    public static Class<?>[] used() {
        return new Class<?>[] {Database.class, ManyToMany.class};
    }
}
