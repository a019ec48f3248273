package dev.kinglet.internal.exec;

import dev.kinglet.model.Model;
import dev.kinglet.model.Table;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The line of the program that called us. Walks the stack, so only where somebody asked for it. */
public final class CallSite {
    /** Frames of our own, and those that call back into the program from between. */
    private static final List<String> BETWEEN =
            List.of(
                    "dev.kinglet.Database",
                    "dev.kinglet.Transaction",
                    "dev.kinglet.expr.",
                    "dev.kinglet.query.",
                    "dev.kinglet.model.",
                    "dev.kinglet.internal.",
                    "dev.kinglet.jackson.",
                    "com.fasterxml.",
                    "dev.kinglet.m2m.",
                    "dev.kinglet.gfk.",
                    "dev.kinglet.web.",
                    "com.zaxxer.",
                    "org.postgresql.",
                    "org.sqlite.",
                    "java.",
                    "jdk.",
                    "kotlin.");

    private static final StackWalker WALKER =
            StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private CallSite() {}

    /**
     * As {@code Timelines.java:42}; null where the stack has no frame of the program. Accessors of
     * models and tables are passed over, unless there is nothing behind them.
     */
    public static @Nullable String ofThisThread() {
        return WALKER.walk(CallSite::place);
    }

    /** Where another thread is now, as far as its stack tells; null where it is in no program. */
    static @Nullable String of(Thread thread) {
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (isOfProgram(frame.getClassName())) {
                return frame.getFileName() + ":" + frame.getLineNumber();
            }
        }
        return null;
    }

    private static @Nullable String place(Stream<StackWalker.StackFrame> frames) {
        StackWalker.StackFrame accessor = null;
        for (StackWalker.StackFrame frame : (Iterable<StackWalker.StackFrame>) frames::iterator) {
            if (!isOfProgram(frame.getClassName())) {
                continue;
            }
            if (!isDeclaration(frame.getDeclaringClass())) {
                return text(frame);
            }
            accessor = accessor == null ? frame : accessor;
        }
        return accessor == null ? null : text(accessor);
    }

    private static String text(StackWalker.StackFrame frame) {
        return frame.getFileName() + ":" + frame.getLineNumber();
    }

    private static boolean isDeclaration(Class<?> type) {
        return Model.class.isAssignableFrom(type) || Table.class.isAssignableFrom(type);
    }

    private static boolean isOfProgram(String type) {
        return BETWEEN.stream().noneMatch(type::startsWith);
    }
}
