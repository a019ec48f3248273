package guide

import dev.kinglet.web.getOrNotFound
import dev.kinglet.web.ktor.KingletRequests
import dev.kinglet.web.ktor.link
import dev.kinglet.web.ktor.requestParameters
import dev.kinglet.web.scope.RequestScope
import guide.KotlinFrameworks.tweets
import io.ktor.http.HttpStatusCode
import io.ktor.server.application.Application
import io.ktor.server.application.install
import io.ktor.server.request.receiveText
import io.ktor.server.response.respond
import io.ktor.server.response.respondText
import io.ktor.server.routing.get
import io.ktor.server.routing.post
import io.ktor.server.routing.routing
import kotlinx.coroutines.delay
import tour.Models.Tweet.TWEET
import tour.Models.User.USER

/** What the page on web frameworks shows of Ktor. */
object KotlinKtor {
    // region ktor
    fun Application.module(scope: RequestScope) {
        install(KingletRequests) { this.scope = scope }
        routing {
            get("/tweets") {
                val page = tweets.read(call.requestParameters()).page(TWEET.select(TWEET, USER).join(USER))
                call.link(page)
                call.respondText(page.joinToString(" ") { it.content })
            }
            get("/tweets/{id}") {
                call.respondText(TWEET.getOrNotFound(call.parameters["id"]!!.toLong()).content)
            }
            post("/tweets") {
                val text = call.receiveText()
                TWEET.create(TWEET.user.to(author()), TWEET.content.to(text))
                delay(10) // the thread is free, the transaction is this request's
                TWEET.create(TWEET.user.to(author()), TWEET.content.to("$text, again"))
                call.respond(HttpStatusCode.Created) // commits
            }
        }
    }
    // endregion

    private fun author() = USER.get(USER.username.eq("huey"))
}
