package dev.kinglet.web.jdk

import com.sun.net.httpserver.HttpExchange
import dev.kinglet.fixtures.contract
import dev.kinglet.web.getOrNotFound
import dev.kinglet.web.scope.requestScope
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldMatch
import tour.Models.User.USER

/** The recipe without a web framework (WEB-11). */
class HttpServerFilterSpec :
    FunSpec({
        fun create(name: String) = USER.create(USER.username.to(name))

        fun names() = USER.select().orderBy(USER.username).values(USER.username)

        contract("it commits before the answer leaves, and undoes what throws or answers an error", USER) { db ->
            val scope =
                requestScope(db) {
                    transactions()
                    exclude("/health")
                    serverTiming()
                }
            val handlers =
                mapOf<String, (HttpExchange) -> Unit>(
                    "/create" to {
                        create(it.requestURI.path.substringAfterLast('/'))
                        it.answer(200, "created")
                    },
                    "/status" to {
                        val status = it.requestURI.path.substringAfterLast('/')
                        create(status)
                        it.answer(status.toInt(), "")
                    },
                    "/throws" to {
                        create("undone")
                        error("no")
                    },
                    "/after-commit" to {
                        db.afterCommit { error("the work after it") }
                        it.answer(200, "never")
                    },
                    "/user" to { USER.getOrNotFound(USER.username.eq("nobody")) },
                    "/health" to { it.answer(200, "${db.transactionDepth()}") },
                )
            JdkServer(scope, handlers).use { server ->
                repeat(10) {
                    val answer = server.send("/create/$it", "POST")
                    answer.body() shouldBe "created"
                    answer.headers().firstValue("Server-Timing").get() shouldMatch
                        """db;dur=\d+\.\d\d;desc="1 statement, 1 row", pool;dur=\d+\.\d\d"""
                    USER.where(USER.username.eq("$it")).exists() shouldBe true
                }
                USER.delete().where(USER.id.gt(0L)).execute()
                listOf(201, 404, 500).forEach { server.send("/status/$it", "POST").statusCode() shouldBe it }
                server.send("/throws", "POST").statusCode() shouldBe 500
                server.send("/after-commit", "POST").statusCode() shouldBe 500
                server.send("/user").let {
                    it.statusCode() shouldBe 404
                    it.headers().firstValue("Content-Type").get() shouldBe "application/problem+json"
                }
                server.send("/user", accept = "text/html").body() shouldContain "User not found"
                server.send("/user", "HEAD").statusCode() shouldBe 404
                server.send("/health").body() shouldBe "0"
            }
            names() shouldBe listOf("201", "404")
        }
    })
