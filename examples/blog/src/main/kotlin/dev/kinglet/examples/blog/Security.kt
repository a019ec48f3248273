package dev.kinglet.examples.blog

import at.favre.lib.crypto.bcrypt.BCrypt
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies
import dev.kinglet.web.login.CsrfTokens
import dev.kinglet.web.login.Session
import dev.kinglet.web.login.SessionCookie
import dev.kinglet.web.login.SessionKeys
import io.ktor.http.HttpStatusCode
import io.ktor.http.Parameters
import io.ktor.server.application.ApplicationCall
import io.ktor.server.application.createApplicationPlugin
import io.ktor.server.request.contentLength
import io.ktor.server.request.receiveParameters
import io.ktor.util.AttributeKey
import java.security.SecureRandom
import java.time.Clock
import java.time.Duration
import java.time.Instant
import java.util.Base64

/**
 * What the environment says.
 *
 * @property password of the author; null for a new one with each start, which is printed
 * @property secret signs the sessions, 32 characters or more; null for a new one, so that a restart logs the author out
 * @property site where visitors find the blog, for the feed; its cookies are for https where this is
 */
class Settings(val password: String? = null, val secret: String? = null, val site: String = "http://localhost:7071")

/** A request that is answered by the page of a problem. */
class Refused(val status: HttpStatusCode) : Exception()

/** Who asks. */
val ApplicationCall.visitor: Security.Visitor get() = attributes[VISITOR]

private val VISITOR = AttributeKey<Security.Visitor>("visitor")

/** Who may do what: the password of the author, sessions, tokens of forms. */
class Security(settings: Settings, clock: Clock = Clock.systemUTC()) {
    val password = settings.password ?: random(9)
    val limit = LoginLimit(clock)
    private val keys = SessionKeys.of("1", settings.secret ?: random(32))
    private val isHttps = settings.site.startsWith("https:")
    private val sessions = cookie("session").lifetime(Duration.ofDays(30))
    private val flashes = cookie("flash").lifetime(Duration.ofMinutes(5))
    private val tokens = CsrfTokens.of(keys)
    private val hash = BCrypt.with(LONG).hash(10, password.toCharArray())

    private fun cookie(name: String) = SessionCookie.of(name, keys).let { if (isHttps) it else it.insecure() }

    /** Takes the same time whatever is wrong. */
    fun isPassword(text: String): Boolean = BCrypt.verifyer(VERSION, LONG).verify(text.toCharArray(), hash).verified

    /** Says who asks, and lets a page load nothing but its own style sheet, and send its forms nowhere else. */
    val plugin =
        createApplicationPlugin("Security") {
            onCall { call ->
                call.attributes.put(VISITOR, Visitor(call))
                HEADERS.forEach { (name, value) -> call.response.headers.append(name, value) }
            }
        }

    /** Nothing of a visitor is kept on the server. */
    inner class Visitor(private val call: ApplicationCall) {
        private val cookies = call.request.headers["Cookie"]
        private val message = flashes.read(cookies)?.value()
        private var session = sessions.read(cookies)

        val isAuthor get() = session?.isAnonymous == false
        val hasFlash = message != null

        /** What is said once, above the next page. */
        val flash get() = message?.also { send(flashes.cleared()) }

        /** The token of a form; a visitor without a session gets one for it. */
        val csrf: String get() = tokens.token(session ?: Session.anonymous().also(::begin))

        fun begin(new: Session) {
            session = new
            send(sessions.header(new))
        }

        fun tell(message: String) = send(flashes.header(Session.of(message)))

        /** The fields of the form that was sent, which has to carry a token of this session. */
        suspend fun form(): Parameters {
            if ((call.request.contentLength() ?: Long.MAX_VALUE) >
                LONGEST
            ) {
                throw Refused(HttpStatusCode.PayloadTooLarge)
            }
            val form = call.receiveParameters()
            if (!tokens.matches(form["csrf"], session)) throw Refused(HttpStatusCode.Forbidden)
            return form
        }

        private fun send(cookie: String) = call.response.headers.append("Set-Cookie", cookie)
    }

    private companion object {
        const val LONGEST = 1_000_000L
        val VERSION: BCrypt.Version = BCrypt.Version.VERSION_2A
        val LONG = LongPasswordStrategies.hashSha512(VERSION) // bcrypt alone reads 72 bytes and no more
        val HEADERS =
            mapOf(
                "Content-Security-Policy" to "default-src 'none'; style-src 'self'; img-src 'self' data:;" +
                    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
                "X-Content-Type-Options" to "nosniff",
                "Referrer-Policy" to "same-origin",
            )

        fun random(bytes: Int): String =
            Base64.getUrlEncoder().encodeToString(ByteArray(bytes).also { SecureRandom().nextBytes(it) })
    }
}

/** So many attempts to log in a minute from one address. In memory: a restart forgets them. */
class LoginLimit(private val clock: Clock) {
    private class Attempts(val since: Instant, val count: Int)

    private val addresses =
        object : LinkedHashMap<String, Attempts>() {
            override fun removeEldestEntry(eldest: Map.Entry<String, Attempts>) = size > 10_000
        }

    /** Counts an attempt, before it is looked at; false when there were too many. */
    @Synchronized
    fun attempt(address: String): Boolean {
        val now = clock.instant()
        val before = addresses[address]?.takeIf { it.since + PERIOD > now } ?: Attempts(now, 0)
        addresses[address] = Attempts(before.since, before.count + 1)
        return before.count < ATTEMPTS
    }

    /** After a success the address starts anew. */
    @Synchronized
    fun forget(address: String) {
        addresses.remove(address)
    }

    companion object {
        const val ATTEMPTS = 10
        val PERIOD: Duration = Duration.ofMinutes(1)
    }
}
