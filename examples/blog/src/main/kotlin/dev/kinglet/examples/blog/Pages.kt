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
import dev.kinglet.web.login.SafeRedirect
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

fun Route.reading(site: String) {
    get("/") {
        val found = call.requestParameters().first("q")?.trim()?.ifEmpty { null }?.let(::Found)
        call.list(found?.entries ?: Entry.public(), found)
    }
    get("/{slug}") {
        val visitor = call.visitor
        val entry = call.entry(if (visitor.isLoggedIn) Entry.select() else Entry.public())
        // the page of the author looks otherwise, and one with a message is not to be kept
        val isOwn = visitor.isLoggedIn || visitor.hasFlash()
        if (isOwn || !call.isKnown("${entry.id}-${entry.changedAt}-${Views.version}")) {
            call.page("entry.peb", "entry" to entry)
        }
    }
    get("/feed.xml") {
        val request = TWENTY.read(call.requestParameters())
        val page = request.page(Entry.public())
        val state = "${page.total()}" + page.map { "${it.id}-${it.changedAt}" }.items()
        if (!call.isKnown(state.hashCode().toString())) {
            val links = request.links("/feed.xml").absolute(site).relations(page)
            val updated = page.maxOfOrNull { it.changedAt } ?: Instant.EPOCH
            val model = mapOf("page" to page, "links" to links, "site" to site, "updated" to updated)
            call.respondText(Views.render("feed.peb", model), ContentType.parse("application/atom+xml; charset=utf-8"))
        }
    }
    get("/style.css") {
        call.response.headers.append("Cache-Control", "public, max-age=31536000, immutable")
        call.respondText(Views.style, ContentType.Text.CSS)
    }
}

/** A search, with what of each entry is shown: the words that were found are marked, and the rest is escaped. */
class Found(val words: String) {
    private val match = Entry.search.matches(words)
    private val title = match.htmlHighlight(Entry.title, "<mark>", "</mark>").`as`("found_title")
    private val snippet = match.htmlSnippet(Entry.plain, "<mark>", "</mark>", "…", 36).`as`("found_text")
    val entries: Select<Entry> = Entry.found(match).selectAlso(title, snippet)

    fun title(entry: Entry): String? = entry.get(title)

    fun snippet(entry: Entry): String? = entry.get(snippet)
}

private suspend fun ApplicationCall.list(entries: Select<Entry>, found: Found? = null) {
    val asked = requestParameters()
    val more = mapOf("tag" to asked.first("tag"), "words" to found?.words, "found" to found)
    html { LISTS.render("list.peb", entries.selectAlso(tagNames), address(), asked, it + more) }
}

private fun RoutingCall.entry(entries: Select<Entry> = Entry.select()): Entry =
    entries.selectAlso(tagNames).where(Entry.slug eq pathParameters["slug"]!!).getOrNotFound()

// ---- writing

fun Route.writing(db: Database) {
    forAuthor("/drafts") { get { call.list(Entry.drafts()) } }
    forAuthor("/create") {
        get { call.page("create.peb") }
        post { call.save(db, Entry(), "create.peb") }
    }
    forAuthor("/{slug}/edit") {
        get {
            val entry = call.entry()
            call.page("edit.peb", "draft" to entry, "slug" to entry.slug, "tags" to entry.tagList.joinToString(", "))
        }
        post { call.save(db, call.entry(), "edit.peb") }
    }
}

private fun Route.forAuthor(path: String, routes: Route.() -> Unit) =
    route(path) {
        install(LoginRequired) { isLoggedIn = { it.visitor.isLoggedIn } }
        routes()
    }

/** Stores what was typed; or shows it again, with what is wrong with it and an address that is free. */
private suspend fun RoutingCall.save(db: Database, entry: Entry, template: String) {
    val form = form()
    val tags = form["tags"].orEmpty()
    entry.fill(form)
    val errors = try {
        // a savepoint of the request's transaction
        db.transaction {
            entry.save()
            entry.tagWith(tags)
        }
        val path = "/${entry.slug.encodeURLPathPart()}/"
        if (entry.published) return redirect(path, "Your entry is published.")
        return redirect(path + "edit/", "Your draft is saved.")
    } catch (e: ValidationException) {
        e.byField()
    } catch (e: IntegrityException) {
        if (e.kind() != IntegrityException.Kind.UNIQUE) throw e
        mapOf("slug" to "The address “${entry.slug}” is taken. This one is free.")
    }
    val slug = if ("slug" in errors) freeSlug(entry.slug) else form["slug"]
    page(template, "draft" to entry, "slug" to slug, "tags" to tags, "errors" to errors, status = 422)
}

private fun Entry.fill(form: Parameters) {
    title = form["title"].orEmpty().trim()
    content = form["content"].orEmpty().replace("\r\n", "\n")
    published = form["published"] != null
    val typed = form["slug"].orEmpty().trim()
    if (typed.isNotEmpty() || !persisted()) slug = typed.ifEmpty { slugOf(title) }
    touch() // also where only its tags are others
}

// ---- logging in

fun Route.login(security: Security) {
    get("/login") { call.page("login.peb", "next" to call.request.queryParameters["next"]) }
    post("/login") {
        val form = call.form()
        val address = call.request.local.remoteAddress
        val isWelcome = security.limit.attempt(address)
        if (isWelcome && security.isPassword(form["password"].orEmpty())) {
            security.limit.forget(address)
            call.visitor.logIn("author")
            call.redirect(SafeRedirect.to(form["next"], "/"), "You are logged in.")
        } else {
            val error = if (isWelcome) "The password is wrong." else "Too many attempts. Please wait a minute."
            if (!isWelcome) call.response.headers.append("Retry-After", "${security.limit.retryAfterSeconds()}")
            val errors = mapOf("password" to error)
            call.page("login.peb", "next" to form["next"], "errors" to errors, status = if (isWelcome) 422 else 429)
        }
    }
    get("/logout") { call.page("logout.peb") }
    post("/logout") {
        call.form()
        call.visitor.logOut()
        call.redirect("/", "You are logged out.")
    }
}
