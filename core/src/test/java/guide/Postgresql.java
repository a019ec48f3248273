package guide;

import static guide.Postgresql.Stay.STAY;

import dev.kinglet.Database;
import dev.kinglet.expr.Fn;
import dev.kinglet.model.ArrayColumn;
import dev.kinglet.model.Column;
import dev.kinglet.model.Model;
import dev.kinglet.model.RangeColumn;
import dev.kinglet.model.Table;
import dev.kinglet.query.Unnest;
import dev.kinglet.type.DataType;
import dev.kinglet.type.Range;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The regions of the page on what only PostgreSQL has, in Java. */
public final class Postgresql {
    private Postgresql() {}

    // region declare
    /** A stay in a hotel. */
    public static final class Stay extends Model<Long> {
        public static final Stays STAY = new Stays();

        /** Its columns. */
        public static final class Stays extends Table<Stay, Long> {
            public final Column<Long> id = autoId();
            public final ArrayColumn<List<String>, String> guests = array(DataType.TEXT).index();
            public final ArrayColumn<List<@Nullable Integer>, @Nullable Integer> ratings =
                    arrayOfNullable(DataType.INTEGER).databaseDefault(List.of());
            public final RangeColumn<Range<LocalDate>, LocalDate> days =
                    range(DataType.DATE).index();

            Stays() {
                super(Stay::new);
            }
        }
    }

    // endregion

    static void create() {
        // region create
        STAY.create(
                STAY.guests.to(List.of("huey", "zaizee")),
                STAY.days.to(Range.closedOpen(LocalDate.of(2026, 3, 1), LocalDate.of(2026, 3, 8))));
        STAY.create(
                STAY.guests.to(List.of("mickey")),
                STAY.days.to(Range.closedOpen(LocalDate.of(2026, 3, 6), null))); // no end
        // endregion
    }

    static List<Long> arrays() {
        List<Long> counts;
        // region arrays
        counts =
                List.of(
                        STAY.where(STAY.guests.contains("huey")).count(),
                        STAY.where(STAY.guests.containedBy(List.of("mickey", "huey"))).count(),
                        STAY.where(STAY.guests.overlaps(List.of("mickey", "huey"))).count(),
                        STAY.where(Fn.value("mickey").eq(STAY.guests.any())).count(),
                        STAY.where(STAY.guests.eq(List.of("mickey"))).count(),
                        STAY.where(STAY.guests.length().gt(1)).count());
        // endregion
        return counts;
    }

    static List<@Nullable String> places() {
        // region places
        List<@Nullable String> first = STAY.select().orderBy(STAY.id).values(STAY.guests.at(0));
        List<@Nullable String> last = STAY.select().orderBy(STAY.id).values(STAY.guests.at(-1));
        List<List<String>> rest = STAY.select().orderBy(STAY.id).values(STAY.guests.slice(1));
        // endregion
        return List.of(String.valueOf(first), String.valueOf(last), String.valueOf(rest));
    }

    static int changes() {
        int count = 0;
        // region changes
        count +=
                STAY.update(STAY.guests.to(STAY.guests.append("leo")))
                        .where(STAY.id.eq(1L))
                        .execute();
        count += STAY.update(STAY.guests.to(STAY.guests.remove("leo"))).all().execute();
        count += STAY.update(STAY.guests.toElement(1, "leo")).where(STAY.id.eq(1L)).execute();
        // endregion
        return count;
    }

    static List<String> rows() {
        // region rows
        Unnest<String> guest = Unnest.of("guest", STAY.guests);
        List<String> names =
                STAY.select().crossJoin(guest).orderBy(guest.value()).values(guest.value());
        // endregion
        return names;
    }

    static @Nullable List<String> aggregate() {
        // region aggregate
        Unnest<String> guest = Unnest.of("guest", STAY.guests);
        var all = Fn.arrayAgg(guest.value()).distinct().orderBy(guest.value());
        @Nullable List<String> names = STAY.select().crossJoin(guest).values(all).get(0);
        // endregion
        return names;
    }

    static List<Long> ranges() {
        List<Long> counts;
        // region ranges
        LocalDate day = LocalDate.of(2026, 3, 7);
        Range<LocalDate> week = Range.closed(day, day.plusDays(6));
        counts =
                List.of(
                        STAY.where(STAY.days.contains(day)).count(),
                        STAY.where(STAY.days.contains(week)).count(),
                        STAY.where(STAY.days.overlaps(week)).count(),
                        STAY.where(STAY.days.before(week)).count(),
                        STAY.where(STAY.days.upper().isNull()).count());
        // endregion
        return counts;
    }

    static List<Range<LocalDate>> cut() {
        // region cut
        Range<LocalDate> march =
                Range.closedOpen(LocalDate.of(2026, 3, 1), LocalDate.of(2026, 4, 1));
        List<Range<LocalDate>> nights =
                STAY.select().orderBy(STAY.id).values(STAY.days.intersect(march));
        // endregion
        return nights;
    }

    static void refused(Database sqlite) {
        // region refused
        sqlite.bind(STAY).createTables(STAY);
        // endregion
    }
}
