package dev.kinglet.examples.blog

import dev.kinglet.Database
import dev.kinglet.errors.IntegrityException
import dev.kinglet.errors.ValidationException
import dev.kinglet.expr.eq
import dev.kinglet.query.Select
import dev.kinglet.transaction
import dev.kinglet.web.Listing
import dev.kinglet.web.ObjectList
import dev.kinglet.web.getOrNotFound
import dev.kinglet.web.ktor.LoginRequired
import dev.kinglet.web.ktor.requestParameters
import dev.kinglet.web.login.LoginPage
import dev.kinglet.web.login.SafeRedirect
import dev.kinglet.web.login.Session
import io.ktor.http.ContentType
import io.ktor.http.Parameters
import io.ktor.http.encodeURLPathPart
import io.ktor.server.application.ApplicationCall
import io.ktor.server.application.install
import io.ktor.server.response.respondText
import io.ktor.server.routing.Route
import io.ktor.server.routing.RoutingCall
import io.ktor.server.routing.get
import io.ktor.server.routing.post
import io.ktor.server.routing.route
import java.time.Instant

private val TWENTY = Listing.of(20)
private val LISTS = ObjectList.of(Views).listing(TWENTY.filter("tag", ::tagged)).`as`("entries")

// ---- reading

fun Route.reading(settings: Settings) {
    get("/") {
        val words = call.requestParameters().first("q").orEmpty().trim()
        if (words.isEmpty()) {
            call.list(Entry.public())
        } else {
            val found = Found(words)
            call.list(found.entries(), "words" to words, "found" to found)
        }
    }
    get("/{slug}") {
        val visitor = call.visitor
        val entry = call.entry { if (visitor.isAuthor) it else it.where(Entry.published eq true) }
        // the page of the author looks otherwise, and one with a message is not to be kept
        if (visitor.isAuthor || visitor.hasFlash || !call.isKnown("${entry.id}-${entry.changedAt}-${Views.version}")) {
            call.page("entry.peb", "entry" to entry)
        }
    }
    get("/feed.xml") {
        val request = TWENTY.read(call.requestParameters())
        val page = request.page(Entry.public())
        val links = request.links("/feed.xml").absolute(settings.site)
        val state = "${page.total()}" + page.map { "${it.id}-${it.changedAt}" }.items()
        if (!call.isKnown(state.hashCode().toString())) {
            val updated = page.maxOfOrNull { it.changedAt } ?: Instant.EPOCH
            val model = call.model(
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
class Found(words: String) {
    private val match = Entry.search.matches(words)
    private val title = match.htmlHighlight(Entry.title, "<mark>", "</mark>").`as`("found_title")
    private val snippet = match.htmlSnippet(Entry.plain, "<mark>", "</mark>", "…", 36).`as`("found_text")

    fun entries(): Select<Entry> = Entry.found(match).selectAlso(title, snippet)

    fun title(entry: Entry): String? = entry.get(title)

    fun snippet(entry: Entry): String? = entry.get(snippet)
}

private suspend fun ApplicationCall.list(entries: Select<Entry>, vararg more: Pair<String, Any?>) {
    val parameters = requestParameters()
    val model = model("tag" to parameters.first("tag"), *more)
    html(LISTS.render("list.peb", entries.selectAlso(tagNames), address(), parameters, model))
}

private fun RoutingCall.entry(limits: (Select<Entry>) -> Select<Entry> = { it }): Entry =
    limits(Entry.select().selectAlso(tagNames).where(Entry.slug eq pathParameters["slug"]!!)).getOrNotFound()

// ---- writing

/** What stands in the form of an entry. */
data class Draft(val title: String, val slug: String, val content: String, val tags: String, val published: Boolean) {
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

    fun writeTo(entry: Entry) {
        entry.title = title
        if (slug.isNotEmpty() || !entry.persisted()) entry.slug = address
        entry.content = content
        entry.published = published
        entry.touch() // also where only its tags are others
        entry.save()
        entry.tagWith(tags.split(',').map(::slugOf).filter { it.isNotEmpty() }.toSet())
    }
}

fun Route.writing(db: Database) {
    forAuthor("/drafts") {
        get { call.list(Entry.drafts()) }
    }
    forAuthor("/create") {
        get { call.page("create.peb", "draft" to Draft("", "", "", "", false)) }
        post { call.save(db, Entry(), "create.peb") }
    }
    forAuthor("/{slug}/edit") {
        get { call.page("edit.peb", "draft" to Draft(call.entry())) }
        post { call.save(db, call.entry(), "edit.peb") }
    }
}

private fun Route.forAuthor(path: String, routes: Route.() -> Unit) =
    route(path) {
        install(LoginRequired) {
            page = LoginPage.at("/login/")
            isLoggedIn = { it.visitor.isAuthor }
        }
        routes()
    }

/** Stores what was typed; or shows it again, with what is wrong with it. */
private suspend fun RoutingCall.save(db: Database, entry: Entry, template: String) {
    val draft = Draft(visitor.form())
    try {
        db.transaction { draft.writeTo(entry) } // a savepoint of the request's transaction
        visitor.tell(if (entry.published) "Your entry is published." else "Your draft is saved.")
        redirect("/" + entry.slug.encodeURLPathPart() + if (entry.published) "/" else "/edit/")
    } catch (e: ValidationException) {
        val errors = e.problems().associate { (it.field() ?: "title") to it.message() }
        val isReserved = "slug" in errors && draft.address in RESERVED
        val again = if (isReserved) draft.copy(slug = freeSlug(draft.address)) else draft
        page(template, "draft" to again, "errors" to errors, status = 422)
    } catch (e: IntegrityException) {
        if (e.kind() != IntegrityException.Kind.UNIQUE) throw e
        val errors = mapOf("slug" to "The address “${draft.address}” is taken. This one is free.")
        page(template, "draft" to draft.copy(slug = freeSlug(draft.address)), "errors" to errors, status = 422)
    }
}

// ---- logging in

fun Route.login(security: Security) {
    get("/login") { call.page("login.peb", "next" to call.request.queryParameters["next"]) }
    post("/login") {
        val form = call.visitor.form()
        val address = call.request.local.remoteAddress
        val isWelcome = security.limit.attempt(address)
        if (isWelcome && security.isPassword(form["password"].orEmpty())) {
            security.limit.forget(address)
            call.visitor.begin(Session.of("author"))
            call.visitor.tell("You are logged in.")
            call.redirect(SafeRedirect.to(form["next"], "/"))
        } else {
            val error = if (isWelcome) "The password is wrong." else "Too many attempts. Please wait a minute."
            if (!isWelcome) call.response.headers.append("Retry-After", LoginLimit.PERIOD.toSeconds().toString())
            val status = if (isWelcome) 422 else 429
            call.page("login.peb", "next" to form["next"], "errors" to mapOf("password" to error), status = status)
        }
    }
    get("/logout") { call.page("logout.peb") }
    post("/logout") {
        call.visitor.form()
        call.visitor.begin(Session.anonymous())
        call.visitor.tell("You are logged out.")
        call.redirect("/")
    }
}
