package dev.kinglet.contract

import dev.kinglet.Database
import dev.kinglet.errors.IntegrityException
import dev.kinglet.errors.OperationalException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.fixtures.statements
import dev.kinglet.transaction
import dev.kinglet.transactional
import dev.kinglet.type.Dialect
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import tour.Models.User.USER
import java.io.IOException
import java.util.concurrent.ConcurrentLinkedQueue

class TransactionSpec :
    FunSpec({
        fun names() = USER.select().orderBy(USER.username).values(USER.username)

        fun create(name: String) = USER.create(USER.username.to(name))

        contract("a transaction commits when its body returns and rolls back when it throws (TXN-01)", USER) { db ->
            db.transaction { create("kept") }
            shouldThrow<IllegalStateException> {
                db.transaction {
                    create("undone")
                    error("stop")
                }
            }.message shouldBe "stop"
            names() shouldContainExactly listOf("kept")
        }

        contract("checked exceptions of the body pass through as they are", USER) { db ->
            shouldThrow<IOException> {
                db.atomic<IOException> {
                    create("undone")
                    throw IOException("disk")
                }
            }.message shouldBe "disk"
            names().shouldBeEmpty()
        }

        contract("inner transactions are savepoints, to any depth (TXN-03)", USER) { db ->
            db.transaction {
                depth() shouldBe 1
                create("1")
                runCatching {
                    db.transaction {
                        depth() shouldBe 2
                        create("2")
                        db.transaction {
                            depth() shouldBe 3
                            create("3")
                        }
                        error("undo 2 and 3")
                    }
                }
                db.transaction { create("4") }
            }
            names() shouldContainExactly listOf("1", "4")
        }

        contract("a failed statement in a savepoint leaves the transaction usable", USER) { db ->
            db.transaction {
                create("huey")
                shouldThrow<IntegrityException> { db.transaction { create("huey") } }
                create("mickey")
            }
            names() shouldContainExactly listOf("huey", "mickey")
        }

        contract("rollback and commit inside a block end the part so far and go on (TXN-02)", USER) { db ->
            db.transaction {
                create("a")
                rollback()
                create("b")
                commit()
                create("c")
                db.transaction {
                    create("d")
                    rollback()
                    create("e")
                }
                runCatching {
                    db.transaction {
                        create("f")
                        error("undo f")
                    }
                }
            }
            names() shouldContainExactly listOf("b", "c", "e")
            runCatching {
                db.transaction {
                    create("g")
                    commit()
                    create("h")
                    error("undo h")
                }
            }
            names() shouldContainExactly listOf("b", "c", "e", "g")
        }

        contract("a transaction without a statement takes no connection", USER) { db ->
            db.transaction {
                db.inTransaction() shouldBe true
                db.connectionsInUse() shouldBe 0
                db.transaction { db.connectionsInUse() shouldBe 0 }
                names()
                db.connectionsInUse() shouldBe 1
            }
        }

        contract("a scope keeps one connection, and inner scopes share it (CON-06)", USER) { db ->
            db.connection().use {
                db.connectionsInUse() shouldBe 0
                names()
                db.connection().use { names() }
                db.connectionsInUse() shouldBe 1
                db.transaction { create("x") }
                db.connectionsInUse() shouldBe 1
            }
            db.connectionsInUse() shouldBe 0
        }

        contract("transaction control is not among the recorded statements", USER) { db ->
            db.statements(2) { db.transaction { db.transaction { create("a") }.let { create("b") } } }
        }

        contract("an uncommitted row is seen by its own transaction only (CON-04)", USER) { db ->
            if (db.toString() != "SQLite in memory") {
                db.transaction {
                    create("mine")
                    var seen = -1L
                    Thread { seen = USER.select().count() }.apply { start() }.join()
                    seen shouldBe 0L
                    USER.select().count() shouldBe 1L
                }
            }
            db.inTransaction() shouldBe false
        }

        contract("eight threads that write never see a locked database", USER) { db: Database ->
            val errors = ConcurrentLinkedQueue<Throwable>()
            val threads =
                (1..8).map { t ->
                    Thread {
                        runCatching {
                            repeat(25) { i ->
                                if (i % 2 == 0) {
                                    create("t$t-$i")
                                } else {
                                    db.transaction {
                                        USER.select().count()
                                        create("t$t-$i")
                                    }
                                }
                            }
                        }.onFailure(errors::add)
                    }
                }
            threads.forEach(Thread::start)
            threads.forEach(Thread::join)
            errors.toList().shouldBeEmpty()
            USER.select().count() shouldBe 200L
        }

        contract("where the commit is refused the block is rolled back, and the refusal thrown (TXN-10)", USER) { db ->
            db.execute("create table pet (id integer primary key, owner bigint references \"user\" (id) deferrable initially deferred)")
            val ran = mutableListOf<String>()
            db.connection().use {
                val refused =
                    shouldThrow<IntegrityException> {
                        db.transaction {
                            afterCommit { ran += "never" }
                            afterRollback { ran += "undone" }
                            create("huey")
                            db.execute("insert into pet values (1, 999)")
                        }
                    }
                refused.kind() shouldBe IntegrityException.Kind.FOREIGN_KEY
                db.inTransaction() shouldBe false
                names().shouldBeEmpty()
                db.transaction {
                    db.execute("insert into pet values (1, 7)")
                    shouldThrow<IntegrityException> { commit() }
                    // it is undone, and whoever did not see the error does not go on by mistake
                    val foreignKey = if (db.dialect() == Dialect.SQLITE) "FOREIGN KEY constraint failed" else REFUSED
                    for (use in listOf({ create("lost") }, { commit() }, { db.transaction { names() } })) {
                        shouldRefuse<OperationalException>(
                            "the database has undone the transaction: $foreignKey",
                            null,
                            "let the error leave the block, or call rollback() of its transaction",
                        ) { use() }
                    }
                    rollback()
                    create("mickey")
                    commit()
                    create("zaizee")
                }
            }
            ran shouldContainExactly listOf("undone")
            names() shouldContainExactly listOf("mickey", "zaizee")
        }

        contract("a failure that is caught inside of the block does not pass for a success on PostgreSQL (TXN-10)", USER) { db ->
            val caught: () -> Unit = {
                create("huey")
                runCatching { create("huey") }
            }
            if (db.dialect() == Dialect.SQLITE) {
                db.transaction { caught() } // undoes the statement only
                names() shouldContainExactly listOf("huey")
            } else {
                db.transaction {
                    create("before")
                    shouldThrow<OperationalException> { db.transaction { caught() } }
                    create("after")
                }
                names() shouldContainExactly listOf("after", "before")
                shouldRefuse<OperationalException>(
                    "a statement of the transaction has failed, so it cannot be committed",
                    null,
                    "an earlier statement of this transaction failed; run what may fail in an atomic of its own",
                ) { db.transaction { caught() } }
                names() shouldContainExactly listOf("after", "before")
            }
        }

        contract("a database is not closed inside of a transaction of the same thread (TXN-09)", USER) { db ->
            db.transaction {
                shouldRefuse<ProgrammingException>(
                    "the database is closed inside of a transaction: $db",
                    null,
                    "close it after the block has ended",
                ) { db.close() }
                create("huey")
                db.transactionDepth() shouldBe 1
                db.transaction { db.transactionDepth() shouldBe 2 }
            }
            db.transactionDepth() shouldBe 0
            names() shouldContainExactly listOf("huey")
        }

        contract("a stream that is closed in a later block ends with that block", USER) { db ->
            listOf("a", "b").forEach(::create)
            val rows = USER.select().orderBy(USER.username).stream()
            val names = rows.iterator()
            names.next().username shouldBe "a"
            db.transaction {
                create("c")
                rows.close()
                create("d")
                depth() shouldBe db.transactionDepth()
            }
            db.inTransaction() shouldBe false
            names() shouldContainExactly listOf("a", "b", "c", "d")
            val again = USER.select().stream()
            again.iterator().next()
            runCatching {
                db.transaction {
                    create("e")
                    again.close()
                    error("undo e")
                }
            }
            names() shouldContainExactly listOf("a", "b", "c", "d")
        }

        contract("a function may run in a transaction each time it is called (TXN-01)", USER) { db ->
            val add = db.transactional { name: String -> create(name).username.length + db.transactionDepth() }
            val both =
                db.transactional { first: String, second: String ->
                    create(first)
                    create(second)
                }
            add("huey") shouldBe 5
            both("a", "b")
            shouldThrow<IntegrityException> { both("c", "c") }
            db.transaction { add("inner") shouldBe 7 }
            db.atomicFunction<Int, Int> { it + db.transactionDepth() }.apply(1) shouldBe 2
            db.atomicSupplier { db.transactionDepth() }.get() shouldBe 1
            names() shouldContainExactly listOf("a", "b", "huey", "inner")
        }
    })

private const val REFUSED = "insert or update on table \"pet\" violates foreign key constraint \"pet_owner_fkey\""
