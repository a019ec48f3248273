package guide

import dev.kinglet.Database
import dev.kinglet.web.scope.*
import tour.Models.User.USER

/** The regions of the page on requests, in Kotlin. */
object KotlinRequests {
    fun scope(db: Database): RequestScope {
        // region scope
        val scope =
            requestScope(db) {
                writeTransactions()
                readOnlyReads()
                exclude("/health", "/assets/**")
            }
        // endregion
        return scope
    }

    fun handle(
        scope: RequestScope,
        request: WebRequest,
    ): Requests.Answer {
        // region handle
        val answer =
            scope.handle(request, { it.status }) {
                val user = USER.create(USER.username.to("zaizee"))
                Requests.Answer(201, "created ${user.username}")
            }
        // endregion
        return answer
    }
}
