package dev.kinglet.type;

/** Narrowing that refuses instead of cutting. */
final class Numbers {
    private Numbers() {}

    static int toInt(long value) {
        if ((int) value != value) {
            throw new IllegalArgumentException(value + " does not fit an integer of 32 bits");
        }
        return (int) value;
    }

    static short toShort(long value) {
        if ((short) value != value) {
            throw new IllegalArgumentException(value + " does not fit an integer of 16 bits");
        }
        return (short) value;
    }

    static float toFloat(double value) {
        if (Double.isFinite(value) && Math.abs(value) > Float.MAX_VALUE) {
            throw new IllegalArgumentException("a stored number does not fit a float of 32 bits");
        }
        return (float) value;
    }
}
