package dev.kinglet;

import org.jspecify.annotations.Nullable;

/** A scope whose end is done when it is first closed. For one thread. */
final class Once implements Scope {
    private @Nullable Runnable end;

    Once(Runnable end) {
        this.end = end;
    }

    @Override
    public void close() {
        Runnable left = end;
        end = null;
        if (left != null) {
            left.run();
        }
    }
}
