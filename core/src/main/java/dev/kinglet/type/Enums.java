package dev.kinglet.type;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The constants of an enum, by what is stored for them.
 *
 * @param <E> the enum
 */
final class Enums<E extends Enum<E>> {
    private final Class<E> type;
    private final E[] constants;
    private final Map<String, E> byName = new HashMap<>();

    Enums(Class<E> type) {
        this.type = type;
        this.constants = type.getEnumConstants();
        if (constants == null || constants.length == 0) {
            throw new IllegalArgumentException(type.getSimpleName() + " has no constants");
        }
        for (E constant : constants) {
            byName.put(constant.name(), constant);
        }
    }

    /** In the order of declaration. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        for (E constant : constants) {
            names.add(constant.name());
        }
        return List.copyOf(names);
    }

    E named(String name) {
        E constant = byName.get(name);
        if (constant == null) {
            throw new IllegalArgumentException(
                    "a stored text is no constant of " + type.getSimpleName());
        }
        return constant;
    }

    E at(short ordinal) {
        if (ordinal < 0 || ordinal >= constants.length) {
            throw new IllegalArgumentException(
                    ordinal + " is no ordinal of " + type.getSimpleName());
        }
        return constants[ordinal];
    }

    /** One bit a constant, the first one the lowest. */
    long mask(Set<E> flags) {
        long mask = 0;
        for (E flag : flags) {
            mask |= 1L << flag.ordinal();
        }
        return mask;
    }

    Set<E> flags(long mask) {
        EnumSet<E> flags = EnumSet.noneOf(type);
        for (int i = 0; i < constants.length; i++) {
            if ((mask & 1L << i) != 0) {
                flags.add(constants[i]);
            }
        }
        if (mask(flags) != mask) {
            throw new IllegalArgumentException(
                    mask + " has bits that " + type.getSimpleName() + " has no constants for");
        }
        return Collections.unmodifiableSet(flags);
    }

    /** A set of its own, which nobody changes: a row notices what is set, not what is mutated. */
    Set<E> copy(Set<E> flags) {
        return flags(mask(flags));
    }
}
