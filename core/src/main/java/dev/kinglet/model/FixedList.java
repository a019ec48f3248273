package dev.kinglet.model;

import java.util.AbstractList;
import java.util.RandomAccess;

/**
 * A list that shows an array, and never changes it: what {@code List.copyOf} is, without copies.
 */
final class FixedList<E> extends AbstractList<E> implements RandomAccess {
    private final E[] elements;

    /**
     * @param elements nobody changes it from now on
     */
    FixedList(E[] elements) {
        this.elements = elements;
    }

    @Override
    public E get(int index) {
        return elements[index];
    }

    @Override
    public int size() {
        return elements.length;
    }
}
