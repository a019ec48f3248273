package dev.kinglet.examples.blog

import dev.kinglet.Database
import dev.kinglet.errors.IntegrityException
import dev.kinglet.errors.ValidationException
import dev.kinglet.expr.Expr
import dev.kinglet.expr.and
import dev.kinglet.expr.eq
import dev.kinglet.query.Select
import dev.kinglet.transaction
import dev.kinglet.web.Listing
import dev.kinglet.web.ObjectList
import dev.kinglet.web.getOrNotFound
import dev.kinglet.web.ktor.LoginRequired
import dev.kinglet.web.ktor.requestParameters
import dev.kinglet.web.login.SafeRedirect
import dev.kinglet.web.login.Session
import io.ktor.http.ContentType
import io.ktor.http.HttpStatusCode
import io.ktor.http.Parameters
import io.ktor.http.encodeURLPathPart
import io.ktor.server.application.ApplicationCall
import io.ktor.server.application.install
import io.ktor.server.request.path
import io.ktor.server.response.respond
import io.ktor.server.response.respondText
import io.ktor.server.routing.Route
import io.ktor.server.routing.Routing
import io.ktor.server.routing.RoutingCall
import io.ktor.server.routing.get
import io.ktor.server.routing.post
import io.ktor.server.routing.route
import java.time.Instant
import java.time.temporal.ChronoUnit

private val LISTS = ObjectList.of(Views).listing(Listing.of(20).filter("tag", ::tagged)).`as`("entries")

// ---- reading

fun Routing.reading(
    settings: Settings,
    security: Security,
) {
    get("/") {
        val words = call.requestParameters().first("q").orEmpty().trim()
        if (words.isEmpty()) {
            call.list(security, Entry.public())
        } else {
            val found = Found(words)
            call.list(security, found.entries(), "words" to words, "found" to found)
        }
    }
    get("/{slug}") {
        val visitor = security.visitor(call)
        val entry = call.entry { if (visitor.isAuthor) it else it.where(Entry.published eq true) }
        if (visitor.isAuthor || visitor.hasFlash || !call.isKnown("${entry.id}-${entry.changedAt}-${Views.version}")) {
            call.page(security, "entry.peb", "entry" to entry)
        }
    }
    get("/feed.xml") {
        val request = Listing.of(20).read(call.requestParameters())
        val page = request.page(Entry.public())
        val links = request.links("/feed.xml").absolute(settings.site)
        if (!call.isKnown(page.joinToString { "${it.id}-${it.changedAt}" }.hashCode().toString())) {
            val updated = page.maxOfOrNull { it.changedAt } ?: Instant.EPOCH
            val model = mapOf(
                "page" to page,
                "links" to links.relations(page),
                "site" to settings.site,
                "updated" to updated,
            )
            call.respondText(Views.render("feed.peb", model), ContentType.parse("application/atom+xml; charset=utf-8"))
        }
    }
    get("/style.css") {
        call.response.headers.append("Cache-Control", "public, max-age=31536000, immutable")
        call.respondText(Views.style, ContentType.Text.CSS)
    }
}

/** A search, with what of each entry is shown: the words that were found are marked, and the rest is escaped. */
class Found(
    words: String,
) {
    private val match = Entry.search.matches(words)
    private val title: Expr<String?> = match.htmlHighlight(Entry.title, "<mark>", "</mark>").`as`("found_title")
    private val snippet: Expr<String?> = match.htmlSnippet(Entry.plain, "<mark>", "</mark>", "…", 36).`as`("found_text")

    fun entries(): Select<Entry> = Entry.found(match).selectAlso(title, snippet)

    fun title(entry: Entry): String? = entry.get(title)

    fun snippet(entry: Entry): String? = entry.get(snippet)
}

private suspend fun ApplicationCall.list(
    security: Security,
    entries: Select<Entry>,
    vararg more: Pair<String, Any?>,
) {
    val parameters = requestParameters()
    val model = mapOf("visitor" to security.visitor(this), "path" to address(), "tag" to parameters.first("tag")) + more
    html(LISTS.render("list.peb", entries.selectAlso(tagNames), address(), parameters, model))
}

private fun RoutingCall.entry(limits: (Select<Entry>) -> Select<Entry> = { it }): Entry =
    limits(Entry.select().selectAlso(tagNames).where(Entry.slug eq pathParameters["slug"]!!)).getOrNotFound()

/** Answers 304 where the browser has what is told by this tag. A page of the author, or with a message, has no tag. */
private suspend fun ApplicationCall.isKnown(state: String): Boolean {
    val tag = "\"$state\""
    response.headers.append("ETag", tag)
    val known = request.headers["If-None-Match"].orEmpty().split(',').any { it.trim().removePrefix("W/") == tag }
    if (known) respond(HttpStatusCode.NotModified)
    return known
}

// ---- writing

/** What stands in the form of an entry. */
class Draft(
    val title: String,
    val slug: String,
    val content: String,
    val tags: String,
    val published: Boolean,
) {
    constructor(entry: Entry) :
        this(entry.title, entry.slug, entry.content, entry.tagList.joinToString(", "), entry.published)

    constructor(form: Parameters) : this(
        form["title"].orEmpty().trim(),
        form["slug"].orEmpty().trim(),
        form["content"].orEmpty().replace("\r\n", "\n"),
        form["tags"].orEmpty().trim(),
        form["published"] != null,
    )

    /** The address that a new entry gets. */
    val address = slug.ifEmpty { slugOf(title) }

    /** With a free address in place of one that is taken. */
    fun movedTo(slug: String) = Draft(title, slug, content, tags, published)

    fun writeTo(entry: Entry) {
        entry.title = title
        if (slug.isNotEmpty() || !entry.persisted()) entry.slug = slug
        entry.content = content
        entry.published = published
        entry.set(Entry.changedAt, Instant.now().truncatedTo(ChronoUnit.MICROS)) // also where only its tags are others
        entry.save()
        entry.tagWith(tags.split(',').map(::slugOf).filter { it.isNotEmpty() }.toSet())
    }
}

fun Routing.writing(
    db: Database,
    security: Security,
) {
    forAuthor("/drafts", security) {
        get { call.list(security, Entry.drafts()) }
    }
    forAuthor("/create", security) {
        get { call.page(security, "create.peb", "draft" to Draft("", "", "", "", false)) }
        post { call.save(db, security, Entry(), "create.peb") }
    }
    forAuthor("/{slug}/edit", security) {
        get { call.page(security, "edit.peb", "draft" to Draft(call.entry())) }
        post { call.save(db, security, call.entry(), "edit.peb") }
    }
}

private fun Routing.forAuthor(
    path: String,
    security: Security,
    routes: Route.() -> Unit,
) = route(path) {
    install(LoginRequired) {
        page = security.loginPage
        isLoggedIn = { security.visitor(it).isAuthor }
    }
    routes()
}

/** Stores what was typed; or shows it again, with what is wrong with it. */
private suspend fun RoutingCall.save(
    db: Database,
    security: Security,
    entry: Entry,
    template: String,
) {
    val visitor = security.visitor(this)
    val draft = Draft(visitor.form())
    try {
        db.transaction { draft.writeTo(entry) } // a savepoint of the request's transaction
        visitor.flash("good", if (entry.published) "Your entry is published." else "Your draft is saved.")
        redirect("/" + entry.slug.encodeURLPathPart() + if (entry.published) "/" else "/edit/")
    } catch (e: ValidationException) {
        val errors = e.problems().associate { (it.field() ?: "title") to it.message() }
        val isReserved = "slug" in errors && draft.address in RESERVED
        val again = if (isReserved) draft.movedTo(freeSlug(draft.address)) else draft
        page(security, template, "draft" to again, "errors" to errors, status = UNPROCESSABLE)
    } catch (e: IntegrityException) {
        if (e.kind() != IntegrityException.Kind.UNIQUE) throw e
        val free = freeSlug(draft.address)
        val errors = mapOf("slug" to "The address “${draft.address}” is taken. This one is free.")
        page(security, template, "draft" to draft.movedTo(free), "errors" to errors, status = UNPROCESSABLE)
    }
}

// ---- logging in

fun Routing.login(security: Security) {
    get("/login") { call.page(security, "login.peb", "next" to call.request.queryParameters["next"]) }
    post("/login") {
        val visitor = security.visitor(call)
        val form = visitor.form()
        val address = call.request.local.remoteAddress
        if (!security.limit.attempt(address)) {
            call.response.headers.append("Retry-After", LoginLimit.PERIOD.toSeconds().toString())
            val errors = mapOf("password" to "Too many attempts. Please wait a minute.")
            call.page(
                security,
                "login.peb",
                "next" to form["next"],
                "errors" to errors,
                status = HttpStatusCode.TooManyRequests,
            )
        } else if (!security.isPassword(form["password"].orEmpty())) {
            val errors = mapOf("password" to "The password is wrong.")
            call.page(security, "login.peb", "next" to form["next"], "errors" to errors, status = UNPROCESSABLE)
        } else {
            security.limit.forget(address)
            visitor.begin(Session.of("author"))
            visitor.flash("good", "You are logged in.")
            call.redirect(SafeRedirect.to(form["next"], "/"))
        }
    }
    get("/logout") { call.page(security, "logout.peb") }
    post("/logout") {
        val visitor = security.visitor(call)
        visitor.form()
        visitor.begin(Session.anonymous())
        visitor.flash("good", "You are logged out.")
        call.redirect("/")
    }
}

// ---- answers

private val UNPROCESSABLE = HttpStatusCode.UnprocessableEntity

suspend fun ApplicationCall.page(
    security: Security,
    template: String,
    vararg model: Pair<String, Any?>,
    status: HttpStatusCode = HttpStatusCode.OK,
) = html(Views.render(template, mapOf("visitor" to security.visitor(this), "path" to address()) + model), status)

/** The path as links have it, with a slash at its end. */
private fun ApplicationCall.address() = request.path().trimEnd('/') + "/"

/** For this visitor only, and to be asked for again: the page of the author looks otherwise. */
private suspend fun ApplicationCall.html(
    text: String,
    status: HttpStatusCode = HttpStatusCode.OK,
) {
    response.headers.append("Cache-Control", "private, no-cache")
    response.headers.append("Vary", "Cookie")
    respondText(text, ContentType.Text.Html, status)
}

/** To another page, which is asked for by GET. */
private suspend fun ApplicationCall.redirect(path: String) {
    response.headers.append("Location", path)
    respond(HttpStatusCode.SeeOther)
}
