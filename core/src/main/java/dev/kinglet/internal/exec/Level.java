package dev.kinglet.internal.exec;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A transaction or a savepoint: whether it was begun already, and what waits for its end. */
final class Level {
    boolean started;
    private List<Runnable> afterCommit = List.of();
    private List<Runnable> afterRollback = List.of();
    private @Nullable Runnable left;

    /** To be run when the outermost level is committed, with this one in it. */
    void afterCommit(Runnable work) {
        afterCommit = with(afterCommit, work);
    }

    /** To be run when this level, or one that it became a part of, is undone. */
    void afterRollback(Runnable work) {
        afterRollback = with(afterRollback, work);
    }

    List<Runnable> afterCommit() {
        return afterCommit;
    }

    List<Runnable> afterRollback() {
        return afterRollback;
    }

    /** Takes over what a savepoint of this level leaves when it ends well. */
    void absorb(Level inner) {
        inner.afterCommit.forEach(this::afterCommit);
        inner.afterRollback.forEach(this::afterRollback);
    }

    /**
     * It was to end while a level in it is open: a stream that is closed in a block that began
     * after it. So it ends when that one has.
     */
    void whenInnermost(Runnable end) {
        left = end;
    }

    @Nullable Runnable left() {
        return left;
    }

    private static List<Runnable> with(List<Runnable> works, Runnable work) {
        List<Runnable> more = works.isEmpty() ? new ArrayList<>(2) : works;
        more.add(work);
        return more;
    }
}
