package dev.kinglet.internal.exec;

import dev.kinglet.errors.AfterCommitException;
import java.util.ArrayList;
import java.util.List;

/** Runs what waited for the end of a transaction. */
final class AfterWork {
    private AfterWork() {}

    /** After a commit: all of it runs, in order, and what failed is told together. */
    static void run(List<Runnable> works) {
        List<Throwable> failures = failuresOf(works);
        if (!failures.isEmpty()) {
            throw new AfterCommitException(works.size(), failures);
        }
    }

    /** Runs all of it in order, whatever comes of each. */
    static List<Throwable> failuresOf(List<Runnable> works) {
        List<Throwable> failures = new ArrayList<>(0);
        for (Runnable work : works) {
            try {
                work.run();
            } catch (Throwable e) { // Kotlin throws checked exceptions from anywhere
                failures.add(e);
            }
        }
        return failures;
    }

    static void throwFirst(List<Throwable> failures) {
        if (!failures.isEmpty()) {
            Throwable first = failures.get(0);
            failures.stream().skip(1).forEach(first::addSuppressed);
            AfterWork.<RuntimeException>rethrow(first);
        }
    }

    @SuppressWarnings("unchecked") // whatever it is, it passes as it is
    private static <X extends Throwable> void rethrow(Throwable error) throws X {
        throw (X) error;
    }
}
