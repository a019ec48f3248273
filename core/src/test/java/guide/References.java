package guide;

import static guide.References.Case.CASE;
import static guide.References.Parcel.PARCEL;

import dev.kinglet.model.Column;
import dev.kinglet.model.CompositeForeignKey;
import dev.kinglet.model.CompositeKey;
import dev.kinglet.model.Load;
import dev.kinglet.model.Model;
import dev.kinglet.model.Table;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The regions on references of several columns, in Java. */
public final class References {
    private References() {}

    // region declare
    public static class Case extends Model<CompositeKey> {
        public static final Cases CASE = new Cases();

        public static class Cases extends Table<Case, CompositeKey> {
            public final Column<String> hall = varchar(10);
            public final Column<Integer> number = integer();
            public final Column<String> label = text();

            Cases() {
                super(Case::new);
                primaryKey(hall, number);
            }
        }
    }

    public static class Parcel extends Model<Long> {
        public static final Parcels PARCEL = new Parcels();

        public static class Parcels extends Table<Parcel, Long> {
            public final Column<Long> id = autoId();
            public final Column<String> hall = varchar(10);
            public final Column<@Nullable Integer> number = integer().nullable();
            public final CompositeForeignKey<Parcel, @Nullable Case> place =
                    foreignKey(Case.class, List.of(hall, number)).nullable().backref("parcels");

            Parcels() {
                super(Parcel::new);
            }
        }

        public @Nullable Case getPlace() {
            return get(PARCEL.place);
        }
    }

    // endregion

    static List<Parcel> lazily() {
        // region lazily
        List<Parcel> parcels = PARCEL.select().list();
        parcels.forEach(Parcel::getPlace);
        // endregion
        return parcels;
    }

    static List<Parcel> joined() {
        // region joined
        return PARCEL.select(PARCEL, CASE).leftJoin(CASE).list();
        // endregion
    }

    static List<Case> along() {
        // region along
        return CASE.select().load(Load.many(PARCEL.place)).list();
        // endregion
    }

    static int write(Case place) {
        // region write
        Parcel parcel = PARCEL.create(PARCEL.place.to(place));
        parcel.set(PARCEL.place, null); // the hall stays: only the number may be NULL
        parcel.save();
        int moved = PARCEL.update(PARCEL.place.to(place)).where(PARCEL.place.isNull()).execute();
        // endregion
        return moved;
    }
}
