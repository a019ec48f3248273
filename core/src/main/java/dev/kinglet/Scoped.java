package dev.kinglet;

import org.jspecify.annotations.Nullable;

/** A setting that a thread may lay another one over for a while. */
final class Scoped<T> {
    private final T everywhere;
    private final ThreadLocal<@Nullable T> here = new ThreadLocal<>();

    Scoped(T everywhere) {
        this.everywhere = everywhere;
    }

    T here() {
        T own = here.get();
        return own == null ? everywhere : own;
    }

    Scope use(T setting) {
        T before = here.get();
        here.set(setting);
        return new Once(
                () -> {
                    if (before == null) {
                        here.remove();
                    } else {
                        here.set(before);
                    }
                });
    }
}
