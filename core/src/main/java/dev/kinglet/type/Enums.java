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
    // the words that cannot name a type (appendix C of PostgreSQL's manual)
    private static final Set<String> BUILT_IN =
            Set.of(
                    ("bit bool box bpchar bytea char cidr circle cstring date datemultirange"
                                    + " daterange float4 float8 inet int2 int2vector int4"
                                    + " int4multirange int4range int8 int8multirange int8range"
                                    + " interval json jsonb jsonpath line lseg macaddr macaddr8"
                                    + " money name nummultirange numeric numrange oid oidvector"
                                    + " path point polygon record refcursor regclass regproc"
                                    + " regtype text tid time timestamp timestamptz timetz"
                                    + " tsmultirange tsquery tsrange tstzmultirange tstzrange"
                                    + " tsvector unknown uuid varbit varchar void xid xml")
                            .split(" "));

    private static final Set<String> RESERVED =
            Set.of(
                    ("all analyse analyze and any array as asc asymmetric authorization between"
                                    + " bigint binary bit boolean both case cast char character"
                                    + " check coalesce collate collation column concurrently"
                                    + " constraint create cross current_catalog current_date"
                                    + " current_role current_schema current_time current_timestamp"
                                    + " current_user dec decimal default deferrable desc distinct do"
                                    + " else end except exists extract false fetch float for foreign"
                                    + " freeze from full grant greatest group grouping having ilike"
                                    + " in initially inner inout int integer intersect interval into"
                                    + " is isnull join lateral leading least left like limit"
                                    + " localtime localtimestamp natural not notnull null nullif"
                                    + " numeric offset on only or order out outer overlaps overlay"
                                    + " placing position precision primary real references"
                                    + " returning right row select session_user setof similar"
                                    + " smallint some substring symmetric table tablesample then"
                                    + " time timestamp to trailing treat trim true union unique"
                                    + " user using values varchar variadic verbose when where window"
                                    + " with")
                            .split(" "));

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

    /** This, where each constant has a bit of a number. */
    Enums<E> requireBits() {
        if (type.getEnumConstants().length > 63) {
            throw new IllegalArgumentException(
                    type.getSimpleName() + " has more than 63 constants, the bits of a number");
        }
        return this;
    }

    /**
     * Refuses the names of PostgreSQL's own types: they are looked up before those of any schema.
     */
    String requireOwn(String name) {
        if (BUILT_IN.contains(name)) {
            String simple = type.getSimpleName();
            throw new IllegalArgumentException(
                    "nativeEnum(%s, \"%s\"): PostgreSQL has a type of that name; give it another: column(DataType.nativeEnum(%s.class, \"my_%s\"))"
                            .formatted(simple, name, simple, name));
        }
        return name;
    }

    /** A name as PostgreSQL prints it: quoted where it has to be. */
    static String quoted(String name) {
        boolean plain = name.matches("[a-z_][a-z0-9_]*") && !RESERVED.contains(name);
        return plain ? name : '"' + name.replace("\"", "\"\"") + '"';
    }
}
