package guide

import dev.kinglet.type.Json
import dev.kinglet.web.BadInput
import dev.kinglet.web.CursorKeys
import dev.kinglet.web.KeysetPage
import dev.kinglet.web.ListRequest
import dev.kinglet.web.Listing
import dev.kinglet.web.Nav
import dev.kinglet.web.ObjectList
import dev.kinglet.web.Page
import dev.kinglet.web.PageJson
import dev.kinglet.web.Parameters
import dev.kinglet.web.Template
import dev.kinglet.web.filter
import dev.kinglet.web.filterAll
import dev.kinglet.web.getOneOrNotFound
import dev.kinglet.web.orNotFound
import tour.Models.Tweet
import tour.Models.Tweet.TWEET
import tour.Models.User
import tour.Models.User.USER
import java.time.LocalDate

/** The regions of the page on lists, in Kotlin. */
object KotlinLists {
    // region declare
    val tweets =
        Listing
            .of(20) // rows a page; the address may ask for up to 100
            .sort("newest", TWEET.timestamp.desc()) // the first is the usual one
            .sort("content", TWEET.content)
            .filter("author", USER.username)
            .filter<LocalDate>("since") { TWEET.timestamp.ge(it.atStartOfDay()) }
            .filterAll<Long>("id") { TWEET.id.`in`(it) }
            .filter("q") { TWEET.content.contains(it) }
    // endregion

    fun read(queryString: String): Page<Tweet> {
        // region read
        val request = tweets.read(Parameters.parse(queryString))
        val page = request.page(TWEET.select(TWEET, USER).join(USER))
        // endregion
        return page
    }

    // region api
    val api = tweets.maxSize(500).onBadInput(BadInput.REFUSE).onBeyondLast(BadInput.NOT_FOUND)
    // endregion

    fun keyset(
        request: ListRequest,
        keys: CursorKeys,
    ): KeysetPage<Tweet> {
        // region keyset
        val page = request.page(request.pages(TWEET.select(TWEET, USER).join(USER)).keyset(keys))
        // endregion
        return page
    }

    fun links(
        request: ListRequest,
        page: Page<Tweet>,
    ): List<String?> {
        // region links
        val links = request.links("/tweets")
        val next = links.relations(page)["next"]
        val byContent = links.with("sort", "content") // begins at page 1
        val html = Nav.bootstrap().html(page, links)
        val json = PageJson.plain(page.map { it.content }, links)
        // endregion
        return listOf(next, byContent, html, json.keys.toString())
    }

    fun resource(
        listing: Listing,
        parameters: Parameters,
    ): String {
        // region resource
        val request = listing.read(parameters)
        val rows = request.page(TWEET.select()).map { mapOf("id" to it.id(), "content" to it.content) }
        val json = Json.write(PageJson.plain(rows, request.links("/api/tweets")))
        // endregion
        return json
    }

    fun objectList(
        engine: Template,
        user: User,
        parameters: Parameters,
    ): String {
        // region objectList
        val lists = ObjectList.of(engine).nav(Nav.bootstrap()) // once an application

        val html =
            lists
                .listing(tweets)
                .render("tweets.peb", user.tweets().select(TWEET, USER).join(USER), "/users/huey", parameters, mapOf("title" to user.username))
        // endregion
        return html
    }

    fun notFound(name: String): List<User> {
        // region notFound
        val user = USER.getOneOrNotFound(USER.username.eq(name))
        val same = USER.find(USER.username.eq(name)).orNotFound()
        // endregion
        return listOf(user, same)
    }
}
