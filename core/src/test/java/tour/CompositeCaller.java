package tour;

import static tour.Places.Desk.DESK;
import static tour.Places.Lamp.LAMP;
import static tour.Places.Room.ROOM;

import dev.kinglet.model.CompositeForeignKey;
import dev.kinglet.model.CompositeKey;
import dev.kinglet.model.Hop;
import dev.kinglet.model.Load;
import dev.kinglet.model.Reference;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tour.Places.Desk;
import tour.Places.Lamp;
import tour.Places.Room;

/** References of several columns, from Java. */
public final class CompositeCaller {

    /** Stores a room, its desk and its lamp, and reads them in every way. */
    public void relations() {
        Room room = ROOM.create(ROOM.house.to("a"), ROOM.number.to(1), ROOM.name.to("one"));
        Room annex =
                ROOM.create(
                        ROOM.house.to("a"),
                        ROOM.number.to(2),
                        ROOM.name.to("two"),
                        ROOM.annex.to(room));
        Desk desk = DESK.create(DESK.room.to(room), DESK.label.to("x"));
        Lamp lamp = LAMP.create(LAMP.room.to(room), LAMP.desk.to(desk));
        same(lamp.getRoom(), room); // never null: no @Nullable
        @Nullable Room maybe = desk.getRoom();
        same(maybe, room);
        same(desk.key(DESK.room), CompositeKey.of("a", 1));
        desk.setRoom(annex);
        desk.save();
        same(DESK.where(DESK.room.eq(annex)).list(), List.of(desk));
        same(DESK.where(DESK.room.ne(room)).list(), List.of(desk));
        same(DESK.where(DESK.room.in(room, annex)).count(), 1L);
        same(DESK.where(DESK.room.in(List.of(room))).count(), 0L);
        same(DESK.where(DESK.room.notIn(List.of(room))).count(), 1L);
        same(DESK.where(DESK.room.isNull()).count(), 0L);
        same(DESK.where(DESK.room.isNotNull()).count(), 1L);
        same(annex.desks().list(), List.of(desk));
        same(annex.getAnnex(), room);
        same(DESK.select(DESK, ROOM).join(ROOM, DESK.room.eq(ROOM)).count(), 1L);
        List<Room> rooms = ROOM.select().orderBy(ROOM.number).load(Load.many(DESK.room)).list();
        same(rooms.get(1).desks().list(), List.of(desk));
        Desk read = DESK.select().load(Load.one(DESK.room)).single();
        same(read.getRoom(), annex);
    }

    /** What a reference says of itself. */
    public void parts() {
        CompositeForeignKey<Desk, @Nullable Room> key = DESK.room;
        same(key.columns(), List.of(DESK.house, DESK.number));
        same(key.targetColumns(), List.of(ROOM.house, ROOM.number));
        same(key.isNullable(), true);
        same(LAMP.room.isNullable(), false);
        same(key.label(), "room");
        same(key.backref(), "desks");
        Hop there = key.forward();
        same(there.inverse(), key.backward());
        same(there.toString(), "Desk.room");
        same(
                List.of(there.from(), there.to(), there.many()),
                List.of(key.columns(), key.targetColumns(), false));
        List<Reference<?, ?>> all = LAMP.references();
        same(all, List.of(LAMP.desk, LAMP.room));
    }

    private static void same(@Nullable Object found, @Nullable Object expected) {
        if (found == null ? expected != null : !found.equals(expected)) {
            throw new AssertionError("expected " + expected + " but found " + found);
        }
    }
}
