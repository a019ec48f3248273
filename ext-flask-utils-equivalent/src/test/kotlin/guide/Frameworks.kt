package guide

import dev.kinglet.web.Links
import dev.kinglet.web.ListRequest
import dev.kinglet.web.Listing
import dev.kinglet.web.Problem
import dev.kinglet.web.getOrNotFound
import dev.kinglet.web.javalin.Contexts
import dev.kinglet.web.javalin.KingletRequests
import dev.kinglet.web.javalin.link
import dev.kinglet.web.javalin.links
import dev.kinglet.web.javalin.requestParameters
import dev.kinglet.web.javalin.respondProblem
import dev.kinglet.web.ktor.LoginRequired
import dev.kinglet.web.ktor.links
import dev.kinglet.web.ktor.respondProblem
import dev.kinglet.web.login.AttemptLimit
import dev.kinglet.web.login.LoginPage
import dev.kinglet.web.login.SafeRedirect
import dev.kinglet.web.login.SessionKeys
import dev.kinglet.web.login.Visitor
import dev.kinglet.web.login.Visitors
import dev.kinglet.web.scope.RequestScope
import dev.kinglet.web.servlet.DatabaseErrorFilter
import dev.kinglet.web.servlet.LoginFilter
import dev.kinglet.web.servlet.RequestScopeFilter
import dev.kinglet.web.spring.KingletWebMvc
import dev.kinglet.web.spring.Listed
import io.javalin.Javalin
import io.javalin.config.RoutesConfig
import io.ktor.server.application.Application
import io.ktor.server.application.ApplicationCall
import io.ktor.server.application.install
import io.ktor.server.response.respondRedirect
import io.ktor.server.response.respondText
import io.ktor.server.routing.get
import io.ktor.server.routing.post
import io.ktor.server.routing.route
import io.ktor.server.routing.routing
import io.ktor.util.AttributeKey
import jakarta.servlet.Filter
import jakarta.servlet.ServletContext
import org.springframework.http.ProblemDetail
import org.springframework.web.bind.annotation.GetMapping
import org.springframework.web.bind.annotation.PathVariable
import org.springframework.web.bind.annotation.RestController
import tour.Models.Tweet.TWEET
import tour.Models.User.USER
import java.time.Duration

/** What the page on web frameworks shows, in Kotlin. */
object KotlinFrameworks {
    val tweets: Listing = Listing.of(20).sort("newest", TWEET.timestamp.desc()).filter("author", USER.username)

    // region javalin
    fun javalin(scope: RequestScope): Javalin =
        Javalin.create { config ->
            config.registerPlugin(KingletRequests(scope))
            config.routes.get("/tweets") { ctx ->
                val page = tweets.read(ctx.requestParameters()).page(TWEET.select(TWEET, USER).join(USER))
                ctx.link(page)
                ctx.json(page.map { it.content }.items())
            }
            config.routes.get("/tweets/{id}") { ctx ->
                ctx.result(TWEET.getOrNotFound(ctx.pathParamAsClass("id", Long::class.javaObjectType).get()).content)
            }
        }
    // endregion

    fun more(routes: RoutesConfig) {
        routes.before("/drafts/*", Contexts.loginRequired(LoginPage.at("/login")) { visitors.open(it.header("Cookie")) {}.isLoggedIn })
        routes.get("/drafts/all") { ctx -> ctx.result("drafts") }
        routes.get("/moved") { ctx -> ctx.redirect(ctx.links().with("sort", "newest")) }
        routes.get("/gone") { ctx -> ctx.respondProblem(Problem.of(410, "It was here once")) }
    }

    // region spring
    @RestController
    class TweetController {
        @GetMapping("/tweets")
        fun tweets(
            @Listed("tweets") request: ListRequest,
            links: Links,
        ): List<String> = request.page(TWEET.select(TWEET, USER).join(USER)).items().map { it.content }

        @GetMapping("/tweets/{id}")
        fun tweet(
            @PathVariable("id") id: Long,
        ): String = TWEET.getOrNotFound(id).content
    }
    // endregion

    // region session
    val keys: SessionKeys = SessionKeys.of("2026-11", secret("SECRET")).andOlder("2026-05", secret("OLD_SECRET"))
    val visitors: Visitors = Visitors.of(keys).lifetime(Duration.ofDays(30))
    private val asking = AttributeKey<Visitor>("visitor")

    val ApplicationCall.visitor: Visitor // one for each request
        get() =
            attributes.computeIfAbsent(asking) {
                visitors.open(request.headers["Cookie"]) { line -> response.headers.append("Set-Cookie", line) }
            }

    suspend fun ApplicationCall.logIn(user: String) {
        visitor.logIn(user)
        visitor.flash("Welcome back.")
        respondRedirect(SafeRedirect.to(request.queryParameters["next"], "/"))
    }

    suspend fun ApplicationCall.logOut() {
        visitor.logOut()
        respondRedirect("/")
    }
    // endregion

    // region required
    fun Application.drafts() {
        routing {
            route("/drafts") {
                install(LoginRequired) {
                    page = LoginPage.at("/login")
                    isLoggedIn = { it.visitor.isLoggedIn }
                }
                get("/all") { call.respondText("drafts of ${call.visitor.user}") }
            }
        }
    }
    // endregion

    // region csrf
    suspend fun ApplicationCall.form() = respondText("<input type=hidden name=csrf value=${visitor.csrf}>")

    suspend fun ApplicationCall.check(token: String?): Boolean {
        val matches = visitor.sent(token)
        if (!matches) respondProblem(Problem.of(403, "The form is too old, or not from here"))
        return matches
    }
    // endregion

    // region limit
    private val logins = AttemptLimit.of(10, Duration.ofMinutes(1))

    suspend fun ApplicationCall.limited(): Boolean {
        val allowed = logins.attempt(request.local.remoteAddress)
        if (!allowed) {
            response.headers.append("Retry-After", "${logins.retryAfterSeconds()}")
            respondProblem(Problem.of(429, "Too many attempts"))
        }
        return allowed
    }
    // endregion

    fun Application.login() {
        routing {
            get("/login") { call.form() }
            post("/login") { if (call.check(call.request.queryParameters["csrf"]) && call.limited()) call.logIn("42") }
            post("/logout") { call.logOut() }
            get("/moved") { call.respondRedirect(call.links().with("sort", "newest")) }
        }
    }

    fun filter(): LoginFilter = LoginFilter(LoginPage.at("/login")) { visitors.open(it.getHeader("Cookie")) {}.isLoggedIn }

    fun filters(
        context: ServletContext,
        scope: RequestScope,
    ) = KingletWebMvc.register(context, scope)

    fun detail(): ProblemDetail = KingletWebMvc.detail(Problem.of(404, null).type("/problems/gone"))

    fun servlets(scope: RequestScope): List<Filter> = listOf(DatabaseErrorFilter(), RequestScopeFilter(scope), filter())

    fun configurer(): KingletWebMvc = KingletWebMvc.create().listing("tweets", tweets)

    private fun secret(variable: String) = "what the environment variable $variable holds, made at random"
}
