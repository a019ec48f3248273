package dev.kinglet.migrate.internal.run;

import dev.kinglet.migrate.change.Operation;
import dev.kinglet.migrate.change.Step;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a migration that runs in steps goes on. The steps of the operation that it is in are kept
 * as they were written: asked anew they may differ, since some of them are done.
 *
 * @param before of the operations that are done: they have to be the same ones
 * @param operation which one is next, or half done; from 0
 * @param of that operation, where it is half done; null else
 * @param inner how many of its steps are done
 * @param steps of that operation
 */
record Resume(String before, int operation, @Nullable String of, int inner, List<Written> steps) {
    private static final String FIELD = "\u001f";
    private static final String RECORD = "\u001e";
    private static final Resume START = new Resume(Checksum.of(List.of()), 0, null, 0, List.of());

    /** A step as text. */
    record Written(Step.Place place, Step.Lock lock, boolean code, String sql) {}

    /** The beginning, where nothing is kept. */
    static Resume parse(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return START;
        }
        String[] records = text.split(RECORD, -1);
        String[] head = records[0].split(FIELD, -1);
        List<Written> steps = new ArrayList<>();
        for (int i = 1; i < records.length; i++) {
            String[] step = records[i].split(FIELD, -1);
            steps.add(
                    new Written(
                            Step.Place.valueOf(step[0]),
                            Step.Lock.valueOf(step[1]),
                            step[2].equals("code"),
                            step[3]));
        }
        return new Resume(
                head[0],
                Integer.parseInt(head[1]),
                head[2].isEmpty() ? null : head[2],
                Integer.parseInt(head[3]),
                steps);
    }

    /** Behind so many steps of an operation. */
    static Resume at(List<Operation> operations, int operation, List<Step> steps, int inner) {
        if (inner == steps.size()) {
            return new Resume(
                    Checksum.of(operations.subList(0, operation + 1)),
                    operation + 1,
                    null,
                    0,
                    List.of());
        }
        return new Resume(
                Checksum.of(operations.subList(0, operation)),
                operation,
                Checksum.of(List.of(operations.get(operation))),
                inner,
                steps.stream()
                        .map(
                                step ->
                                        new Written(
                                                step.place(),
                                                step.lock(),
                                                step.work() != null,
                                                step.sql()))
                        .toList());
    }

    String text() {
        StringBuilder text = new StringBuilder();
        text.append(before).append(FIELD).append(operation).append(FIELD);
        text.append(of == null ? "" : of).append(FIELD).append(inner);
        for (Written step : steps) {
            text.append(RECORD).append(step.place()).append(FIELD).append(step.lock());
            text.append(FIELD).append(step.code() ? "code" : "sql").append(FIELD);
            text.append(step.sql());
        }
        return text.toString();
    }

    /** What was done has to be what the migration still says. */
    void requireSame(String id, List<Operation> operations) {
        boolean same =
                operation <= operations.size()
                        && before.equals(Checksum.of(operations.subList(0, operation)))
                        && (of == null
                                || operation < operations.size()
                                        && of.equals(
                                                Checksum.of(List.of(operations.get(operation)))));
        if (!same) {
            throw new Problem(
                    "migration '" + id + "' was begun, and what it has done was edited since",
                    id,
                    "put that back as it was; only what is behind the step that failed may be"
                            + " mended. Or finish it by hand and say repair().markApplied(\""
                            + id
                            + "\")");
        }
    }

    /**
     * The steps as they were written.
     *
     * @param now what the operation is written as now: code is found there by its description
     */
    List<Step> steps(String id, List<Step> now) {
        List<Step> all = new ArrayList<>();
        for (Written step : steps) {
            Step found =
                    step.code()
                            ? now.stream()
                                    .filter(s -> s.work() != null && s.sql().equals(step.sql()))
                                    .findFirst()
                                    .orElseThrow(
                                            () ->
                                                    new Problem(
                                                            "migration '"
                                                                    + id
                                                                    + "' cannot go on with: "
                                                                    + step.sql(),
                                                            id,
                                                            "do that by hand and say"
                                                                    + " repair().markApplied(\""
                                                                    + id
                                                                    + "\")"))
                            : Step.of(step.sql()).at(step.place()).locking(step.lock());
            all.add(found);
        }
        return all;
    }
}
