package tour;

import static dev.kinglet.fixtures.Lives.Account.ACCOUNT;
import static dev.kinglet.fixtures.Lives.Seat.SEAT;
import static tour.Models.User.USER;

import dev.kinglet.errors.StaleRowException;
import dev.kinglet.errors.ValidationException;
import dev.kinglet.fixtures.Lives.Account;
import dev.kinglet.fixtures.Lives.Page;
import dev.kinglet.fixtures.Lives.Seat;
import dev.kinglet.model.CompositeKey;
import dev.kinglet.model.DeletePlan;
import dev.kinglet.model.Ensured;
import dev.kinglet.model.Reference;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tour.Models.User;

/** Rows and their life from Java: each form once, with its types. */
public final class RowCaller {

    /** One row: what it writes, and how it reads itself again. */
    public void one() {
        Account account = ACCOUNT.create(ACCOUNT.owner.to("a"));
        account.set(ACCOUNT.note, "note");
        check(account.changed(ACCOUNT.note) && account.changed().size() == 1);
        check(account.save(ACCOUNT.note) == 1 && account.save(ACCOUNT.note) == 0);
        account.refresh(ACCOUNT.note);
        account.refresh();
        Account copy = ACCOUNT.copy(account);
        copy.set(ACCOUNT.owner, "b");
        check(copy.insert() == 1 && copy.delete() == 1);
        List<ValidationException.Problem> problems = account.problems();
        check(problems.isEmpty());

        Account theirs = ACCOUNT.get(account.id());
        theirs.set(ACCOUNT.note, "theirs");
        check(theirs.save() == 1);
        account.set(ACCOUNT.owner, "c");
        try {
            account.save();
            check(false);
        } catch (StaleRowException e) {
            @Nullable Object key = e.key();
            check(e.columns().equals(List.of("note")) && !e.deleted() && account.id().equals(key));
        }
        try {
            Page page = new Page();
            page.set(Page.PAGE.title, " ");
            page.save();
            check(false);
        } catch (ValidationException e) {
            @Nullable String field = e.problems().get(0).field();
            check("title".equals(field) && e.problems().get(0).message().equals("is blank"));
            check("is blank".equals(e.byField().get("title")));
        }
    }

    /** Rows that are there or are made. */
    public void ensured() {
        Ensured<User> made = USER.getOrCreate(USER.username.to("huey"));
        User huey = made.row();
        check(made.created() && huey.persisted());
        check(!USER.getOrCreate(List.of(USER.username.to("huey")), USER.email.to("x")).created());
        check(
                USER.getOrCreate(
                                List.of(USER.username.to("mickey")),
                                user -> user.set(USER.email, "m@x"))
                        .created());
        check(
                !USER.updateOrCreate(List.of(USER.username.to("huey")), USER.email.to("h@x"))
                        .created());
        Ensured<User> changed =
                USER.updateOrCreate(
                        List.of(USER.username.to("huey")), user -> user.set(USER.email, "y"));
        check("y".equals(changed.row().get(USER.email)));
    }

    /** Many rows at once. */
    public void many() {
        Seat first = new Seat();
        first.set(SEAT.line, "A");
        first.set(SEAT.number, 1);
        check(SEAT.bulkCreate(List.of(first)) == 1);
        first.set(SEAT.guest, "huey");
        check(SEAT.bulkUpdate(List.of(first), SEAT.guest) == 1);
        CompositeKey key = first.id();
        check(SEAT.get(key).get(SEAT.version) == 2L);
    }

    /** Deleting with what refers to a row. */
    public void deleted() {
        Seat seat = new Seat();
        seat.set(SEAT.line, "B");
        seat.set(SEAT.number, 2);
        seat.save();
        DeletePlan plan = seat.deletePlan().withNullable();
        DeletePlan.Step step = plan.steps().get(0);
        @Nullable Reference<?, ?> reference = step.reference();
        check(step.table() == SEAT && reference == null && step.deletes() && step.rows() == 1);
        check(step.sql().startsWith("delete from"));
        check(seat.deleteRecursive() == 1);
        check(SEAT.deletePlan(SEAT.number.gt(5)).execute() == 0);
    }

    private static void check(boolean holds) {
        if (!holds) {
            throw new AssertionError();
        }
    }
}
