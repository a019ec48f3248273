package dev.kinglet.contract

import dev.kinglet.Database
import dev.kinglet.errors.ModelException
import dev.kinglet.errors.OperationalException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.expr.Fn
import dev.kinglet.fixtures.Kind
import dev.kinglet.fixtures.TestDatabases
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.fixtures.together
import dev.kinglet.model.CompositeKey
import dev.kinglet.model.Model
import dev.kinglet.model.Table
import dev.kinglet.sqlite.SqliteFunction
import dev.kinglet.sqlite.aggregateOf
import dev.kinglet.sqlite.functionOf
import dev.kinglet.sqlite.windowOf
import dev.kinglet.transaction
import dev.kinglet.type.Dialect
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldStartWith
import tour.Models.User.USER
import java.io.IOException
import java.util.concurrent.CyclicBarrier

/** What a SQLite database is told while it is open: it holds on all connections. */
class SqliteDoorSpec :
    FunSpec({
        fun one(
            db: Database,
            sql: String,
        ) = db.query(sql).maps().single().values.single()

        /** Runs it with three connections, two of which were there before. */
        fun file(body: (Database) -> Unit) =
            Database.builder().sqlite(TestDatabases.temporaryFile().toString()).poolSize(3).open().use { db ->
                onEach(db, 2) { db.execute("select 1") }
                body(db)
                db.connectionsInUse() shouldBe 0
            }

        fun <R> onAll(
            db: Database,
            body: () -> R,
        ): Set<R> = onEach(db, 3, body).toSet()

        test("functions are known to all connections, until they are taken away (SQT-02)") {
            file { db ->
                db.sqlite().register(functionOf<String>("initial") { it.take(1) })
                onAll(db) { one(db, "select initial('huey')") } shouldBe setOf("h")
                // another one in its place, also for statements that are kept, and behind those that wrote
                db.execute("create table t (a)")
                onAll(db) { db.execute("insert into t values (1)") }
                db.sqlite().register(functionOf<String>("INITIAL") { it.take(1).uppercase() })
                onAll(db) { one(db, "select initial('huey')") } shouldBe setOf("H")
                db.sqlite().register(functionOf<String, Long>("left") { text, n -> text.take(n.toInt()) })
                db.sqlite().register(SqliteFunction.of("dashed", listOf(String::class.java, Long::class.javaObjectType, String::class.java)) { it.joinToString("-") })
                onAll(db) { one(db, "select initial('huey') || left('huey', 2) || dashed('a', 2, 'c')") } shouldBe setOf("Hhua-2-c")
                onAll(db) { one(db, "select dashed('a', null, 'c')") } shouldBe setOf(null)
                // in place of one of SQLite's own
                db.sqlite().register(functionOf<String>("upper") { it.uppercase() })
                onAll(db) { one(db, "select upper('ä')") } shouldBe setOf("Ä")
                db.sqlite().register(aggregateOf<Long>("total_of") { it.sum() })
                for ((name, sql) in listOf("INITIAL" to "select initial('a', 'b')", "INITIAL" to "select initial()", "total_of" to "select total_of(1, 2)")) {
                    shouldThrow<ProgrammingException> { one(db, sql) }.summary() shouldBe "wrong number of arguments to function $name()"
                }
                db.sqlite().collation("by_length") { a, b -> a.length.compareTo(b.length) }
                onAll(db) { one(db, "select group_concat(x) from (select 'ccc' as x union all select 'b' union all select 'aa' order by 1 collate by_length)") } shouldBe
                    setOf("b,aa,ccc")
                db.sqlite().unregister("initial")
                db.sqlite().unregister("BY_LENGTH")
                for (name in listOf("upper", "left", "dashed", "total_of")) db.sqlite().unregister(name)
                onAll(db) { shouldThrow<ProgrammingException> { one(db, "select initial('huey')") }.summary() } shouldBe setOf("no such function: initial")
                shouldRefuse<ProgrammingException>("the application has no function 'initial'", null, "it has none") { db.sqlite().unregister("initial") }
                db.sqlite().register(functionOf<String>("other") { it })
                shouldRefuse<ProgrammingException>("the application has no function 'initial'", null, "there are other") { db.sqlite().unregister("initial") }
            }
        }

        test("a connection that is kept is told at once") {
            file { db ->
                db.connection().use {
                    db.execute("select 1")
                    db.sqlite().register(functionOf<Long>("twice") { it * 2 })
                    one(db, "select twice(21)") shouldBe 42L
                    db.sqlite().pragma("cache_size", -777)
                    one(db, "select cache_size from pragma_cache_size") shouldBe -777L
                }
                val hint = "tell it outside: a rollback would not take it back"
                db.transaction {
                    shouldRefuse<ProgrammingException>("SQLite is told something for all connections inside of a transaction", null, hint) {
                        db.sqlite().attach("other", ":memory:")
                    }
                }
            }
        }

        test("what a function throws fails the statement by the function's name (SQT-02)") {
            file { db ->
                db.sqlite().register(functionOf<String>("f") { throw IOException("with a secret") })
                db.sqlite().register(aggregateOf<String>("a") { throw IOException("with a secret") })
                db.sqlite().register(windowOf<Long, LongArray>("w", { LongArray(1) }, { _, n -> if (n > 2) throw IOException("secret") }, { _, _ -> }) { it[0] })
                for ((name, sql) in listOf(
                    "f" to "select f('x')",
                    "a" to "select a(x) from (select 'x' as x)",
                    "w" to "select w(x) from (select 3 as x)",
                    "w" to "select w(x) over (order by x rows 1 preceding) from (select 1 as x union all select 3)",
                )) {
                    val failed = shouldThrow<ProgrammingException> { db.query(sql).maps() }
                    failed.summary() shouldBe "the function '$name' failed: java.io.IOException"
                    failed.stackTraceToString().contains("secret") shouldBe false
                }
                one(db, "select 1") shouldBe 1L
            }
        }

        test("a window function follows its frame (SQT-02)") {
            Database
                .builder()
                .sqlite(":memory:")
                .function(windowOf<Long, ArrayDeque<Long>>("spread", { ArrayDeque() }, { all, n -> all.addLast(n) }, { all, _ -> all.removeFirst() }) { if (it.isEmpty()) null else it.max() - it.min() })
                .open()
                .use { db ->
                    db.execute("create table t (g text, n integer)")
                    db.execute("insert into t values ('a', 1), ('a', 5), ('a', null), ('a', 6), ('b', 100), ('b', 70)")

                    fun column(sql: String) = db.query(sql).maps().map { it.values.last() }
                    column("select g, spread(n) from t group by g order by g") shouldBe listOf(5L, 30L)
                    column("select g, spread(n) over (partition by g order by rowid rows 1 preceding) from t order by rowid") shouldBe
                        listOf(0L, 4L, 0L, 0L, 0L, 30L)
                    column("select spread(n) from t where n > 1000") shouldBe listOf(null)
                    column("select spread(n) filter (where n < 10) over (order by rowid) from t order by rowid") shouldBe listOf(0L, 4L, 4L, 5L, 5L, 5L)
                }
        }

        test("a function that changes its answer is called for each row, and is in no index (SQT-02)") {
            file { db ->
                var n = 0L
                db.sqlite().register(functionOf<Long>("ticket") { it + n++ }.changing())
                db.query("select ticket(10) as x from (select 1 union all select 2 union all select 3)").maps().map { it["x"] } shouldBe listOf(10L, 11L, 12L)
                db.execute("create table t (a integer)")
                shouldThrow<ProgrammingException> { db.execute("create index i on t (ticket(a))") }.summary() shouldBe
                    "non-deterministic functions prohibited in index expressions"
                functionOf<Long>("f") { it }.let { it.isDeterministic to it.changing().isDeterministic } shouldBe (true to false)
                functionOf<Long>("f") { it }.toString() shouldBe "f/1"
            }
        }

        test("pragmas are asked, and set on all connections (SQT-01)") {
            file { db ->
                db.sqlite().pragma("foreign_keys") shouldBe "1"
                db.sqlite().pragma("main.journal_mode") shouldBe "wal"
                db.sqlite().pragma("busy_timeout", 1234)
                db.sqlite().pragma("cache_size", -555)
                onAll(db) { db.sqlite().pragma("busy_timeout") to db.sqlite().pragma("cache_size") } shouldBe setOf("1234" to "-555")
                db.sqlite().pragma("cache_size", -666)
                onAll(db) { db.sqlite().pragma("cache_size") } shouldBe setOf("-666")
                // a file keeps these: nobody sets them again behind the back of others
                db.sqlite().pragma("user_version", 7)
                db.execute("pragma user_version = 8")
                onAll(db) { db.sqlite().pragma("user_version") } shouldBe setOf("8")
                for (asking in listOf<() -> Any?>({ db.sqlite().pragma("cache_sizes") }, { db.sqlite().pragma("cache_sizes", 1) })) {
                    shouldThrow<ProgrammingException> { asking() }.let {
                        it.summary() shouldBe "SQLite has no pragma 'cache_sizes'"
                        it.hint()!! shouldContain "cache_size, "
                    }
                }
                db.sqlite().pragma("table_info") shouldBe null
                db.sqlite().pragma("cache_size") shouldBe "-666"
            }
        }

        test("files are attached and let go on all connections (SQT-03)") {
            val archive = TestDatabases.temporaryFile().toString()
            file { db ->
                db.sqlite().attach("archive", archive)
                db.sqlite().attach("archive", archive)
                db.sqlite().attached() shouldBe mapOf("archive" to archive)
                db.inSchema("archive").createTables(USER)
                onAll(db) { USER.select().using(db.inSchema("archive")).count() } shouldBe setOf(0L)
                db.sqlite().pragma("archive.journal_mode") shouldBe "wal"
                shouldRefuse<ProgrammingException>("two files are attached as 'archive'", null, "give one of them another name") {
                    db.sqlite().attach("archive", "other.db")
                }
                shouldThrow<OperationalException> { db.sqlite().attach("broken", "/no/such/folder/a.db") }.kind() shouldBe OperationalException.Kind.CONNECTION
                db.sqlite().attached() shouldBe mapOf("archive" to archive)
                onAll(db) { USER.select().using(db.inSchema("archive")).count() } shouldBe setOf(0L)
                db.sqlite().detach("archive")
                onAll(db) {
                    shouldThrow<ProgrammingException> { USER.select().using(db.inSchema("archive")).count() }.summary()
                } shouldBe setOf("no such table: archive.user")
                shouldRefuse<ProgrammingException>("no file is attached as 'archive'", null, "none is attached") { db.sqlite().detach("archive") }
                // another file by that name
                db.sqlite().attach("archive", TestDatabases.temporaryFile().toString())
                onAll(db) { shouldThrow<ProgrammingException> { USER.select().using(db.inSchema("archive")).count() }.summary() } shouldBe
                    setOf("no such table: archive.user")
                shouldRefuse<ProgrammingException>("no file is attached as 'x'", null, "there are archive") { db.sqlite().detach("x") }
                // one that is read now is not let go, and stays attached
                db.inSchema("archive").createTables(USER)
                USER.insertMany(listOf(USER.username), (1..10).map { listOf("u$it") }).using(db.inSchema("archive")).execute()
                USER.select().using(db.inSchema("archive")).stream().use { stream ->
                    stream.iterator().next()
                    shouldThrow<KingletFailure> { db.sqlite().detach("archive") }.summary() shouldContain "database archive is locked"
                }
                onAll(db) { USER.select().using(db.inSchema("archive")).count() } shouldBe setOf(10L)
            }
        }

        test("a database that is only read (SQT-04)") {
            val path = TestDatabases.temporaryFile().toString()
            shouldThrow<OperationalException> { Database.builder().sqlite(path).readOnly().open() }.kind() shouldBe OperationalException.Kind.CONNECTION
            Database.sqlite(path).use { db ->
                db.createTables(USER)
                USER.insert(USER.username.to("huey")).using(db).execute()
                val readers =
                    listOf(
                        { Database.builder().sqlite(path).readOnly().open() },
                        { Database.connect("sqlite:///$path?readOnly=true") },
                        { Database.sqlite("file:$path?mode=ro") },
                    )
                for (open in readers) {
                    open().use { reader ->
                        USER.select().using(reader).values(USER.username) shouldBe listOf("huey")
                        reader.transaction { USER.select().using(reader).count() } shouldBe 1
                        val refused = shouldThrow<OperationalException> { USER.insert(USER.username.to("x")).using(reader).execute() }
                        refused.kind() shouldBe OperationalException.Kind.READ_ONLY
                        reader.sqlite().attach("more", path)
                        USER.select().using(reader.inSchema("more")).count() shouldBe 1
                    }
                }
            }
            Database.sqlite("file:$path?immutable=1").use { USER.select().using(it).count() shouldBe 1 }
            Database.sqlite("file:shared?mode=memory").use { db ->
                db.toString() shouldBe "SQLite in memory"
                db.createTables(USER)
                together(4) { USER.insert(USER.username.to("u$it")).using(db).execute() }
                USER.select().using(db).count() shouldBe 4
            }
        }

        test("PostgreSQL may be only read, too") {
            TestDatabases.fresh(Kind.POSTGRES) { it.createTables(USER) }
            TestDatabases.postgresBuilder().readOnly().open().use { db ->
                USER.select().using(db).count() shouldBe 0
                shouldThrow<OperationalException> { USER.insert(USER.username.to("x")).using(db).execute() }.kind() shouldBe OperationalException.Kind.READ_ONLY
            }
            shouldThrow<ProgrammingException> { TestDatabases.postgresBuilder().readOnly().transactionPooler().open() }.summary() shouldBe
                "read-only sessions behind a transaction pooler"
        }

        test("PostgreSQL refuses each by its name") {
            TestDatabases.fresh(Kind.POSTGRES) { db ->
                val sqlite = db.sqlite()
                shouldRefuse<ProgrammingException>("PostgreSQL has no pragmas", null, "ask it by query(\"show ..\")") { sqlite.pragma("x") }
                shouldRefuse<ProgrammingException>("PostgreSQL has no pragmas", null, "use onConnect(..) and SET, or alter role .. set") { sqlite.pragma("x", 1) }
                for (files in listOf<() -> Any?>({ sqlite.attach("a", "b") }, { sqlite.detach("a") }, { sqlite.attached() })) {
                    shouldRefuse<ProgrammingException>("PostgreSQL has no attached files", null, "use schemas") { files() }
                }
                for (functions in listOf<() -> Any?>({ sqlite.register(functionOf<Long>("f") { it }) }, { sqlite.unregister("f") })) {
                    shouldRefuse<ProgrammingException>("PostgreSQL has no functions of the application", null, "use create function") { functions() }
                }
                shouldRefuse<ProgrammingException>("PostgreSQL has no orders of the application", null, "use create collation") {
                    sqlite.collation("c", String.CASE_INSENSITIVE_ORDER)
                }
            }
        }

        contract("a key that is gone is given again, unless keys are counted (SQT-06)", Counted, Recycled) { db ->
            if (db.dialect() == Dialect.SQLITE) {
                db.createTablesSql(Counted) shouldBe
                    listOf("""create table if not exists "counted_row" ("id" integer not null primary key autoincrement, "name" text not null)""")
            }
            for ((table, again) in listOf(Counted to false, Recycled to (db.dialect() == Dialect.SQLITE))) {
                val id = table.insert(table.name.to("a")).execute()
                table.delete().all().execute()
                val next = table.insert(table.name.to("b")).execute()
                (next == id) shouldBe again
            }
            if (db.dialect() == Dialect.SQLITE) {
                Counted.select().values(Fn.raw(Long::class.javaObjectType, "rowid")) shouldBe listOf(2L)
                shouldRefuse<ModelException>("the table 'keyless' has no key that can be counted", null, "give it autoId(), or leave autoIncrement() out") {
                    db.createTables(Keyless)
                }
            }
        }

        test("settings of sessions of PostgreSQL (PGS-08)") {
            TestDatabases
                .postgresBuilder()
                .onConnect { it.execute("set time zone 'Asia/Tokyo'") }
                .transactions(dev.kinglet.TransactionOptions.defaults().serializable())
                .open()
                .use { db ->
                    onAll(db) { one(db, "show time zone") } shouldBe setOf("Asia/Tokyo")
                    db.transaction { one(db, "show transaction_isolation") } shouldBe "serializable"
                }
            val place = TestDatabases.postgresUrl.replace("currentSchema=kinglet_test", "currentSchema=pg_catalog")
            Database.connect(place).use { db -> one(db, "show search_path").toString() shouldStartWith "\"pg_catalog\"".trim('"') }
        }
    })

private class CountedRow : Model<Long>()

private open class Numbered(
    name: String,
    counted: Boolean,
) : Table<CountedRow, Long>(::CountedRow) {
    val id = autoId()
    val name = text()

    init {
        named(name)
        if (counted) autoIncrement()
    }
}

private object Counted : Numbered("counted_row", true)

private object Recycled : Numbered("recycled_row", false)

private class KeylessRow : Model<CompositeKey>()

private object Keyless : Table<KeylessRow, CompositeKey>(::KeylessRow) {
    val code = text()
    val name = text()

    init {
        named("keyless")
        primaryKey(code, name)
        autoIncrement()
    }
}

private typealias KingletFailure = dev.kinglet.errors.KingletException

/** On so many connections at once. */
private fun <R> onEach(
    db: Database,
    connections: Int,
    body: () -> R,
): List<R> {
    val all = CyclicBarrier(connections)
    return together(connections) {
        db.connection().use {
            db.execute("select 1")
            all.await()
            body()
        }
    }
}
