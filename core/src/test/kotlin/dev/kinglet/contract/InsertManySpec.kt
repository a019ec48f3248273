package dev.kinglet.contract

import dev.kinglet.errors.DataException
import dev.kinglet.errors.IntegrityException
import dev.kinglet.errors.ModelException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.expr.Fn
import dev.kinglet.expr.eq
import dev.kinglet.fixtures.Samples.SAMPLE
import dev.kinglet.fixtures.Stock
import dev.kinglet.fixtures.Stock.Event.EVENT
import dev.kinglet.fixtures.Stock.Line.LINE
import dev.kinglet.fixtures.Stock.STOCK
import dev.kinglet.fixtures.Stock.Shelf.SHELF
import dev.kinglet.fixtures.Stock.Ticket.TICKET
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.sends
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.fixtures.shouldRender
import dev.kinglet.fixtures.statements
import dev.kinglet.model.CompositeKey
import dev.kinglet.type.Dialect
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.ints.shouldBeLessThan
import io.kotest.matchers.shouldBe
import tour.Models.Tweet
import tour.Models.Tweet.TWEET
import tour.Models.User
import tour.Models.User.USER
import java.math.BigDecimal
import java.time.LocalDate
import java.time.LocalDateTime
import java.time.LocalTime
import java.util.UUID

/** Many rows in one go (WRT-09, WRT-10). */
class InsertManySpec :
    FunSpec({
        fun stock() = STOCK.select().orderBy(STOCK.id)

        test("rows travel in arrays, or are written out; as many plans whatever their number (WRT-09)") {
            STOCK.insertMany(listOf(STOCK.sku, STOCK.quantity), listOf(listOf("a", 1), listOf("b", 2))).shouldRender(
                """insert into "stock" ("sku", "quantity", "gone") values (?, ?, ?)""",
                listOf(null, null, null),
                """insert into "stock" ("sku", "quantity", "gone") select * from unnest(?, ?, ?)""",
            )
        }

        contract("a number of rows is one statement, or few of known lengths (WRT-09)", STOCK) { db ->
            val columns = listOf(STOCK.sku, STOCK.quantity, STOCK.gone)

            fun rows(count: Int) = (1..count).map { listOf("s$it", it, false) }
            val head = """insert into "stock" ("sku", "quantity", "gone") """
            db.sends(head + "values (?, ?, ?), (?, ?, ?)", postgres = listOf("${head}select * from unnest(?, ?, ?)")) {
                STOCK.insertMany(columns, rows(2)).execute() shouldBe 2
            }
            STOCK.delete().all().execute()
            val lengths = listOf(128, 128, 32, 12)
            db.sends(
                *lengths.map { head + "values " + (1..it).joinToString { "(?, ?, ?)" } }.toTypedArray(),
                postgres = listOf("${head}select * from unnest(?, ?, ?)"),
            ) {
                STOCK.insertMany(columns, rows(300)).execute() shouldBe 300
            }
            stock().values(STOCK.quantity) shouldBe (1..300).toList()
            STOCK.delete().all().execute()
            val before = db.planCacheStats().misses()
            for (count in listOf(1, 7, 129, 1_000)) {
                STOCK.insertMany(columns, rows(count)).execute() shouldBe count
                STOCK.delete().all().execute()
            }
            (db.planCacheStats().misses() - before).toInt() shouldBeLessThan 9
        }

        contract("10,000 rows come back in the order given, with keys that ascend (WRT-10)", STOCK) { db ->
            val skus = (1..10_000).map { "s${it * 7919 % 10_007}" }
            val stored = STOCK.insertMany(listOf(STOCK.sku), skus.map { listOf(it) }).returning(STOCK).list()
            stored.map { it.get(STOCK.sku) } shouldBe skus
            val keys = stored.map { it.id() }
            keys shouldBe keys.sorted()
            stock().values(STOCK.sku) shouldBe skus
            stored.all { it.persisted() } shouldBe true
            STOCK.insertMany(listOf(STOCK.sku), (1..20_001).map { listOf("t$it") }).returning(STOCK).values(STOCK.id) shouldBe
                (10_001L..30_001L).toList()
            db.inTransaction() shouldBe false
        }

        contract("what is returned can be a value, a map, a row or an object (WRT-19)", STOCK) { _ ->
            fun insert(vararg skus: String) = STOCK.insertMany(listOf(STOCK.sku), skus.map { listOf(it) })
            insert("a", "b").returning(STOCK, STOCK.sku).maps() shouldBe listOf(mapOf("sku" to "a"), mapOf("sku" to "b"))
            insert("c", "d").returning(STOCK).scalar(Fn.upper(STOCK.sku)) shouldBe "C"
            insert("e").returning(STOCK).single().id() shouldBe 5L
            insert("f").returning(STOCK, STOCK.id, STOCK.sku).rows().map { it.get(STOCK.sku) } shouldBe listOf("f")
            insert().returning(STOCK).list() shouldBe listOf()
            insert("g").returning(STOCK).first()?.id() shouldBe 7L
            shouldRefuse<ProgrammingException>(
                "an insert of many rows into Stock may take several statements",
                "Stock",
                "insert from a query: insertFrom(columns, Cte.values(..).select(..))",
            ) { insert("h").returning(STOCK).cte("c") }
            shouldRefuse<ProgrammingException>(
                "an insert of many rows into Stock has no one outcome",
                "Stock",
                "insert row by row in a transaction, or count what execute() answers",
            ) { insert("h").outcome() }
        }

        contract("rows are asked for while they are stored, and once (WRT-09)", STOCK) { db ->
            var asked = 0
            val rows =
                generateSequence(1) { it + 1 }.take(25_000).map {
                    asked++
                    listOf("s$it")
                }
            val insert = STOCK.insertMany(listOf(STOCK.sku), rows.asIterable())
            asked shouldBe 0
            var ahead = 0
            db.record().use { log ->
                val watched =
                    rows.map { row ->
                        val statements = log.count()
                        ahead = maxOf(ahead, asked - statements * if (db.dialect() == Dialect.SQLITE) 128 else 10_000)
                        row
                    }
                STOCK.insertMany(listOf(STOCK.sku), watched.asIterable()).execute() shouldBe 25_000
                // no more rows than those of one statement, and the next one, are in memory
                ahead shouldBe if (db.dialect() == Dialect.SQLITE) 129 else 10_001
                log.count() shouldBe if (db.dialect() == Dialect.SQLITE) 197 else 3
            }
            STOCK.delete().all().execute()
            insert.execute() shouldBe 25_000
            val stream = listOf(listOf("x"), listOf("y")).stream()
            STOCK.insertMany(listOf(STOCK.sku), Iterable { stream.iterator() }).execute() shouldBe 2
        }

        contract("rows that fail leave none behind, and no transaction (WRT-09)", STOCK) { db ->
            val rows = (1..20_000).map { listOf("s$it") } + listOf(listOf("s1"))
            val taken = shouldThrow<IntegrityException> { STOCK.insertMany(listOf(STOCK.sku), rows).execute() }
            taken.kind() shouldBe IntegrityException.Kind.UNIQUE
            STOCK.select().count() shouldBe 0
            val broken = sequence { repeat(15_000) { yield(listOf("s$it")) }.also { error("the source broke") } }
            shouldThrow<IllegalStateException> { STOCK.insertMany(listOf(STOCK.sku), broken.asIterable()).execute() }.message shouldBe
                "the source broke"
            STOCK.select().count() shouldBe 0
            db.atomic<RuntimeException> {
                STOCK.insert(STOCK.sku.to("kept")).execute()
                shouldThrow<IntegrityException> { STOCK.insertMany(listOf(STOCK.sku), rows).execute() }
            }
            stock().values(STOCK.sku) shouldBe listOf("kept")
        }

        contract("maps say columns as they like, and the first one says which there are (WRT-09)", USER, TWEET) { db ->
            val huey = USER.create(USER.username.to("huey"))
            val at = LocalDateTime.of(2026, 1, 2, 3, 4)
            TWEET
                .insertMany(
                    listOf(
                        mapOf("user" to huey, TWEET.content to "a", "timestamp" to at),
                        mapOf("user_id" to huey.id(), "content" to "b", TWEET.timestamp to "2026-01-02T03:04:00"),
                        mapOf(TWEET.user to 1, "content" to "c"),
                    ),
                ).execute() shouldBe 3
            val stored = TWEET.select().orderBy(TWEET.id).list()
            stored.map { it.content } shouldBe listOf("a", "b", "c")
            stored.map { it.userId } shouldBe listOf(1L, 1L, 1L)
            stored.take(2).map { it.get(TWEET.timestamp) } shouldBe listOf(at, at)
            (stored[2].get(TWEET.timestamp) > at) shouldBe true // its default
            USER.insertMany(listOf(mapOf("username" to "a", "email" to "x"), mapOf("username" to "b"))).execute() shouldBe 2
            USER.where(USER.username eq "b").scalar(USER.email) shouldBe null
            db.statements(0) { USER.insertMany(listOf<Map<String, Any?>>()).execute() shouldBe 0 }
        }

        contract("a row that cannot be stored is named by its number (WRT-09)", USER, TWEET, TICKET) { db ->
            fun refused(
                summary: String,
                hint: String?,
                vararg rows: Map<*, *>,
            ) = shouldRefuse<ModelException>("row ${rows.size} of an insert into User$summary", "User", hint) {
                USER.insertMany(rows.asList()).execute()
            }
            val fine = mapOf("username" to "a", "email" to "x")
            db.statements(0) {
                refused(
                    " has no value for user.username",
                    "set it in each row, or declare it nullable() or with defaultTo(..)",
                    fine,
                    mapOf("email" to "y"),
                )
                refused(
                    " sets user.username to null, and it is never null",
                    "declare it nullable(), or set a value",
                    fine,
                    mapOf("username" to null),
                )
                refused(
                    " sets user.id, which the first row does not",
                    "set the same columns in each, or name them: insertMany(columns, rows)",
                    fine,
                    fine + mapOf("id" to 7L),
                )
                refused(
                    ": user.username is of type text, and the map has a value of type Integer that cannot be read as one",
                    null,
                    mapOf("username" to 5),
                )
                shouldRefuse<ModelException>("'name' is no column of User", "User", "there are [id, username, email, joinDate, defaultTeam]") {
                    USER.insertMany(listOf(mapOf("name" to "a"))).execute()
                }
                shouldRefuse<ModelException>(
                    "row 2 of an insert into Tweet: tweet.user_id is set to a row of User that has no key yet",
                    "Tweet",
                    "save() that row first",
                ) {
                    TWEET.insertMany(listOf(TWEET.user, TWEET.content), listOf(listOf(1L, "a"), listOf(User(), "b"))).execute()
                }
                shouldRefuse<ModelException>(
                    "row 1 of an insert into User sets user.username, which is of type text, to an expression",
                    "User",
                    "expressions are for an insert of one row, or insertFrom(columns, query)",
                ) { USER.insertMany(listOf(USER.username), listOf(listOf(Fn.value("a")))).execute() }
                shouldRefuse<ModelException>("user.email is named twice for an insert into User", "User", "name each column once") {
                    USER.insertMany(listOf(USER.email, USER.username, USER.email), listOf())
                }
                shouldRefuse<ModelException>("tweet.content is no column of User", "User", "use a column of User") {
                    USER.insertMany(listOf(TWEET.content), listOf())
                }
                shouldRefuse<ModelException>(
                    "an insert of many rows into Ticket sets no column",
                    "Ticket",
                    "name one, or call insert() for each row of defaults",
                ) { TICKET.insertMany(listOf(), listOf(listOf())) }
            }
        }

        contract("rows that are objects are stored as they are, and learn nothing (WRT-09)", USER, TWEET) { db ->
            val huey = User().apply { username = "huey" }
            val tweet = Tweet()
            tweet.set(TWEET.user, huey)
            tweet.set(TWEET.content, "meow")
            shouldThrow<ModelException> { TWEET.insertRows(listOf(tweet)).execute() }.summary() shouldBe
                "row 1 of an insert into Tweet: tweet.user_id is set to a row of User that has no key yet"
            huey.save()
            TWEET.insertRows(listOf(tweet, tweet)).execute() shouldBe 2
            tweet.persisted() shouldBe false
            TWEET.select().orderBy(TWEET.id).list().map { it.userId to it.content } shouldBe listOf(1L to "meow", 1L to "meow")
            val copies = TWEET.select().list()
            TWEET.delete().all().execute()
            TWEET.insertRows(copies).returning(TWEET).values(TWEET.id) shouldBe listOf(1L, 2L)
            shouldRefuse<ModelException>(
                "row 2 of an insert into Tweet has no value for tweet.id",
                "Tweet",
                "set it in each row, or declare it nullable() or with defaultTo(..)",
            ) { TWEET.insertRows(listOf(copies[0], tweet)).execute() }
            shouldRefuse<ModelException>(
                "row 1 of an insert into User has no value for user.username",
                "User",
                "set it in each row, or declare it nullable() or with defaultTo(..)",
            ) { USER.insertRows(listOf(User())).execute() }
            db.statements(0) { USER.insertRows(listOf()).execute() shouldBe 0 }
        }

        contract("every type, and NULL of each, comes back as it does from an insert of one", SAMPLE) { _ ->
            val at = LocalDateTime.of(2026, 2, 3, 4, 5, 6, 789_012_000)
            val columns = SAMPLE.columns().drop(1)
            val full: List<Any?> =
                listOf(
                    "{\"a\", \\ 'b', NULL} \uD83D\uDC31",
                    "null",
                    Int.MIN_VALUE,
                    Long.MAX_VALUE,
                    Short.MIN_VALUE,
                    -1.5e300,
                    BigDecimal("-1234567.89"),
                    true,
                    at,
                    LocalDate.of(1, 2, 3),
                    LocalTime.of(23, 59, 59, 999_999_000),
                    UUID.fromString("00000000-0000-4000-8000-00000000abcd"),
                    byteArrayOf(0, -1, 34, 92),
                )
            val empty = columns.map { null }
            val some = listOf("", "", 0, 0L, 0.toShort(), 0.0, BigDecimal("0.00"), false) + full.drop(8).dropLast(1) + byteArrayOf()
            val rows = listOf(full, empty, some)
            SAMPLE.insertMany(columns, rows).execute() shouldBe 3

            fun plain(value: Any?) = if (value is ByteArray) value.toList() else value
            val read =
                SAMPLE.select().orderBy(SAMPLE.id).list().map { row ->
                    columns.map { plain(row.get(it)) }
                }
            read shouldBe rows.map { row -> row.map(::plain) }
        }

        contract("a value that the column refuses refuses all rows", STOCK) { _ ->
            val rows = (1..200).map { listOf("s$it", if (it == 150) "much too long" else "ok") }
            shouldThrow<DataException> { STOCK.insertMany(listOf(STOCK.sku, STOCK.place), rows).execute() }.model() shouldBe "Stock"
            STOCK.select().count() shouldBe 0
        }

        contract("composite keys, and none (WRT-10)", SHELF, LINE, EVENT) { _ ->
            SHELF
                .insertMany(listOf(SHELF.place, SHELF.level), listOf(listOf("a", 1), listOf("a", 2)))
                .returning(SHELF)
                .list()
                .map { it.id() } shouldBe listOf(CompositeKey.of("a", 1), CompositeKey.of("a", 2))
            LINE.insertMany(listOf(LINE.text), listOf(listOf("x"), listOf("y"))).returning(LINE).values(LINE.text) shouldBe listOf("x", "y")
            EVENT.insertMany(listOf(EVENT.key), listOf(listOf("k"))).returning(EVENT).single().id() shouldBe "k"
        }

        contract("keys of one's own do not disturb those that the database makes, once it is told (WRT-32)", STOCK, EVENT) { db ->
            STOCK.insertMany(listOf(STOCK.id, STOCK.sku), listOf(listOf(10L, "a"), listOf(20L, "b"))).execute()
            db.resetSequences(STOCK, EVENT)
            STOCK.insert(STOCK.sku.to("c")).execute() shouldBe 21L
            STOCK.delete().all().execute()
            db.resetSequences(STOCK)
            STOCK.insert(STOCK.sku.to("d")).execute() shouldBe 1L
            db.sends(
                postgres =
                    listOf(
                        """select setval(pg_get_serial_sequence('"stock"', 'id'), greatest(max("id"), 1), coalesce(max("id") >= 1, false)) from "stock"""",
                    ),
            ) { db.resetSequences(STOCK) }
        }

        contract("a stored row is loaded from and saved as any other", STOCK) { _ ->
            val stock: Stock = STOCK.insertMany(listOf(STOCK.sku), listOf(listOf("a"))).returning(STOCK).single()
            stock.set(STOCK.quantity, 3)
            stock.save() shouldBe 1
            STOCK.get(1L).get(STOCK.quantity) shouldBe 3
        }
    })
