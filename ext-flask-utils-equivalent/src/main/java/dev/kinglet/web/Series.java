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
        int from = page - (run - 1) / 2;
        List<Integer> series = new ArrayList<>(slots);
        if (from < 4) { // a gap would stand for page 2 alone, or for none
            add(series, 1, slots - 2);
            series.add(GAP);
            series.add(last);
        } else if (from + run - 1 > last - 3) {
            series.add(1);
            series.add(GAP);
            add(series, last - slots + 3, slots - 2);
        } else {
            series.add(1);
            series.add(GAP);
            add(series, from, run);
            series.add(GAP);
            series.add(last);
        }
        return series;
    }

    private static void add(List<Integer> series, int from, int count) {
        for (int i = 0; i < count; i++) {
            series.add(from + i);
        }
    }
}
