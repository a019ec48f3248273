package tour;

import static dev.kinglet.expr.Fn.exists;
import static dev.kinglet.fixtures.Stock.Event.EVENT;
import static dev.kinglet.fixtures.Stock.STOCK;
import static dev.kinglet.fixtures.Stock.Shelf.SHELF;
import static dev.kinglet.fixtures.Stock.Ticket.TICKET;

import dev.kinglet.Chunks;
import dev.kinglet.Database;
import dev.kinglet.expr.Fn;
import dev.kinglet.fixtures.Stock;
import dev.kinglet.model.CompositeKey;
import dev.kinglet.query.Cte;
import dev.kinglet.query.Insert;
import dev.kinglet.type.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writing statements from Java: each form once, with its types. */
public final class WriteCaller {

    record Kept(String sku, int quantity) {}

    /** Inserts of one row, and of many. */
    public void inserts(Database db) {
        Long key = STOCK.insert(STOCK.sku.to("a"), STOCK.quantity.to(1)).execute();
        Long byName = STOCK.insert(Map.of("sku", "b", STOCK.quantity, 2)).using(db).execute();
        check(key == 1 && byName == 2);
        check(TICKET.insert().execute() == 1);
        CompositeKey shelf = SHELF.insert(SHELF.place.to("x"), SHELF.level.to(1)).execute();
        check(shelf.equals(CompositeKey.of("x", 1)));
        @Nullable Long none =
                STOCK.insertWhere(exists(STOCK.select()).not(), STOCK.sku.to("c")).execute();
        check(none == null);

        List<List<Object>> rows = List.of(List.of("d", 4), List.of("e", 5));
        int count = STOCK.insertMany(List.of(STOCK.sku, STOCK.quantity), rows).execute();
        List<Map<String, Object>> maps = List.of(Map.of("sku", "f"), Map.of("sku", "g"));
        count += STOCK.insertMany(maps).execute();
        Stream<List<?>> stream = Stream.of("h", "i").map(List::of);
        count += STOCK.insertMany(List.of(STOCK.sku), stream::iterator).execute();
        Stock object = new Stock();
        object.set(STOCK.sku, "j");
        count += STOCK.insertRows(List.of(object)).execute();
        count += EVENT.insertFrom(List.of(EVENT.key), STOCK.select(STOCK.sku)).execute();
        check(count == 16);
        List<Stock> stored =
                STOCK.insertMany(List.of(STOCK.sku), List.of(List.of("k"), List.of("l")))
                        .returning(STOCK)
                        .list();
        check(stored.get(1).get(STOCK.sku).equals("l"));
        check(STOCK.insert(STOCK.sku.to("m")).sql().text().startsWith("insert into"));
        db.resetSequences(STOCK);
    }

    /** What happens on a conflict. */
    public void conflicts(Database db) {
        STOCK.insert(STOCK.sku.to("a"), STOCK.quantity.to(1)).execute();
        @Nullable Long ignored = STOCK.insert(STOCK.sku.to("a")).onConflictIgnore().execute();
        @Nullable Long nothing =
                STOCK.insert(STOCK.sku.to("a")).onConflict(STOCK.sku).doNothing().execute();
        check(ignored == null && nothing == null);
        Long updated =
                STOCK.insert(STOCK.sku.to("a"), STOCK.quantity.to(5))
                        .onConflict(STOCK.sku)
                        .doUpdate(
                                STOCK.quantity.to(STOCK.quantity.plus(STOCK.quantity.excluded())),
                                STOCK.place.toExcluded())
                        .execute();
        check(updated == 1 && STOCK.get(1L).get(STOCK.quantity) == 6);
        @Nullable Long blocked =
                STOCK.insert(STOCK.sku.to("a"), STOCK.quantity.to(5))
                        .onConflict(STOCK.sku)
                        .doUpdateWhere(
                                STOCK.quantity.excluded().gt(STOCK.quantity),
                                STOCK.quantity.toExcluded())
                        .execute();
        check(blocked == null);
        int many =
                STOCK.insertMany(List.of(STOCK.sku), List.of(List.of("a"), List.of("b")))
                        .onConflictIgnore()
                        .execute();
        check(many == 1);
        Insert.Outcome outcome =
                EVENT.insert(EVENT.key.to("e")).onConflict(EVENT.key).doNothing().outcome();
        check(outcome == Insert.Outcome.INSERTED);
        var partial =
                STOCK.insert(STOCK.sku.to("z")).onConflict(STOCK.sku).where(STOCK.gone.eq(false));
        check(partial.doNothing().using(db).toString().contains("where \"gone\" = "));
        if (db.dialect() == Dialect.SQLITE) {
            Long replaced = STOCK.insert(STOCK.sku.to("a")).onConflictReplace().execute();
            check(replaced == 3);
        } else {
            String sql =
                    STOCK.insert(STOCK.sku.to("a"))
                            .onConflictConstraint("c")
                            .doNothing()
                            .toString();
            check(sql.contains("on constraint \"c\""));
        }
    }

    /** Updates and deletes. */
    public void updates(Database db) {
        for (String sku : List.of("a", "b", "c", "d")) {
            STOCK.insert(STOCK.sku.to(sku)).execute();
        }
        check(STOCK.updateByKey(1L, STOCK.quantity.to(1)) == 1);
        check(STOCK.update(Map.of("quantity", 2)).where(STOCK.sku.eq("b")).execute() == 1);
        check(
                STOCK.update(STOCK.quantity.to(STOCK.quantity.plus(1)))
                                .orderBy(STOCK.id.desc())
                                .limit(1)
                                .execute()
                        == 1);
        Cte<@Nullable Object> counts =
                Cte.values(
                        "counts",
                        List.of(STOCK.sku, STOCK.quantity),
                        List.of(List.of("a", 10), List.of("b", 20)));
        var update =
                STOCK.update(STOCK.quantity.to(counts.col(STOCK.quantity)))
                        .from(counts)
                        .where(STOCK.sku.eq(counts.col(STOCK.sku)))
                        .with(counts);
        check(update.using(db).execute() == 2);
        List<Kept> kept = update.returning(STOCK, STOCK.sku, STOCK.quantity).into(Kept.class);
        check(kept.size() == 2);
        check(STOCK.update(STOCK.place.to("x")).all().execute() == 4);
        Stock.Stocks other = dev.kinglet.model.Table.alias(STOCK, "other");
        check(
                STOCK.update(STOCK.place.to(other.sku)).from(other, other.id.eq(STOCK.id)).execute()
                        == 4);

        check(STOCK.deleteByKey(1L) == 1);
        check(STOCK.delete().where(STOCK.quantity.gt(0)).orderBy(STOCK.id).limit(1).execute() == 1);
        var big = STOCK.where(STOCK.quantity.gt(0)).cte("big");
        check(
                STOCK.delete().where(STOCK.id.in(big.select(big.col(STOCK.id)))).with(big).execute()
                        == 1);
        check(STOCK.delete().all().using(db).returning(STOCK).single().get(STOCK.sku).equals("c"));
        @Nullable String gone = STOCK.delete().all().returning(STOCK).scalar(Fn.upper(STOCK.sku));
        check(gone == null);
    }

    /** Work in portions. */
    public void portions(Database db) {
        List<Integer> numbers = List.of(1, 2, 3, 4, 5);
        db.batchCommit(numbers, 2, n -> STOCK.insert(STOCK.sku.to("s" + n)).execute());
        check(STOCK.select().count() == 5);
        List<List<Integer>> chunks = new ArrayList<>();
        Chunks.of(numbers, 2).forEach(chunks::add);
        check(chunks.equals(List.of(List.of(1, 2), List.of(3, 4), List.of(5))));
    }

    private static void check(boolean holds) {
        if (!holds) {
            throw new AssertionError();
        }
    }
}
