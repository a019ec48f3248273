package dev.kinglet.migrate.internal.run;

import dev.kinglet.Database;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where the migrations of a database stand: what is declared beside what is remembered. */
public final class Standing {
    /** How one of them stands. */
    public enum State {
        APPLIED,
        PENDING,
        /** Begun in steps and not done. */
        HALF,
        /** Applied, and nobody declares it. */
        MISSING,
        /** Stands for others, which were applied; only the history has to learn it. */
        SQUASHED,
        /** Another one stands for it. */
        REPLACED
    }

    /**
     * One of them.
     *
     * @param script null where nobody declares it
     * @param entry null where it is not remembered
     * @param edited whether it says something else than when it was applied
     */
    public record One(
            String id,
            State state,
            @Nullable Script script,
            @Nullable Entry entry,
            boolean edited) {

        /** What runs. */
        public Script declared() {
            if (script == null) {
                throw new IllegalStateException(id);
            }
            return script;
        }
    }

    private final List<One> all;

    private Standing(List<One> all) {
        this.all = all;
    }

    /**
     * Puts them side by side.
     *
     * @param numbered whether order is that of the numbers; else those that nobody declares stand
     *     at the end
     */
    public static Standing of(
            Database database,
            Collection<Script> scripts,
            Map<String, Entry> entries,
            boolean numbered) {
        Map<String, One> byId = new LinkedHashMap<>();
        Set<String> stoodFor = new HashSet<>();
        for (Script script : scripts) {
            Entry entry = entries.get(script.id());
            State state = state(script, entry, entries);
            if (state == State.APPLIED || state == State.SQUASHED || state == State.PENDING) {
                stoodFor.addAll(script.replaces());
            }
            boolean edited =
                    entry != null
                            && entry.isApplied()
                            && entry.checksum() != null
                            && !Checksum.agrees(entry.checksum(), script.checksum(database));
            Entry shown = state == State.SQUASHED ? last(script.replaces(), entries) : entry;
            byId.put(script.id(), new One(script.id(), state, script, shown, edited));
        }
        entries.forEach(
                (id, entry) -> {
                    if (!byId.containsKey(id)) {
                        byId.put(id, new One(id, State.MISSING, null, entry, false));
                    }
                });
        for (String id : stoodFor) {
            byId.computeIfPresent(
                    id, (i, one) -> new One(id, State.REPLACED, one.script, one.entry, one.edited));
        }
        List<One> all = new ArrayList<>(byId.values());
        if (numbered) {
            all.sort((a, b) -> ScriptNames.ORDER.compare(a.id, b.id));
        }
        return new Standing(all);
    }

    private static @Nullable Entry last(List<String> ids, Map<String, Entry> entries) {
        return entries.get(ids.get(ids.size() - 1));
    }

    private static State state(Script script, @Nullable Entry entry, Map<String, Entry> entries) {
        if (entry != null) {
            return entry.isApplied() ? State.APPLIED : State.HALF;
        }
        List<String> replaces = script.replaces();
        long there =
                replaces.stream().map(entries::get).filter(e -> e != null && e.isApplied()).count();
        if (replaces.isEmpty() || there == 0) {
            return State.PENDING;
        }
        // of some of them: those that are missing have to be run first, where they still are
        return there == replaces.size() ? State.SQUASHED : State.REPLACED;
    }

    /** All of them in order, without those that others stand for. */
    public List<One> all() {
        return all.stream().filter(one -> one.state != State.REPLACED).toList();
    }

    /** In order, those of these states. */
    public List<One> of(State first, State... more) {
        Set<State> states = Set.of(more);
        return all.stream()
                .filter(one -> one.state == first || states.contains(one.state))
                .toList();
    }

    /** A squashed one of which a database has some parts and not others. */
    public void requireWhole() {
        for (One one : of(State.REPLACED)) {
            if (one.script == null || one.script.replaces().isEmpty()) {
                continue;
            }
            List<String> absent = new ArrayList<>(one.script.replaces());
            all.stream()
                    .filter(other -> other.entry != null && other.entry.isApplied())
                    .forEach(other -> absent.remove(other.id));
            boolean here = all.stream().map(One::id).toList().containsAll(absent);
            if (!here) {
                throw new Problem(
                        "migration '"
                                + one.id
                                + "' stands for others, and the database has only some of them: "
                                + absent
                                + " were never applied",
                        one.id,
                        "apply those first, with a version of the application that has them");
            }
        }
    }

    /**
     * The one that somebody means: by its id, or by its number.
     *
     * @throws Problem for none, and for several
     */
    public One find(String target) {
        List<One> found = all().stream().filter(one -> one.id.equals(target)).toList();
        if (found.isEmpty() && target.matches("\\d+")) {
            BigInteger number = new BigInteger(target);
            found =
                    all().stream()
                            .filter(one -> number.equals(ScriptNames.number(one.id)))
                            .toList();
        }
        if (found.size() == 1) {
            return found.get(0);
        }
        List<String> ids = (found.isEmpty() ? all() : found).stream().map(One::id).toList();
        throw new Problem(
                (found.isEmpty() ? "there is no migration '" : "there are several migrations '")
                        + target
                        + "'",
                null,
                ids.isEmpty() ? "there is none at all" : "there are " + String.join(", ", ids));
    }
}
