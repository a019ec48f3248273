package dev.kinglet.web.frameworks

import dev.kinglet.TransactionOptions
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.web.ktor.KingletRequests
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.ktor.server.application.install
import io.ktor.server.cio.CIO
import io.ktor.server.engine.embeddedServer

/** Ktor does what every framework does (WEB-11), and what coroutines ask for. */
class KtorSpec :
    FunSpec({
        serverSuite(::KtorApp)

        served(::KtorApp, "coroutines that a handler launches take turns on the connection of its request") {
            post("/children").statusCode() shouldBe 201
            tweets() shouldBe 10
            post("/children-fail").statusCode() shouldBe 500
            tweets() shouldBe 10
        }

        served(::KtorApp, "what was answered stays done, and statements after it commit by themselves") {
            post("/afterwards").statusCode() shouldBe 201
            soon { tweets() shouldBe 2 }
        }

        served(::KtorApp, "a coroutine that outlives its request is cancelled rather than run outside of it") {
            post("/outlives").statusCode() shouldBe 201
            Thread.sleep(200)
            tweets() shouldBe 1
        }

        served(::KtorApp, "an eager request that gets no connection is an answer 500", { eager() }) {
            val taken = (1..5).map { db.work(TransactionOptions.defaults()).apply { connect() } }
            get("/health").statusCode() shouldBe 200
            val answer = getAsync("/idle")
            taken.first().close()
            answer.get().statusCode() shouldBe 200
            taken.forEach { it.close() }
            get("/idle").body() shouldBe "1 1"
        }

        test("a plugin without a scope is refused") {
            shouldThrow<ProgrammingException> { startWithoutScope() }.message shouldContain "KingletRequests without a scope"
        }
    })

// outside of the test's scope, whose child the server would be
private fun startWithoutScope() {
    embeddedServer(CIO, port = 0, host = "127.0.0.1") { install(KingletRequests) }.start()
}
