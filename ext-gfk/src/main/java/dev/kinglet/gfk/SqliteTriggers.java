package dev.kinglet.gfk;

import dev.kinglet.errors.ModelException;
import dev.kinglet.gfk.Triggers.Names;
import dev.kinglet.model.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The triggers of SQLite. Within one a table has no schema: it is in that of the trigger. */
final class SqliteTriggers {
    private final Names names;
    private final GenericForeignKey<?> reference;

    SqliteTriggers(Names names, GenericForeignKey<?> reference) {
        this.names = names;
        this.reference = reference;
        for (Target target : reference.targets().all()) {
            if (!Objects.equals(names.schema(target.table()), names.schema(names.owner()))) {
                throw new ModelException(
                        reference
                                + " leads to "
                                + target.table()
                                + " in another schema, where no trigger of SQLite reaches",
                        names.owner().toString(),
                        "keep both in one schema");
            }
        }
    }

    List<String> drop() {
        List<String> all = new ArrayList<>();
        for (String what : List.of("insert", "update")) {
            all.add(drop(names.made(what)));
        }
        for (Target target : reference.targets().all()) {
            for (String what : List.of("delete", "update")) {
                all.add(drop(names.made(target, what)));
            }
        }
        return all;
    }

    List<String> create() {
        List<String> all = new ArrayList<>();
        String own = bare(names.owner());
        String led = "new." + names.type() + " is not null and new." + names.key() + " is not null";
        String check = "select raise(abort, " + names.missing() + ") where not (" + isThere() + ")";
        all.add(trigger(names.made("insert"), "after insert", own, led, check));
        all.add(
                trigger(
                        names.made("update"),
                        "after update of " + names.type() + ", " + names.key(),
                        own,
                        led,
                        check));
        for (Target target : reference.targets().all()) {
            String effect = names.effect(target);
            String exists =
                    "exists (select 1 from " + own + " where " + names.leading(target, "old") + ")";
            String refuse = "select raise(abort, " + names.refused(target) + ")";
            String there = bare(target.table());
            String key = Names.quoted(target.key().name());
            all.add(
                    effect == null
                            ? trigger(
                                    names.made(target, "delete"),
                                    "before delete",
                                    there,
                                    exists,
                                    refuse)
                            : trigger(
                                    names.made(target, "delete"),
                                    "after delete",
                                    there,
                                    null,
                                    effect.replace(names.of(names.owner()), own)));
            all.add(
                    trigger(
                            names.made(target, "update"),
                            "before update of " + key,
                            there,
                            "old." + key + " is not new." + key + " and " + exists,
                            refuse));
        }
        return all;
    }

    private String isThere() {
        StringBuilder there = new StringBuilder("case new.").append(names.type());
        for (Target target : reference.targets().all()) {
            there.append(" when ")
                    .append(names.literal(target.tag()))
                    .append(" then exists (select 1 from ")
                    .append(bare(target.table()))
                    .append(" where ")
                    .append(Names.quoted(target.key().name()))
                    .append(" = new.")
                    .append(names.key())
                    .append(')');
        }
        return there.append(" else 0 end").toString();
    }

    private String trigger(
            String name, String when, String table, @Nullable String condition, String body) {
        return "create trigger "
                + names.in(names.owner(), name)
                + " "
                + when
                + " on "
                + table
                + " for each row"
                + (condition == null ? "" : " when " + condition)
                + " begin "
                + body
                + "; end";
    }

    private String drop(String trigger) {
        return "drop trigger if exists " + names.in(names.owner(), trigger);
    }

    private static String bare(Table<?, ?> table) {
        return Names.quoted(table.tableName());
    }
}
