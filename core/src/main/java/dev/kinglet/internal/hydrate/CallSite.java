package dev.kinglet.internal.hydrate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The line of the program that called us. Walks the stack, so only where somebody asked for it. */
final class CallSite {
    /** Frames of our own, and those that call back into the program from between. */
    private static final List<String> BETWEEN =
            List.of(
                    "dev.kinglet.Database",
                    "dev.kinglet.Transaction",
                    "dev.kinglet.expr.",
                    "dev.kinglet.query.",
                    "dev.kinglet.model.",
                    "dev.kinglet.internal.",
                    "dev.kinglet.m2m.",
                    "dev.kinglet.gfk.",
                    "dev.kinglet.web.",
                    "java.",
                    "jdk.",
                    "kotlin.");

    private CallSite() {}

    /** As {@code Timelines.java:42}; null where the stack has no other frame. */
    static @Nullable String ofThisThread() {
        return StackWalker.getInstance()
                .walk(
                        frames ->
                                frames.filter(CallSite::isOfProgram)
                                        .findFirst()
                                        .map(f -> f.getFileName() + ":" + f.getLineNumber())
                                        .orElse(null));
    }

    private static boolean isOfProgram(StackWalker.StackFrame frame) {
        return BETWEEN.stream().noneMatch(frame.getClassName()::startsWith);
    }
}
