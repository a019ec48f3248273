package dev.kinglet.examples.blog

import at.favre.lib.crypto.bcrypt.BCrypt
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies
import dev.kinglet.web.login.AttemptLimit
import dev.kinglet.web.login.SessionKeys
import dev.kinglet.web.login.Visitor
import dev.kinglet.web.login.Visitors
import io.ktor.http.HttpStatusCode
import io.ktor.http.Parameters
import io.ktor.server.application.ApplicationCall
import io.ktor.server.application.createApplicationPlugin
import io.ktor.server.request.contentLength
import io.ktor.server.request.receiveParameters
import io.ktor.util.AttributeKey
import java.math.BigInteger
import java.security.SecureRandom
import java.time.Duration

/** A request that is answered by the page of a problem. */
class Refused(val status: HttpStatusCode) : Exception()

/** Who asks. Nothing of a visitor is kept on the server. */
val ApplicationCall.visitor: Visitor get() = attributes[VISITOR]

private val VISITOR = AttributeKey<Visitor>("visitor")
private const val LONGEST = 1_000_000L
private val VERSION = BCrypt.Version.VERSION_2A
private val LONG = LongPasswordStrategies.hashSha512(VERSION) // bcrypt alone reads 72 bytes and no more

/**
 * Who may do what.
 *
 * @param password of the author
 * @property site where visitors find the blog, for the feed; its cookies are for https where this is
 * @param keys sign sessions and forms; new ones, so that a restart logs the author out, unless said
 */
class Security(password: String, val site: String, keys: SessionKeys = SessionKeys.random()) {
    private val signed = Visitors.of(keys).lifetime(Duration.ofDays(30))
    private val visitors = if (site.startsWith("https:")) signed else signed.insecure()
    private val hash = BCrypt.with(LONG).hash(10, password.toCharArray())

    /** Of attempts to log in from one address. */
    val limit: AttemptLimit = AttemptLimit.of(10, Duration.ofMinutes(1))

    /** Takes the same time whatever is wrong. */
    fun isPassword(text: String): Boolean = BCrypt.verifyer(VERSION, LONG).verify(text.toCharArray(), hash).verified

    /** Says who asks, and lets a page load nothing but its own style sheet, and send its forms nowhere else. */
    val plugin =
        createApplicationPlugin("Security") {
            onCall { call ->
                val headers = call.response.headers
                val visitor = visitors.open(call.request.headers["Cookie"]) { headers.append("Set-Cookie", it) }
                call.attributes.put(VISITOR, visitor)
                headers.append(
                    "Content-Security-Policy",
                    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; " +
                        "base-uri 'none'; frame-ancestors 'none'",
                )
                headers.append("X-Content-Type-Options", "nosniff")
                headers.append("Referrer-Policy", "same-origin")
            }
        }
}

/** The fields of the form that was sent, which has to carry a token of this visitor. */
suspend fun ApplicationCall.form(): Parameters {
    val length = request.contentLength() ?: Long.MAX_VALUE
    if (length > LONGEST) throw Refused(HttpStatusCode.PayloadTooLarge)
    return receiveParameters().also { if (!visitor.sent(it["csrf"])) throw Refused(HttpStatusCode.Forbidden) }
}

/** For an author who has not chosen one. */
fun newPassword(): String = BigInteger(72, SecureRandom()).toString(36)
