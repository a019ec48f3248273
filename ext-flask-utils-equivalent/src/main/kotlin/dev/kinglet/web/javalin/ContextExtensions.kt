package dev.kinglet.web.javalin

import dev.kinglet.web.Links
import dev.kinglet.web.Paged
import dev.kinglet.web.Parameters
import dev.kinglet.web.Problem
import io.javalin.http.Context

/** The parameters of the address, for a [dev.kinglet.web.Listing]. See [Contexts.parameters]. */
public fun Context.requestParameters(): Parameters = Contexts.parameters(this)

/** The addresses around this one, with its parameters. See [Contexts.links]. */
public fun Context.links(): Links = Contexts.links(this)

/** Names the neighbours of a page in the headers. See [Contexts.link]. */
public fun Context.link(page: Paged<*>): Unit = Contexts.link(this, page)

/** Answers a problem in the form that the client prefers. See [Contexts.problem]. */
public fun Context.respondProblem(problem: Problem): Unit = Contexts.problem(this, problem)
