package dev.kinglet.web.ktor

import dev.kinglet.web.Links
import dev.kinglet.web.Paged
import dev.kinglet.web.Parameters
import dev.kinglet.web.Problem
import io.ktor.http.ContentType
import io.ktor.http.HttpStatusCode
import io.ktor.http.content.TextContent
import io.ktor.server.application.ApplicationCall
import io.ktor.server.request.path
import io.ktor.server.request.queryString
import io.ktor.server.response.respond

/** The parameters of the address, for a [dev.kinglet.web.Listing]; any text can be read. */
public fun ApplicationCall.requestParameters(): Parameters = Parameters.parse(request.queryString())

/** The addresses around this one, with its parameters. */
public fun ApplicationCall.links(): Links = Links.of(request.path(), requestParameters())

/** Names the neighbours of a page in the headers; see [Links.headers]. */
public fun ApplicationCall.link(page: Paged<*>): Unit =
    links().headers(page).forEach { (name, value) -> response.headers.append(name, value) }

/** Answers a problem in the form that the client prefers. */
public suspend fun ApplicationCall.respondProblem(problem: Problem): Unit =
    respondAnswer(problem.answer(request.headers["Accept"]))

internal suspend fun ApplicationCall.respondAnswer(answer: Problem.Answer) {
    answer.headers().forEach { (name, value) -> response.headers.append(name, value) }
    respond(
        TextContent(
            answer.text(),
            ContentType.parse(answer.contentType()),
            HttpStatusCode.fromValue(answer.status()),
        ),
    )
}
