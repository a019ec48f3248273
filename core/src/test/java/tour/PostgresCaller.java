package tour;

import static tour.PostgresCaller.Trip.TRIP;

import dev.kinglet.expr.ArrayExpr;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Fn;
import dev.kinglet.expr.RangeExpr;
import dev.kinglet.model.ArrayColumn;
import dev.kinglet.model.Column;
import dev.kinglet.model.Model;
import dev.kinglet.model.RangeColumn;
import dev.kinglet.model.Table;
import dev.kinglet.query.Derived;
import dev.kinglet.query.Unnest;
import dev.kinglet.type.DataType;
import dev.kinglet.type.Range;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** PostgreSQL's arrays and ranges from Java: each form once, with its types. */
public final class PostgresCaller {

    /** A row with lists and ranges. */
    public static final class Trip extends Model<Long> {
        public static final Trips TRIP = new Trips();

        /** Its columns. */
        public static final class Trips extends Table<Trip, Long> {
            public final Column<Long> id = autoId();
            public final ArrayColumn<List<String>, String> stops =
                    array(DataType.TEXT).index().comment("in order");
            public final ArrayColumn<@Nullable List<@Nullable Integer>, @Nullable Integer> delays =
                    arrayOfNullable(DataType.INTEGER).nullable();
            public final RangeColumn<Range<LocalDate>, LocalDate> days =
                    range(DataType.DATE).index();
            public final RangeColumn<@Nullable Range<Integer>, Integer> price =
                    range(DataType.INTEGER).nullable();
            public final Column<LocalDate> booked = date();

            Trips() {
                super(Trip::new);
            }
        }
    }

    private static LocalDate day(int day) {
        return LocalDate.of(2024, 3, day);
    }

    /** Columns of lists. */
    public void arrays() {
        Trip trip =
                TRIP.create(
                        TRIP.stops.to(List.of("Oslo", "Bergen")),
                        TRIP.delays.to(Arrays.asList(3, null)),
                        TRIP.days.to(Range.closedOpen(day(1), day(5))),
                        TRIP.booked.to(day(1)));
        List<String> stops = trip.get(TRIP.stops);
        @Nullable List<@Nullable Integer> delays = trip.get(TRIP.delays);
        check(stops.size() == 2 && delays != null && delays.get(1) == null);

        check(count(TRIP.stops.contains("Oslo")));
        check(count(TRIP.stops.contains("Oslo", "Bergen")));
        check(count(TRIP.delays.contains(3)));
        check(count(TRIP.stops.contains(List.of("Oslo"))));
        check(count(TRIP.stops.contains(TRIP.stops)));
        check(count(TRIP.stops.containedBy(List.of("Oslo", "Bergen", "Voss"))));
        check(count(TRIP.stops.containedBy(TRIP.stops)));
        check(count(TRIP.stops.overlaps(List.of("Bergen", "Voss"))));
        check(count(TRIP.stops.overlaps(TRIP.stops)));
        check(count(Fn.value("Oslo").eq(TRIP.stops.any())));
        check(count(Fn.value("Voss").ne(TRIP.stops.all())));
        check(count(TRIP.stops.length().eq(2)));
        Expr<@Nullable String> first = TRIP.stops.at(0);
        check("Oslo".equals(TRIP.select().values(first).get(0)));
        check(count(TRIP.stops.at(-1).eq("Bergen")));
        check(count(TRIP.stops.at(TRIP.stops.indexOf("Bergen")).eq("Bergen")));
        ArrayExpr<List<String>, String> rest = TRIP.stops.slice(1);
        check(TRIP.select().values(rest).equals(List.of(List.of("Bergen"))));
        check(count(TRIP.stops.slice(0, 1).eq(List.of("Oslo"))));
        check(count(TRIP.stops.append("Voss").prepend("Ås").length().eq(4)));
        check(count(TRIP.stops.concat(List.of("Voss")).concat(TRIP.stops).length().eq(5)));
        check(count(TRIP.stops.remove("Oslo").replace("Bergen", "Voss").eq(List.of("Voss"))));

        TRIP.update(TRIP.stops.toElement(1, "Voss"), TRIP.delays.toElement(0, null))
                .all()
                .execute();
        Unnest<String> stop = Unnest.of("stop", TRIP.stops);
        List<String> names =
                TRIP.select().crossJoin(stop).orderBy(stop.index()).values(stop.value());
        check(names.equals(List.of("Oslo", "Voss")));
        Expr<@Nullable List<String>> all = Fn.arrayAgg(stop.value()).orderBy(stop.value().desc());
        check(List.of("Voss", "Oslo").equals(TRIP.select().crossJoin(stop).values(all).get(0)));
        @Nullable Integer many =
                TRIP.select().values(Fn.array(Fn.arrayAgg(TRIP.id)).length()).get(0);
        check(many != null && many == 1);
    }

    /** Columns of ranges. */
    public void ranges() {
        Range<LocalDate> days = Range.closed(day(1), day(4));
        TRIP.create(
                TRIP.stops.to(List.of()),
                TRIP.days.to(days),
                TRIP.price.to(Range.openClosed(9, 20)),
                TRIP.booked.to(day(2)));
        check(days.equals(Range.open(day(1).minusDays(1), day(5))) && days.contains(day(4)));
        @Nullable LocalDate end = days.upper();
        check(day(5).equals(end) && day(1).equals(days.lower()));
        check(days.isLowerInclusive() && !days.isUpperInclusive() && !days.isEmpty());

        Range<LocalDate> other = Range.closedOpen(day(3), day(9));
        check(count(TRIP.days.contains(day(4))));
        check(count(TRIP.days.contains(Range.closedOpen(day(1), day(2)))));
        check(count(TRIP.days.contains(TRIP.days)));
        check(count(TRIP.days.containsValue(TRIP.booked)));
        check(count(TRIP.days.containedBy(Range.all())));
        check(count(TRIP.days.containedBy(TRIP.days)));
        check(count(TRIP.days.overlaps(other)));
        check(count(TRIP.days.overlaps(TRIP.days)));
        check(count(TRIP.days.before(Range.closedOpen(day(6), null))));
        check(count(TRIP.days.before(TRIP.days).not()));
        check(count(TRIP.days.after(Range.closedOpen(null, day(1)))));
        check(count(TRIP.days.after(TRIP.days).not()));
        check(count(TRIP.days.adjacentTo(Range.closedOpen(day(5), day(6)))));
        check(count(TRIP.days.adjacentTo(TRIP.days).not()));
        check(count(TRIP.days.isEmpty().not()));
        RangeExpr<Range<LocalDate>, LocalDate> both = TRIP.days.intersect(other);
        check(TRIP.select().values(both).equals(List.of(Range.closedOpen(day(3), day(5)))));
        check(count(TRIP.days.intersect(TRIP.days).eq(days)));
        check(count(TRIP.days.union(other).upper().eq(day(9))));
        check(count(TRIP.days.union(TRIP.days).lower().eq(day(1))));
        check(count(TRIP.days.except(other).upper().eq(day(3))));
        check(count(Fn.range(TRIP.days.except(TRIP.days).as("none")).isEmpty()));
        check(count(TRIP.price.contains(10)));

        Derived<Trip> derived = TRIP.select(TRIP.id, TRIP.stops, TRIP.days).as("d");
        Condition there = derived.col(TRIP.days).contains(day(1));
        check(
                derived.select(derived.col(TRIP.id))
                                .where(there.and(derived.col(TRIP.stops).length().eq(0)))
                                .values(derived.col(TRIP.id))
                                .size()
                        == 1);
        Trip.Trips again = Table.alias(TRIP, "again", Trip.Trips::new);
        RangeColumn<Range<LocalDate>, LocalDate> own = again.col(TRIP.days);
        check(again.where(own.contains(day(1))).count() == 1);
    }

    private static boolean count(Condition condition) {
        return TRIP.where(condition).count() == 1;
    }

    private static void check(boolean holds) {
        if (!holds) {
            throw new AssertionError();
        }
    }
}
