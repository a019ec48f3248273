package dev.kinglet.internal.exec;

import dev.kinglet.errors.AfterCommitException;
import java.util.ArrayList;
import java.util.List;

/** Runs what waited for the end of a transaction. */
final class AfterWork {
    private AfterWork() {}

    /** After a commit: all of it runs, in order, and what failed is told together. */
    static void run(List<Runnable> works) {
        if (works.isEmpty()) {
            return;
        }
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
            attach(failures.subList(1, failures.size()), first);
            throw rethrow(first);
        }
    }

    /** Keeps further failures with the one that is thrown; it may be among them. */
    static void attach(List<Throwable> failures, Throwable thrown) {
        for (Throwable failure : failures) {
            if (failure != thrown) {
                thrown.addSuppressed(failure);
            }
        }
    }

    /** Throws it as it is, whatever it is. */
    static RuntimeException rethrow(Throwable error) {
        throw AfterWork.<RuntimeException>unchecked(error);
    }

    @SuppressWarnings("unchecked") // the cast is none at run time
    private static <X extends Throwable> X unchecked(Throwable error) throws X {
        throw (X) error;
    }
}
