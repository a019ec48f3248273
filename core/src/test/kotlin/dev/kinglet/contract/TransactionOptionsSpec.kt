package dev.kinglet.contract

import dev.kinglet.Database
import dev.kinglet.TransactionOptions
import dev.kinglet.errors.OperationalException
import dev.kinglet.errors.OperationalException.Kind.ABORTED_TRANSACTION
import dev.kinglet.errors.OperationalException.Kind.LOCK_TIMEOUT
import dev.kinglet.errors.OperationalException.Kind.SERIALIZATION
import dev.kinglet.errors.OperationalException.Kind.TIMEOUT
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.expr.eq
import dev.kinglet.fixtures.Kind
import dev.kinglet.fixtures.TestDatabases
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.elsewhere
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.fixtures.statements
import dev.kinglet.transaction
import dev.kinglet.type.Dialect
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import tour.Models.User.USER
import java.time.Duration
import java.time.Duration.ofMillis
import java.time.Duration.ofSeconds

/** How transactions are begun (TXN-11, TXN-12, OPS-07). */
class TransactionOptionsSpec :
    FunSpec({
        val usual = TransactionOptions.defaults()

        fun create(name: String) = USER.create(USER.username.to(name))

        fun names() = USER.select().orderBy(USER.username).values(USER.username)

        fun setting(
            db: Database,
            name: String,
        ) = db.query("select current_setting({0}) as value", name).maps().single()["value"]

        /** As [contract], on one kind, with [usual] options of the database. */
        fun on(
            kind: Kind,
            name: String,
            body: (Database) -> Unit,
        ) = test("$name [$kind]") {
            TestDatabases.fresh(kind) { db ->
                db.bind(USER).createTables(USER)
                body(db)
                db.connectionsInUse() shouldBe 0
            }
        }

        on(Kind.POSTGRES, "a block has its isolation level, and leaves none behind (TXN-12)") { db ->
            db.connection().use {
                for ((options, level) in listOf(
                    usual.serializable() to "serializable",
                    usual.repeatableRead() to "repeatable read",
                    usual.readCommitted() to "read committed",
                )) {
                    db.transaction(options) {
                        setting(db, "transaction_isolation") shouldBe level
                        rollback()
                        setting(db, "transaction_isolation") shouldBe level
                        commit()
                        db.transaction { setting(db, "transaction_isolation") shouldBe level }
                    }
                    setting(db, "transaction_isolation") shouldBe "read committed"
                }
            }
        }

        on(Kind.POSTGRES, "timeouts last as long as the block (OPS-07)") { db ->
            fun timeouts() = setting(db, "statement_timeout") to setting(db, "lock_timeout")
            db.connection().use {
                db.transaction(usual.statementTimeout(ofSeconds(5)).lockTimeout(ofMillis(1500)).serializable()) {
                    timeouts() shouldBe ("5s" to "1500ms")
                    setting(db, "transaction_isolation") shouldBe "serializable"
                    rollback()
                    timeouts() shouldBe ("5s" to "1500ms")
                    runCatching { db.transaction { error("undo the savepoint") } }
                    timeouts() shouldBe ("5s" to "1500ms")
                }
                timeouts() shouldBe ("0" to "0")
                db.transaction { timeouts() shouldBe ("0" to "0") }
            }
        }

        on(Kind.POSTGRES, "a report waits until it can neither fail nor make others fail") { db ->
            db.transaction(usual.serializable().readOnly().deferrable()) {
                setting(db, "transaction_deferrable") shouldBe "on"
                setting(db, "transaction_read_only") shouldBe "on"
            }
            db.transaction(usual.deferrable()) { setting(db, "transaction_deferrable") shouldBe "on" }
        }

        on(Kind.POSTGRES, "serializable transactions that do not fit together are refused, and may be repeated") { db ->
            val refused =
                shouldThrow<OperationalException> {
                    db.transaction(usual.serializable()) {
                        USER.select().count()
                        elsewhere { db.transaction(usual.serializable()) { create("other ${USER.select().count()}") } }
                        create("mine") // the write or the commit is refused, whichever the server finds first
                    }
                }
            refused.kind() shouldBe SERIALIZATION
            names() shouldBe listOf("other 0")
        }

        contract("a read-only transaction refuses what writes, and the connection writes again after it", USER) { db ->
            create("huey")
            db.connection().use {
                db.transaction(usual.readOnly()) {
                    names() shouldBe listOf("huey")
                    shouldRefuse<ProgrammingException>(
                        "a write in a transaction that is read-only",
                        "User",
                        "leave readOnly() out, or write outside of it",
                    ) { create("mickey") }
                    names() shouldBe listOf("huey")
                    db.statements(0) { runCatching { USER.delete().all().execute() } }
                }
                // SQL as written is refused by the database itself
                shouldThrow<OperationalException> {
                    db.transaction(usual.readOnly()) {
                        db.query("insert into \"user\" (username) values ({0}) returning username", "raw").maps()
                    }
                }
                create("zaizee")
            }
            names() shouldBe listOf("huey", "zaizee")
        }

        on(Kind.SQLITE_FILE, "a read-only transaction neither waits for a writer nor keeps one waiting (TXN-11)") { db ->
            db.transaction {
                create("mine")
                elsewhere { db.transaction(usual.readOnly().lockTimeout(ofMillis(1))) { names() } } shouldBe listOf()
            }
            db.transaction(usual.readOnly()) {
                names() shouldBe listOf("mine")
                elsewhere { create("other") }
                names() shouldBe listOf("mine") // what was there at the first statement
            }
        }

        on(Kind.SQLITE_FILE, "a second writer gives up after the lock timeout (TXN-11, OPS-07)") { db ->
            for (options in listOf(usual, usual.immediate(), usual.exclusive())) {
                db.transaction(options) {
                    names()
                    val refused =
                        shouldThrow<OperationalException> {
                            elsewhere { db.transaction(usual.lockTimeout(ofMillis(20))) { names() } }
                        }
                    refused.kind() shouldBe LOCK_TIMEOUT
                    refused.summary() shouldBe "waited 20 ms for another writer of $db"
                }
            }
            // another process, which the queue of this one knows nothing of
            Database.sqlite(db.toString().removeSurrounding("SQLite file '", "'")).use { other ->
                db.transaction {
                    names()
                    val refused =
                        shouldThrow<OperationalException> {
                            other.transaction(usual.lockTimeout(ofMillis(20))) { USER.insert(USER.username.to("x")).using(other).execute() }
                        }
                    refused.kind() shouldBe LOCK_TIMEOUT
                    refused.summary() shouldBe "database is locked"
                }
                // and the usual wait is back
                other.connection().use {
                    other.transaction(usual.lockTimeout(ofMillis(20))) { USER.select().using(other).count() }
                    other.query("select timeout from pragma_busy_timeout").maps().single()["timeout"] shouldBe 10_000
                }
            }
        }

        on(Kind.SQLITE_FILE, "a deferred transaction takes its turn with its first write (TXN-11)") { db ->
            db.transaction(usual.deferred()) {
                elsewhere { create("other") }
                names() shouldBe listOf("other")
                create("mine")
                shouldThrow<OperationalException> {
                    elsewhere { db.transaction(usual.lockTimeout(ofMillis(20))) { create("late") } }
                }
            }
            names() shouldBe listOf("mine", "other")
            val refused =
                shouldThrow<OperationalException> {
                    db.transaction(usual.deferred()) {
                        names()
                        elsewhere { create("meanwhile") }
                        create("too late") // what it has read is not what is there
                    }
                }
            refused.kind() shouldBe SERIALIZATION
            create("the turn was given back")
            USER.select().count() shouldBe 4
        }

        on(Kind.POSTGRES, "a lock that is not had in time is an error of its own (OPS-07)") { db ->
            create("huey")
            db.transaction {
                USER.update(USER.email.to("a")).all().execute()
                val refused =
                    shouldThrow<OperationalException> {
                        elsewhere {
                            db.transaction(usual.lockTimeout(ofMillis(20))) {
                                USER.update(USER.email.to("b")).where(USER.username eq "huey").execute()
                            }
                        }
                    }
                refused.kind() shouldBe LOCK_TIMEOUT
                refused.summary() shouldBe "canceling statement due to lock timeout"
            }
            USER.select().scalar(USER.email) shouldBe "a"
        }

        contract("a statement that runs for too long is interrupted, and its transaction undone (OPS-07)", USER) { db ->
            val endless = "(with recursive t(n) as (select 1 union all select n + 1 from t) select count(*) from t)"
            for (name in listOf("read", "write")) {
                val refused =
                    shouldThrow<OperationalException> {
                        db.transaction(usual.statementTimeout(ofMillis(50))) {
                            create("undone")
                            names() shouldBe listOf("undone")
                            if (name == "read") {
                                db.query("select $endless as n").maps()
                            } else {
                                db.execute("insert into \"user\" (username) select 'x' || $endless")
                            }
                        }
                    }
                refused.kind() shouldBe TIMEOUT
                withClue(name) { names() shouldBe listOf() }
            }
            // the next one has all the time again
            db.transaction { create("kept") }
            names() shouldBe listOf("kept")
        }

        contract("what the database has undone by itself is not gone on with", USER) { db ->
            val endless = "(with recursive t(n) as (select 1 union all select n + 1 from t) select count(*) from t)"
            val refused =
                shouldThrow<OperationalException> {
                    db.transaction(usual.statementTimeout(ofMillis(50))) {
                        create("undone")
                        db.transaction {
                            runCatching { db.execute("insert into \"user\" (username) select 'x' || $endless") }
                            runCatching { create("must not be stored") }
                        }
                    }
                }
            refused.kind() shouldBe ABORTED_TRANSACTION
            names() shouldBe listOf()
            db.transaction { create("kept") }
            names() shouldBe listOf("kept")
        }

        contract("a block asks in vain for what the transaction around it does not give (TXN-01)", USER) { db ->
            fun refused(
                what: String,
                outer: TransactionOptions,
                inner: TransactionOptions,
            ) = db.transaction(outer) {
                create("a")
                shouldRefuse<ProgrammingException>(
                    "a block asks for $what, which the transaction around it does not give",
                    null,
                    "ask for it where the outermost transaction begins",
                ) { db.transaction(inner) { error("never run") } }
                depth() shouldBe 1
                names() shouldBe listOf("a")
                rollback()
            }

            fun given(
                outer: TransactionOptions,
                inner: TransactionOptions,
            ) = db.transaction(outer) { db.transaction(inner) { depth() shouldBe 2 } }
            refused("to be read-only", usual, usual.readOnly())
            refused("a statement timeout of 5000 ms", usual, usual.statementTimeout(ofSeconds(5)))
            refused("a lock timeout of 5000 ms", usual.lockTimeout(ofSeconds(6)), usual.lockTimeout(ofSeconds(5)))
            given(usual.readOnly(), usual.readOnly())
            given(usual.readOnly(), usual)
            given(usual.statementTimeout(ofSeconds(4)), usual.statementTimeout(ofSeconds(5)))
            given(usual.serializable(), usual.repeatableRead())
            given(usual, usual.readCommitted())
            given(usual, usual.deferred().immediate())
            if (db.dialect() == Dialect.POSTGRES) {
                refused("the isolation level REPEATABLE_READ", usual, usual.repeatableRead())
                refused("the isolation level SERIALIZABLE", usual.repeatableRead(), usual.serializable())
                refused("to be deferrable", usual.serializable(), usual.deferrable())
                given(usual, usual.exclusive())
            } else {
                given(usual, usual.serializable())
                refused("the lock EXCLUSIVE", usual, usual.exclusive())
                refused("the lock IMMEDIATE", usual.deferred(), usual.immediate())
            }
        }

        contract("a joined block is a part of the one around it (TXN-04)", USER) { db ->
            val joined = usual.joined()
            db.transaction(joined) {
                depth() shouldBe 1
                create("a")
                runCatching {
                    db.transaction(joined) {
                        depth() shouldBe 1
                        create("b")
                        error("caught outside: undoes nothing")
                    }
                }
                names() shouldBe listOf("a", "b")
                db.transaction(joined) {
                    commit()
                    create("c")
                    rollback()
                }
                names() shouldBe listOf("a", "b")
                db.transaction {
                    create("d")
                    db.transaction(joined) {
                        depth() shouldBe 2
                        rollback() // of the savepoint that it is a part of
                    }
                    create("e")
                }
            }
            names() shouldBe listOf("a", "b", "e")
            shouldThrow<IllegalStateException> {
                db.transaction(joined) {
                    create("f")
                    error("undoes all")
                }
            }
            names() shouldBe listOf("a", "b", "e")
        }

        test("a database has options of its own, which a block adds to (TXN-12)") {
            Database.builder().sqlite(":memory:").transactions(usual.readOnly()).open().use { db ->
                db.transaction(usual.serializable()) {
                    shouldThrow<ProgrammingException> { db.execute("create table x (id integer)") }
                }
            }
        }

        test("options are values, and impossible times are refused") {
            usual.readOnly().serializable() shouldBe usual.serializable().readOnly()
            usual.readOnly().hashCode() shouldBe usual.readOnly().hashCode()
            (usual.readOnly() == usual) shouldBe false
            usual.serializable().lockTimeout(ofSeconds(2)).toString() shouldBe
                "options[isolation=SERIALIZABLE, readOnly=false, deferrable=false, statementTimeout=null, lockTimeout=PT2S, lock=null, joined=false]"
            for (time in listOf(Duration.ZERO, ofSeconds(-1), Duration.ofNanos(5), Duration.ofDays(1000))) {
                shouldRefuse<ProgrammingException>(
                    "a statement timeout of $time",
                    null,
                    "one millisecond is the shortest, and 2147483647 the longest",
                ) { usual.statementTimeout(time) }
                shouldRefuse<ProgrammingException>(
                    "a lock timeout of $time",
                    null,
                    "one millisecond is the shortest, and 2147483647 the longest",
                ) { usual.lockTimeout(time) }
            }
            listOf(usual, usual.joined()).map { it == usual } shouldContainExactly listOf(true, false)
        }
    })
