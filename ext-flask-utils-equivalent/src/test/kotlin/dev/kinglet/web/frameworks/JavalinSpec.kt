package dev.kinglet.web.frameworks

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

/** Javalin does what every framework does (WEB-11), and what its own life cycle asks for. */
class JavalinSpec :
    FunSpec({
        serverSuite(::JavalinApp)

        served(::JavalinApp, "an answer that is thrown undoes, in a handler of before too, whatever those of after do") {
            post("/thrown-answer").statusCode() shouldBe 409
            post("/guarded").statusCode() shouldBe 403
            tweets() shouldBe 0
        }

        served(JavalinApp::ofFewThreads, "100 futures that keep their connection leave threads for each other, of which there are 8") {
            val answers = (1..100).map { postAsync("/later?text=x") }
            answers.forEach { it.get().statusCode() shouldBe 201 }
            tweets() shouldBe 200
        }

        served(::JavalinApp, "a problem is answered in the form that the client prefers") {
            get("/gone", "Accept" to "application/json").statusCode() shouldBe 410
            get("/gone", "Accept" to "text/html").type() shouldBe "text/html;charset=utf-8"
        }
    })
