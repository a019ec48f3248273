package dev.kinglet.gfk;

import dev.kinglet.gfk.Triggers.Names;
import java.util.ArrayList;
import java.util.List;

/**
 * The triggers of PostgreSQL. A row that is led to is locked as a foreign key locks it, so nobody
 * deletes it before the row that leads there is committed.
 */
final class PostgresTriggers {
    private final Names names;
    private final GenericForeignKey<?> reference;

    PostgresTriggers(Names names, GenericForeignKey<?> reference) {
        this.names = names;
        this.reference = reference;
    }

    List<String> drop() {
        List<String> all = new ArrayList<>();
        all.add(drop(names.made("check"), names.of(names.owner())));
        all.add("drop function if exists " + function("check") + "()");
        for (Target target : reference.targets().all()) {
            for (String what : List.of("delete", "update", "truncate")) {
                all.add(drop(names.made(target, what), names.of(target.table())));
            }
            for (String what : List.of("delete", "update", "truncate")) {
                all.add("drop function if exists " + function(target, what) + "()");
            }
        }
        return all;
    }

    List<String> create() {
        List<String> all = new ArrayList<>();
        all.add(function(function("check"), check()));
        all.add(
                "create trigger "
                        + Names.quoted(names.made("check"))
                        + " after insert or update of "
                        + names.type()
                        + ", "
                        + names.key()
                        + " on "
                        + names.of(names.owner())
                        + " for each row execute function "
                        + function("check")
                        + "()");
        for (Target target : reference.targets().all()) {
            String effect = names.effect(target);
            add(
                    all,
                    target,
                    "delete",
                    effect == null ? refusal(target, names.leading(target, "old")) : effect + ";",
                    "after delete",
                    " for each row");
            add(
                    all,
                    target,
                    "update",
                    refusal(target, names.leading(target, "old")),
                    "after update of " + Names.quoted(target.key().name()),
                    " for each row when (old."
                            + Names.quoted(target.key().name())
                            + " is distinct from new."
                            + Names.quoted(target.key().name())
                            + ")");
            add(
                    all,
                    target,
                    "truncate",
                    refusal(target, names.type() + " = " + names.literal(target.tag())),
                    "before truncate",
                    " for each statement");
        }
        return all;
    }

    private void add(
            List<String> all, Target target, String what, String body, String when, String each) {
        all.add(function(function(target, what), body + "\n  return null;"));
        all.add(
                "create trigger "
                        + Names.quoted(names.made(target, what))
                        + " "
                        + when
                        + " on "
                        + names.of(target.table())
                        + each
                        + " execute function "
                        + function(target, what)
                        + "()");
    }

    /** Looks the row up that the new one leads to, and locks it. */
    private String check() {
        StringBuilder body = new StringBuilder("if new.");
        body.append(names.type()).append(" is null or new.").append(names.key());
        body.append(" is null then return null; end if;\n  case");
        for (Target target : reference.targets().all()) {
            body.append("\n    when new.")
                    .append(names.type())
                    .append(" = ")
                    .append(names.literal(target.tag()))
                    .append(" then perform 1 from ")
                    .append(names.of(target.table()))
                    .append(" where ")
                    .append(Names.quoted(target.key().name()))
                    .append(" = new.")
                    .append(names.key())
                    .append(" for key share;");
        }
        body.append("\n    else perform 1 where false;\n  end case;\n  if not found then\n    ");
        body.append(raise(names.missing()));
        return body.append("\n  end if;\n  return null;").toString();
    }

    private String refusal(Target target, String rows) {
        return "if exists (select 1 from "
                + names.of(names.owner())
                + " where "
                + rows
                + ") then\n    "
                + raise(names.refused(target))
                + "\n  end if;";
    }

    private String raise(String message) {
        return "raise exception using errcode = 'foreign_key_violation', message = "
                + message
                + ", table = "
                + Names.text(names.owner().tableName())
                + ", constraint = "
                + Names.text(names.made("check"))
                + ";";
    }

    private static String function(String name, String body) {
        return "create or replace function "
                + name
                + "() returns trigger language plpgsql as $gfk$\nbegin\n  "
                + body
                + "\nend\n$gfk$";
    }

    private String function(String what) {
        return names.in(names.owner(), names.made(what));
    }

    private String function(Target target, String what) {
        return names.in(names.owner(), names.made(target, what));
    }

    private static String drop(String trigger, String table) {
        return "drop trigger if exists " + Names.quoted(trigger) + " on " + table;
    }
}
