package dev.kinglet.web.scope

import dev.kinglet.Database
import dev.kinglet.errors.IntegrityException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.elsewhere
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.fixtures.statements
import dev.kinglet.transaction
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeSameInstanceAs
import tour.Models.User.USER
import java.util.concurrent.CompletableFuture
import java.util.concurrent.Executors

/** A request and its connections, without a web framework (WEB-10, OPS-01, CON-24). */
class RequestScopeSpec :
    FunSpec({
        val get = WebRequest.of("get", "/users/")
        val post = WebRequest.of("POST", "/users/")

        fun create(name: String) = USER.create(USER.username.to(name))

        fun names() = USER.select().orderBy(USER.username).values(USER.username)

        fun RequestScope.handle(
            request: WebRequest,
            status: Int = 200,
            body: () -> Unit,
        ) = run<Int, Exception>(request, { it }) { _ ->
            body()
            status
        }

        contract("a request keeps one connection, which is taken with its first statement", USER) { db ->
            val scope = RequestScope.of(db)
            val loans = db.poolStats().loans()
            scope.handle(get) { }
            db.poolStats().loans() shouldBe loans
            scope.handle(get) {
                db.connectionsInUse() shouldBe 0
                repeat(3) { create("$it") }
                db.connectionsInUse() shouldBe 1
                db.inTransaction() shouldBe false
            }
            db.connectionsInUse() shouldBe 0
            db.poolStats().loans() shouldBe loans + 1
        }

        contract("an eager one takes it before the handler runs", USER) { db ->
            RequestScope.builder(db).eager().build().handle(get) { db.connectionsInUse() shouldBe 1 }
            RequestScope.builder(db).eager().transactions().build().handle(get) {
                db.connectionsInUse() shouldBe 1
            }
        }

        contract("which requests are transactions is said by the scope", USER) { db ->
            fun depths(scope: RequestScope) =
                listOf(get, post, WebRequest.of("head", "/"), WebRequest.of("DELETE", "/users/1/")).map { request ->
                    var depth = -1
                    scope.handle(request) { depth = db.transactionDepth() }
                    depth
                }
            depths(RequestScope.of(db)) shouldBe listOf(0, 0, 0, 0)
            depths(RequestScope.builder(db).transactions().build()) shouldBe listOf(1, 1, 1, 1)
            depths(RequestScope.builder(db).writeTransactions().build()) shouldBe listOf(0, 1, 0, 1)
            val readOnly =
                RequestScope
                    .builder(db)
                    .readOnlyReads()
                    .writeTransactions()
                    .build()
            depths(readOnly) shouldBe listOf(1, 1, 1, 1)
            shouldThrow<ProgrammingException> { readOnly.handle(get) { create("a") } }
            readOnly.handle(post) { create("b") }
            names() shouldBe listOf("b")
        }

        contract("it commits when the handler returns, and undoes what throws or answers an error", USER) { db ->
            val scope = RequestScope.builder(db).transactions().build()
            scope.handle(post) { create("a") }
            scope.handle(post, 404) { create("b") }
            scope.handle(post, 500) { create("c") }
            scope.handle(post, 503) { create("d") }
            shouldThrow<IllegalStateException> {
                scope.handle(post) {
                    create("e")
                    error("no")
                }
            }
            scope.run<Unit, Exception>(post) { request ->
                create("f")
                request.rollbackOnly()
            }
            names() shouldBe listOf("a", "b")
            val strict =
                RequestScope
                    .builder(db)
                    .transactions()
                    .rollbackOn { it >= 400 }
                    .build()
            strict.handle(post, 404) { create("g") }
            strict.handle(post, 302) { create("h") }
            names() shouldBe listOf("a", "b", "h")
        }

        contract("the end is before the first byte, and what follows commits by itself", USER) { db ->
            val scope = RequestScope.builder(db).transactions().build()
            scope.begin(post).use { open ->
                open.enter().use {
                    create("a")
                    open.isFinished shouldBe false
                    open.beforeFirstByte(200)
                    open.isFinished shouldBe true
                    db.connectionsInUse() shouldBe 0
                    elsewhere { names() } shouldBe listOf("a")
                    db.inTransaction() shouldBe false
                    create("b")
                }
                open.finish(500)
                open.fail(IllegalStateException())
            }
            names() shouldBe listOf("a", "b")
        }

        contract("an open stream puts the end off", USER) { db ->
            val scope = RequestScope.builder(db).transactions().build()
            repeat(3) { create("$it") }
            scope.begin(get).use { open ->
                open.enter().use {
                    USER.select().stream().use { rows ->
                        val each = rows.iterator()
                        each.next()
                        open.beforeFirstByte(200)
                        open.isFinished shouldBe false
                        each.next()
                    }
                    open.finish(200)
                    db.connectionsInUse() shouldBe 0
                }
            }
        }

        contract("a request in a request is a part of it", USER) { db ->
            val scope = RequestScope.builder(db).transactions().build()
            scope.handle(post) {
                create("a")
                scope.handle(post, 500) {
                    db.transactionDepth() shouldBe 1
                    create("b")
                }
                shouldThrow<IllegalStateException> { scope.handle(post) { error("no") } }
                db.transactionDepth() shouldBe 1
            }
            names() shouldBe listOf("a", "b")
            scope.run<Unit, Exception>(post) { _ ->
                create("c")
                scope.run<Unit, Exception>(post) { inner -> inner.rollbackOnly() }
            }
            names() shouldBe listOf("a", "b")
        }

        contract("in a transaction of the caller's it is a part of that", USER) { db ->
            val scope = RequestScope.builder(db).transactions().build()
            shouldThrow<IllegalStateException> {
                db.transaction {
                    scope.handle(post) { create("a") }
                    names() shouldBe listOf("a")
                    error("undone")
                }
            }
            names() shouldBe listOf()
        }

        contract("paths that are excluded have no scope", USER) { db ->
            val scope =
                RequestScope
                    .builder(db)
                    .transactions()
                    .eager()
                    .exclude("/health", "/assets/**", "/*/ping")
                    .build()
            for (path in listOf("/health", "/health/", "/assets/", "/assets", "/assets/a/b.css", "/x/ping", "/health;v=1")) {
                scope.handle(WebRequest.of("GET", path)) {
                    db.connectionsInUse() shouldBe 0
                    db.inTransaction() shouldBe false
                }
            }
            for (path in listOf("/", "/healthy", "/health/x", "/a/assets/b", "/ping", "/x/y/ping", "/Health")) {
                scope.handle(WebRequest.of("GET", path)) { db.inTransaction() shouldBe true }
            }
        }

        test("what is no pattern of a path is refused") {
            Database.sqliteInMemory().use { db ->
                for (pattern in listOf("health", "", "/a*", "/**/a", "/a/**b")) {
                    shouldRefuse<ProgrammingException>(
                        "a path that is no pattern: $pattern",
                        null,
                        "write /health, /assets/** or /*/ping: * is one part, ** at the end all the rest",
                    ) { RequestScope.builder(db).exclude(pattern) }
                }
                shouldRefuse<ProgrammingException>("statements that repeat 1 times", null, "say 2 or more") {
                    RequestScope.builder(db).logRepeats(1)
                }
                Database.sqliteInMemory().use { other ->
                    shouldRefuse<ProgrammingException>(
                        "tenants of a database that the request scope does not have: $other",
                        null,
                        "name it when the scope is begun: RequestScope.builder(first, second)",
                    ) { RequestScope.builder(db).tenant(other) { "a" } }
                }
            }
        }

        contract("a commit that the database refuses is thrown, and undone", USER) { db ->
            val scope = RequestScope.builder(db).transactions().build()
            shouldThrow<IntegrityException> {
                scope.handle(post) {
                    create("a")
                    db.afterCommit { error("never") }
                    create("a")
                }
            }
            names() shouldBe listOf()
        }

        contract("another thread goes on when it is handed the request, and only then", USER) { db ->
            val scope = RequestScope.builder(db).transactions().build()
            val executor = Executors.newSingleThreadExecutor()
            try {
                val open = scope.begin(post)
                val done =
                    open.enter().use {
                        create("a")
                        OpenRequest.current() shouldBeSameInstanceAs open
                        // before this thread has left the request: it waits
                        val done = executor.submit(RequestScope.capture(java.util.concurrent.Callable { names() }))
                        CompletableFuture.supplyAsync({ OpenRequest.current() }).get().shouldBeNull()
                        done
                    }
                OpenRequest.current().shouldBeNull()
                done.get() shouldBe listOf("a")
                executor.submit { db.inTransaction() shouldBe false }.get()
                open.finish(200)
                open.close()
                names() shouldBe listOf("a")
                val late = open.enterFails()
                late.hint() shouldBe "what goes on after its end opens a connection, or a transaction, of its own"
            } finally {
                executor.shutdown()
            }
            RequestScope.capture(Runnable { db.statements(1) { names() } }).run()
        }

        contract("several databases: each has its own, and an error undoes both", USER) { db ->
            Database.sqliteInMemory().use { other ->
                other.createTables(USER)
                val scope = RequestScope.builder(db, other).transactions().build()

                fun <R> there(body: () -> R): R = other.use(USER).use { body() }
                scope.handle(post) {
                    create("a")
                    there { create("b") }
                    db.inTransaction() shouldBe true
                    other.inTransaction() shouldBe true
                }
                shouldThrow<IllegalStateException> {
                    scope.handle(post) {
                        create("c")
                        there { create("d") }
                        error("no")
                    }
                }
                names() shouldBe listOf("a")
                there { names() } shouldBe listOf("b")
                // one within, which has only one of them: the other is its own
                RequestScope.builder(db).transactions().build().handle(post) {
                    scope.handle(post, 500) {
                        create("e")
                        there { create("f") }
                    }
                }
                names() shouldBe listOf("a", "e")
                there { names() } shouldBe listOf("b")
                other.connectionsInUse() shouldBe 0
            }
        }
    })

private fun OpenRequest.enterFails() = shouldThrow<ProgrammingException> { enter() }
