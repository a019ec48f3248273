package tour;

import dev.kinglet.model.Column;
import dev.kinglet.model.CompositeForeignKey;
import dev.kinglet.model.CompositeKey;
import dev.kinglet.model.ForeignKey;
import dev.kinglet.model.Model;
import dev.kinglet.model.OnDelete;
import dev.kinglet.model.Table;
import dev.kinglet.query.Select;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Models that refer to each other by two columns at once. */
public final class Places {
    private Places() {}

    /** Has a key of two columns, and another combination that is unique. */
    public static class Room extends Model<CompositeKey> {
        public static final Rooms ROOM = new Rooms();

        public static class Rooms extends Table<Room, CompositeKey> {
            public final Column<String> house = varchar(10);
            public final Column<Integer> number = integer();
            public final Column<String> name = text();
            public final Column<Integer> floor = integer().defaultTo(0);
            public final Column<@Nullable String> annexHouse = varchar(10).nullable();
            public final Column<@Nullable Integer> annexNumber = integer().nullable();

            /** The room behind it. */
            public final CompositeForeignKey<Room, @Nullable Room> annex =
                    foreignKey(Room.class, List.of(annexHouse, annexNumber))
                            .nullable()
                            .backref("annexed");

            Rooms() {
                super(Room::new);
                primaryKey(house, number);
                uniqueIndex(house, name);
            }
        }

        public String getName() {
            return get(ROOM.name);
        }

        public @Nullable Room getAnnex() {
            return get(ROOM.annex);
        }

        public Select<Desk> desks() {
            return backref(Desk.DESK.room);
        }
    }

    /** Refers to a room, or to none where its number is NULL; the house is always there. */
    public static class Desk extends Model<Long> {
        public static final Desks DESK = new Desks();

        public static class Desks extends Table<Desk, Long> {
            public final Column<Long> id = autoId();
            public final Column<String> house = varchar(10);
            public final Column<@Nullable Integer> number = integer().nullable();
            public final Column<String> label = text();
            public final CompositeForeignKey<Desk, @Nullable Room> room =
                    foreignKey(Room.class, List.of(house, number)).nullable().backref("desks");

            Desks() {
                super(Desk::new);
            }
        }

        public String getLabel() {
            return get(DESK.label);
        }

        public @Nullable Room getRoom() {
            return get(DESK.room);
        }

        public void setRoom(@Nullable Room room) {
            set(DESK.room, room);
        }
    }

    /** Refers to a room by its name, always, and to a desk. */
    public static class Lamp extends Model<Long> {
        public static final Lamps LAMP = new Lamps();

        public static class Lamps extends Table<Lamp, Long> {
            public final Column<Long> id = autoId();
            public final Column<String> house = varchar(10);
            public final Column<String> roomName = text();
            public final CompositeForeignKey<Lamp, Room> room =
                    foreignKey(
                                    Room.class,
                                    List.of(house, roomName),
                                    () -> List.of(Room.ROOM.house, Room.ROOM.name))
                            .backref("lamps")
                            .onDelete(OnDelete.CASCADE);
            public final ForeignKey<Lamp, @Nullable Desk, @Nullable Long> desk =
                    foreignKey(Desk.class).nullable().backref("lamps");

            Lamps() {
                super(Lamp::new);
            }
        }

        public Room getRoom() {
            return get(LAMP.room);
        }
    }
}
