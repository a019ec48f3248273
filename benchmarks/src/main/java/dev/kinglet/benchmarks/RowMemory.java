package dev.kinglet.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What 100,000 tweets take while they are kept, in memory that is not garbage. */
final class RowMemory {
    private static final int TIMES = 10;

    /** Rows that are kept. */
    static @Nullable Object kept;

    private RowMemory() {}

    static void compare() throws Exception {
        double plain = Double.NaN;
        List<Variant> variants = new ArrayList<>(Variant.available());
        variants.remove(Variant.HIKARI);
        variants.remove(Variant.JDBC);
        variants.add(0, Variant.JDBC);
        for (Variant variant : variants) {
            try (Reads<?, ?> reads = variant.open(Place.SQLITE.access(Data.MEASURED))) {
                reads.rows(); // whatever is made once
                long before = used();
                List<Object> rows = new ArrayList<>(TIMES);
                for (int i = 0; i < TIMES; i++) {
                    rows.add(reads.rows());
                }
                kept = rows;
                double bytes = (used() - before) / (double) TIMES / Data.ROWS;
                kept = null;
                plain = variant == Variant.JDBC ? bytes : plain;
                System.out.printf(
                        Locale.ROOT,
                        "%s: %.0f bytes a row with its values, %.0f more than a plain object%n",
                        variant.title,
                        bytes,
                        bytes - plain);
            }
        }
    }

    /** After several collections, since one leaves what was only just dropped. */
    static long used() throws InterruptedException {
        for (int i = 0; i < 4; i++) {
            System.gc();
            Thread.sleep(50);
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
