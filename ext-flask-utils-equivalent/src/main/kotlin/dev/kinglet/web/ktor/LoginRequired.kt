package dev.kinglet.web.ktor

import dev.kinglet.web.login.LoginPage
import io.ktor.server.application.ApplicationCall
import io.ktor.server.application.ApplicationCallPipeline
import io.ktor.server.application.Hook
import io.ktor.server.application.PipelineCall
import io.ktor.server.application.RouteScopedPlugin
import io.ktor.server.application.call
import io.ktor.server.application.createRouteScopedPlugin
import io.ktor.server.request.httpMethod
import io.ktor.server.request.uri

/** What [LoginRequired] is told. */
public class LoginRequiredConfig {
    /** Where anonymous visitors are sent; `/login/` if unsaid. */
    public var page: LoginPage = LoginPage.at("/login/")

    /** Whether somebody is logged in; nobody is if unsaid. It runs in the request, and may ask the database. */
    public var isLoggedIn: suspend (ApplicationCall) -> Boolean = { false }
}

/**
 * Lets only those in who are logged in: a plugin for a route and all routes in it, `install(LoginRequired) { .. }`. Who asks
 * for a page is sent to the login page, and everything else is an answer 401; see [LoginPage].
 */
public val LoginRequired: RouteScopedPlugin<LoginRequiredConfig> =
    createRouteScopedPlugin("LoginRequired", ::LoginRequiredConfig) {
        val page = pluginConfig.page
        val isLoggedIn = pluginConfig.isLoggedIn
        on(Guard) { call ->
            val letsIn = isLoggedIn(call)
            if (!letsIn) {
                call.respondAnswer(
                    page.answer(call.request.httpMethod.value, call.request.uri, call.request.headers["Accept"]),
                )
            }
            letsIn
        }
    }

/** Ends the call where the handler does not let it in. */
private object Guard : Hook<suspend (PipelineCall) -> Boolean> {
    override fun install(
        pipeline: ApplicationCallPipeline,
        handler: suspend (PipelineCall) -> Boolean,
    ) {
        pipeline.intercept(ApplicationCallPipeline.Validators) { if (!handler(call)) finish() }
    }
}
