package dev.kinglet.contract

import dev.kinglet.Database
import dev.kinglet.errors.DataException
import dev.kinglet.errors.IntegrityException
import dev.kinglet.errors.KingletException
import dev.kinglet.errors.OperationalException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.fixtures.Kind
import dev.kinglet.fixtures.TestDatabases
import dev.kinglet.fixtures.contract
import dev.kinglet.transaction
import dev.kinglet.type.Dialect
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.types.shouldBeInstanceOf
import tour.Models.User.USER
import java.io.PrintWriter
import java.io.StringWriter
import java.nio.file.Files
import java.util.concurrent.CountDownLatch
import java.util.concurrent.CyclicBarrier
import java.util.concurrent.TimeUnit

/** What the databases refuse, as exceptions (CON-15). */
class ErrorSpec :
    FunSpec({
        fun <T> Database.either(
            sqlite: T,
            postgres: T,
        ): T = if (dialect() == Dialect.SQLITE) sqlite else postgres

        fun rules(db: Database) {
            db.execute("""create table author (id integer primary key, "first name" text, last text not null, age integer)""")
            db.execute("""create unique index author_name on author ("first name", last)""")
            db.execute("create unique index author_lower on author (lower(last))")
            db.execute(
                "create table book (id integer primary key, author_id integer constraint book_author references author (id)," +
                    " parent_id integer constraint book_parent references book (id), pages integer constraint many_pages check (pages > 0))",
            )
            db.execute("""insert into author values (1, 'Ada', 'Byron', null)""")
            db.execute("insert into book (id, author_id) values (1, 1)")
            db.execute("insert into book (id, parent_id) values (2, 1)")
        }

        fun Database.refuses(
            sql: String,
            kind: IntegrityException.Kind,
            constraint: String?,
            table: String?,
            columns: List<String>,
            summary: String,
        ) = withClue(sql) {
            val error = shouldThrow<IntegrityException> { execute(sql) }
            listOf(error.kind(), error.constraint(), error.table(), error.columns()) shouldBe
                listOf(kind, constraint, table, columns)
            error.message shouldBe "$summary\n  sql: $sql"
            error.sql() shouldBe sql
        }

        contract("a refused row tells rule, kind, table and columns as far as the database does") { db ->
            rules(db)
            val lite = db.dialect() == Dialect.SQLITE
            db.refuses(
                "insert into author values (1, 'x', 'y', 1)",
                IntegrityException.Kind.UNIQUE,
                db.either(null, "author_pkey"),
                "author",
                listOf("id"),
                db.either(
                    "UNIQUE constraint failed: author.id",
                    "duplicate key value violates unique constraint \"author_pkey\"",
                ),
            )
            db.refuses(
                "insert into author values (2, 'Ada', 'Byron', 1)",
                IntegrityException.Kind.UNIQUE,
                // which of two broken rules is told is the database's choice
                db.either("author_lower", "author_name"),
                db.either(null, "author"),
                db.either(listOf(), listOf("first name", "last")),
                db.either(
                    "UNIQUE constraint failed: index 'author_lower'",
                    "duplicate key value violates unique constraint \"author_name\"",
                ),
            )
            db.refuses(
                "insert into author values (2, 'x', 'BYRON', 1)",
                IntegrityException.Kind.UNIQUE,
                "author_lower",
                db.either(null, "author"),
                listOf(),
                db.either(
                    "UNIQUE constraint failed: index 'author_lower'",
                    "duplicate key value violates unique constraint \"author_lower\"",
                ),
            )
            db.refuses(
                "insert into author values (3, 'x', null, 1)",
                IntegrityException.Kind.NOT_NULL,
                null,
                "author",
                listOf("last"),
                db.either(
                    "NOT NULL constraint failed: author.last",
                    "null value in column \"last\" of relation \"author\" violates not-null constraint",
                ),
            )
            db.refuses(
                "insert into book (id, pages) values (3, 0)",
                IntegrityException.Kind.CHECK,
                "many_pages",
                db.either(null, "book"),
                listOf(),
                db.either(
                    "CHECK constraint failed: many_pages",
                    "new row for relation \"book\" violates check constraint \"many_pages\"",
                ),
            )
            for ((sql, constraint, columns) in listOf(
                Triple("insert into book (id, author_id) values (3, 77)", "book_author", listOf("author_id")),
                Triple("insert into book (id, parent_id) values (3, 77)", "book_parent", listOf("parent_id")),
                // the key that is told here is that of the row which is referred to
                Triple("delete from author", "book_author", listOf()),
                Triple("delete from book where id = 1", "book_parent", listOf()),
            )) {
                val insert = sql.startsWith("insert")
                db.refuses(
                    sql,
                    IntegrityException.Kind.FOREIGN_KEY,
                    if (lite) null else constraint,
                    db.either(null, "book"),
                    if (lite) listOf() else columns,
                    when {
                        lite -> {
                            "FOREIGN KEY constraint failed"
                        }

                        insert -> {
                            "insert or update on table \"book\" violates foreign key constraint \"$constraint\""
                        }

                        else -> {
                            "update or delete on table \"${if (constraint == "book_author") "author" else "book"}\"" +
                                " violates foreign key constraint \"$constraint\" on table \"book\""
                        }
                    },
                )
            }
        }

        contract("what a trigger refuses is a rule of another kind") { db ->
            rules(db)
            if (db.dialect() == Dialect.SQLITE) {
                db.execute(
                    "create trigger no_age before insert on author when new.age < 0 begin select raise(abort, 'born yet?'); end",
                )
            } else {
                db.execute(
                    "create function no_age() returns trigger language plpgsql as " +
                        "$$ begin if new.age < 0 then raise exception 'born yet?'; end if; return new; end $$",
                )
                db.execute("create trigger no_age before insert on author for each row execute function no_age()")
            }
            db.refuses(
                "insert into author values (9, 'x', 'y', -1)",
                IntegrityException.Kind.OTHER,
                null,
                null,
                listOf(),
                "born yet?",
            )
        }

        test("an exclusion constraint has a kind of its own [POSTGRES]") {
            TestDatabases.fresh(Kind.POSTGRES) { db ->
                db.execute("create table stay (nights int4range, constraint no_overlap exclude using gist (nights with &&))")
                db.execute("insert into stay values ('[1,5)')")
                db.refuses(
                    "insert into stay values ('[3,8)')",
                    IntegrityException.Kind.EXCLUSION,
                    "no_overlap",
                    "stay",
                    listOf("nights"),
                    "conflicting key value violates exclusion constraint \"no_overlap\"",
                )
            }
        }

        fun Database.failsWith(
            sql: String,
            summary: String,
            hint: String? = null,
            check: (KingletException) -> Unit,
        ) = withClue(sql) {
            val error = shouldThrow<KingletException> { execute(sql) }
            check(error)
            error.message shouldBe "$summary\n  sql: $sql" + if (hint == null) "" else "\n  hint: $hint"
        }

        contract("SQL that is wrong is a programming error, a value that does not fit a data error") { db ->
            rules(db)
            val programming: (KingletException) -> Unit = { it.shouldBeInstanceOf<ProgrammingException>() }
            val data: (KingletException) -> Unit = { it.shouldBeInstanceOf<DataException>() }
            db.failsWith(
                "select * from nowhere",
                db.either("no such table: nowhere", "relation \"nowhere\" does not exist"),
                "create the table first: database.createTables(..)",
                programming,
            )
            db.failsWith(
                "selec 1",
                db.either("near \"selec\": syntax error", "syntax error at or near \"selec\""),
                check = programming,
            )
            db.failsWith(
                "select nought from author",
                db.either("no such column: nought", "column \"nought\" does not exist"),
                check = programming,
            )
            if (db.dialect() == Dialect.POSTGRES) {
                db.failsWith("select cast('secret-7' as integer)", "invalid input syntax for type integer: …", check = data)
                db.failsWith("select 99999::smallint", "smallint out of range", check = data)
                db.failsWith("select 1 / 0", "division by zero", check = data)
                db.failsWith(
                    "select (select id from book)",
                    "more than one row returned by a subquery used as an expression",
                    check = data,
                )
                db.failsWith("drop index author_pkey", "cannot drop index author_pkey because constraint author_pkey on table author requires it", "You can drop constraint author_pkey on table author instead.", programming)
            } else {
                db.failsWith("select abs(-9223372036854775808)", "integer overflow", check = data)
                db.execute("create table strict_one (n integer) strict")
                db.failsWith(
                    "insert into strict_one values ('seven')",
                    "cannot store TEXT value in INTEGER column strict_one.n",
                    check = data,
                )
            }
        }

        test("values that the server repeats are seen only where binds are shown [POSTGRES]") {
            TestDatabases.fresh(Kind.POSTGRES) { db ->
                db.createTables(USER)
                val hidden =
                    shouldThrow<DataException> { db.query("select cast({0} as integer) as n", "secret-7").maps() }
                everything(hidden) shouldNotContain "secret-7"
                val duplicate =
                    shouldThrow<IntegrityException> {
                        repeat(2) { USER.insert(USER.username.to("secret-7")).using(db).execute() }
                    }
                everything(duplicate) shouldNotContain "secret-7"
                duplicate.columns() shouldBe listOf("username")
                Database.connect(TestDatabases.postgresUrl + "&showBinds=true&pool.max=1").use { open ->
                    val seen =
                        shouldThrow<DataException> {
                            open.query("select cast({0} as integer) as n", "secret-7").maps()
                        }
                    seen.summary() shouldBe "invalid input syntax for type integer: \"secret-7\""
                    seen.binds() shouldBe listOf("secret-7")
                }
            }
        }

        fun operational(
            error: Throwable?,
            kind: OperationalException.Kind,
            retryable: Boolean,
            summary: String,
        ) {
            val failure = error.shouldBeInstanceOf<OperationalException>()
            listOf(failure.kind(), failure.isRetryable(), failure.summary()) shouldBe listOf(kind, retryable, summary)
        }

        test("locks, deadlocks, time-outs and the like are told apart [POSTGRES]") {
            TestDatabases.fresh(Kind.POSTGRES) { db ->
                db.execute("create table counter (id integer primary key, n integer)")
                db.execute("insert into counter values (1, 0), (2, 0)")
                db.transaction {
                    db.execute("update counter set n = 1 where id = 1")
                    operational(
                        elsewhere {
                            db.transaction {
                                db.execute("set local lock_timeout = 50")
                                db.execute("update counter set n = 2 where id = 1")
                            }
                        },
                        OperationalException.Kind.LOCK_TIMEOUT,
                        true,
                        "canceling statement due to lock timeout",
                    )
                    operational(
                        elsewhere { db.query("select n from counter where id = 1 for update nowait").maps() },
                        OperationalException.Kind.LOCK_TIMEOUT,
                        true,
                        "could not obtain lock on row in relation \"counter\"",
                    )
                }
                operational(
                    runCatching {
                        db.transaction {
                            db.execute("set local statement_timeout = 30")
                            db.execute("select pg_sleep(10)")
                        }
                    }.exceptionOrNull(),
                    OperationalException.Kind.TIMEOUT,
                    false,
                    "canceling statement due to statement timeout",
                )
                operational(
                    runCatching {
                        db.transaction {
                            runCatching { db.execute("select 1 / 0") }
                            db.execute("select 1")
                        }
                    }.exceptionOrNull(),
                    OperationalException.Kind.ABORTED_TRANSACTION,
                    false,
                    "current transaction is aborted, commands ignored until end of transaction block",
                )
                operational(
                    runCatching {
                        db.transaction {
                            db.execute("set transaction read only")
                            db.execute("update counter set n = 5")
                        }
                    }.exceptionOrNull(),
                    OperationalException.Kind.READ_ONLY,
                    false,
                    "cannot execute UPDATE in a read-only transaction",
                )
                val both = CyclicBarrier(2)
                val failures =
                    listOf(1 to 2, 2 to 1).map { (mine, other) ->
                        inThread {
                            db.transaction {
                                db.execute("update counter set n = n + 1 where id = $mine")
                                both.await(10, TimeUnit.SECONDS)
                                db.execute("update counter set n = n + 1 where id = $other")
                            }
                        }
                    }.mapNotNull { it() }
                operational(failures.single(), OperationalException.Kind.DEADLOCK, true, "deadlock detected")
                val read = CountDownLatch(1)
                val written = CountDownLatch(1)
                val reader =
                    inThread {
                        db.transaction {
                            db.execute("set transaction isolation level repeatable read")
                            db.query("select n from counter").maps()
                            read.countDown()
                            written.await()
                            db.execute("update counter set n = n + 1")
                        }
                    }
                read.await()
                db.execute("update counter set n = n + 10")
                written.countDown()
                operational(
                    reader(),
                    OperationalException.Kind.SERIALIZATION,
                    true,
                    "could not serialize access due to concurrent update",
                )
                db.connectionsInUse() shouldBe 0
            }
        }

        test("locks, a snapshot that is too old and the like are told apart [SQLITE]") {
            val folder = Files.createTempDirectory("kinglet")
            val file = folder.resolve("app.db")
            Database.sqlite(file).use { db ->
                db.execute("create table counter (id integer primary key, n integer)")
                db.execute("insert into counter values (1, 0)")
                // a second one on the file is as another process: it does not queue up with the first
                Database.connect("sqlite:///$file?lockTimeout=50").use { other ->
                    db.transaction {
                        db.execute("update counter set n = 1")
                        operational(
                            elsewhere { other.execute("update counter set n = 2") },
                            OperationalException.Kind.LOCK_TIMEOUT,
                            true,
                            "database is locked",
                        )
                    }
                    other.connection().use {
                        other.execute("begin")
                        other.query("select n from counter").maps()
                        db.execute("update counter set n = 3")
                        operational(
                            runCatching { other.execute("update counter set n = 4") }.exceptionOrNull(),
                            OperationalException.Kind.SERIALIZATION,
                            true,
                            "database is locked",
                        )
                        other.execute("rollback")
                    }
                }
                db.connection().use {
                    db.execute("pragma query_only = on")
                    operational(
                        runCatching { db.execute("update counter set n = 5") }.exceptionOrNull(),
                        OperationalException.Kind.READ_ONLY,
                        false,
                        "attempt to write a readonly database",
                    )
                    db.execute("pragma query_only = off")
                    val pages = db.query("pragma page_count").maps().single().values.single()
                    db.execute("pragma max_page_count = $pages")
                    operational(
                        runCatching {
                            db.execute(
                                "insert into counter with recursive c(x) as (select 10 union all select x + 1 from c limit 9999)" +
                                    " select x, x from c",
                            )
                        }.exceptionOrNull(),
                        OperationalException.Kind.DISK_FULL,
                        false,
                        "database or disk is full",
                    )
                }
                db.query("select count(*) as n from counter").maps() shouldBe listOf(mapOf("n" to 1L))
            }
            folder.toFile().deleteRecursively()
        }
    })

/** What a log would show of an error: message, stack, causes. */
private fun everything(error: Throwable): String = StringWriter().also { error.printStackTrace(PrintWriter(it)) }.toString()

private fun elsewhere(body: () -> Unit): Throwable? = inThread(body)()

/** Runs [body] in a thread of its own; calling the answer waits for it, and gives what it failed with. */
private fun inThread(body: () -> Unit): () -> Throwable? {
    var failure: Throwable? = null
    val thread = Thread { failure = runCatching(body).exceptionOrNull() }
    thread.start()
    return {
        thread.join()
        failure
    }
}
