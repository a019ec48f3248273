package dev.kinglet.web;

import java.util.ArrayList;
import java.util.List;

/** The page numbers to show where there is no room for all: with both ends, and gaps between. */
final class Series {
    static final int GAP = 0;

    private Series() {}

    /**
     * So many numbers and {@link #GAP gaps} together, or all pages where they are fewer. First and
     * last are there, and a run around the page, as near to its middle as can be; a gap stands for
     * two pages or more. Of fewer than 5 slots, the run alone.
     */
    static List<Integer> of(int page, int last, int slots) {
        if (last <= slots || slots < 5) {
            return PageNumbers.window(page, last, slots);
        }
        int run = slots - 4; // beside first, last and two gaps
        int right = last - slots + 3; // where a run that ends with the last page begins
        // a gap before page 4 would hide one page only
        long from = Math.max(4, Math.min(page - (run - 1L) / 2, last - 2L - run));
        boolean fits = from + run <= last - 2L && from <= page && page < from + run;
        long middle = fits ? distance(from, from + run - 1, page) : Long.MAX_VALUE;
        long left = page <= slots - 2 ? distance(1, slots - 2, page) : Long.MAX_VALUE;
        long end = page >= right ? distance(right, last, page) : Long.MAX_VALUE;
        List<Integer> series = new ArrayList<>(slots);
        if (end <= middle && end <= left) {
            series.add(1);
            series.add(GAP);
            add(series, right, slots - 2);
        } else if (left <= middle) {
            add(series, 1, slots - 2);
            series.add(GAP);
            series.add(last);
        } else {
            series.add(1);
            series.add(GAP);
            add(series, (int) from, run);
            series.add(GAP);
            series.add(last);
        }
        return series;
    }

    /** Twice the distance of the page from the middle of a run. */
    private static long distance(long first, long last, int page) {
        return Math.abs(first + last - 2L * page);
    }

    private static void add(List<Integer> series, int from, int count) {
        for (int i = 0; i < count; i++) {
            series.add(from + i);
        }
    }
}
