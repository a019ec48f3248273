package dev.kinglet.web.login

import dev.kinglet.errors.ProgrammingException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import java.time.Clock
import java.time.Duration
import java.time.Instant
import java.time.ZoneOffset
import java.util.Base64
import kotlin.random.Random

private val start: Instant = Instant.parse("2026-11-21T12:00:00Z")

private fun after(duration: Duration) = Clock.fixed(start + duration, ZoneOffset.UTC)

/** What a browser sends back for the line. */
private fun sentBack(line: String) = line.substringBefore(';')

class SessionSpec :
    FunSpec({
        val old = SessionKeys.of("2026-05", "an old secret, which was kept for long")
        val both = SessionKeys.of("2026-11", "a new secret that was made at random").andOlder("2026-05", "an old secret, which was kept for long")
        val only = SessionKeys.of("2026-11", "a new secret that was made at random")
        val cookie = SessionCookie.of("session", old)

        test("a session comes back as it was sent (WEB-12)") {
            for (value in listOf("42", "", "user é \uD83D\uDE00; path=/", "x".repeat(2000))) {
                val session = Session.of(value)
                val read = cookie.read("a=b; " + sentBack(cookie.header(session)) + "; c")!!
                read shouldBe session
                read.isAnonymous shouldBe value.isEmpty()
            }
        }

        test("the line keeps the cookie from scripts, other sites and plain http") {
            val line = cookie.header(Session.of("42"))
            line shouldContain Regex("^session=[A-Za-z0-9_-]+; Path=/; Max-Age=1209600; HttpOnly; Secure; SameSite=Lax$")
            val other = cookie.path("/app/").strict().insecure().lifetime(Duration.ofHours(1))
            other.header(Session.of("42")) shouldContain
                Regex("^session=[A-Za-z0-9_-]+; Path=/app/; Max-Age=3600; HttpOnly; SameSite=Strict$")
            cookie.cleared() shouldBe "session=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax"
            cookie.read(sentBack(cookie.cleared())) shouldBe null
        }

        test("a line fits into what browsers keep") {
            (cookie.header(Session.of("x".repeat(2000))).length < 4096) shouldBe true
        }

        test("no session, no cookie, another cookie: nobody") {
            for (header in listOf(null, "", ";", "session", "session=", "other=1", "session=\u00e9", "Session=x", "session=" + "A".repeat(9000))) {
                withClue("$header") { cookie.read(header) shouldBe null }
            }
            val line = sentBack(cookie.header(Session.of("42")))
            SessionCookie.of("other", old).read("other" + line.removePrefix("session")) shouldBe null
        }

        test("a value in quotes, as RFC 6265 allows and Java's client sends it back, is the same") {
            val text = sentBack(cookie.header(Session.of("42"))).removePrefix("session=")
            cookie.read("\$Version=\"1\"; session=\"$text\";\$Path=\"/\";\$Domain=\"localhost.local\"")!!.value() shouldBe "42"
            for (half in listOf("\"$text", "$text\"", "\"", "\"\"")) withClue(half) { cookie.read("session=$half") shouldBe null }
        }

        test("one that others have set beside ours is passed over") {
            val ours = sentBack(cookie.header(Session.of("42")))
            cookie.read("session=planted; $ours")!!.value() shouldBe "42"
        }

        test("every flipped bit is found, and every text that stands for the same bytes") {
            val text = sentBack(cookie.header(Session.of("42"))).removePrefix("session=")
            val bytes = Base64.getUrlDecoder().decode(text)
            for (bit in 0 until bytes.size * 8) {
                val forged = bytes.clone().also { it[bit / 8] = (it[bit / 8].toInt() xor (1 shl bit % 8)).toByte() }
                withClue("bit $bit") {
                    cookie.read("session=" + Base64.getUrlEncoder().withoutPadding().encodeToString(forged)) shouldBe null
                }
            }
            for (other in listOf("$text=", "$text==", text.dropLast(1), text + "A", " $text")) {
                withClue(other) { cookie.read("session=$other") shouldBe null }
            }
        }

        test("whatever comes in is nobody, and no error") {
            val random = Random(9)
            repeat(20_000) {
                val bytes = random.nextBytes(random.nextInt(120))
                if (it % 2 == 0 && bytes.isNotEmpty()) bytes[0] = 1
                cookie.read("session=" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)) shouldBe null
                cookie.read("session=" + String(bytes, Charsets.ISO_8859_1)) shouldBe null
            }
        }

        test("an old key is believed while it is in the ring, and the newest signs") {
            val before = sentBack(cookie.header(Session.of("42")))
            SessionCookie.of("session", both).read(before)!!.value() shouldBe "42"
            SessionCookie.of("session", only).read(before) shouldBe null
            val after = sentBack(SessionCookie.of("session", both).header(Session.of("43")))
            SessionCookie.of("session", only).read(after)!!.value() shouldBe "43"
            SessionCookie.of("session", old).read(after) shouldBe null
        }

        test("another secret of the same id is another key") {
            val other = SessionKeys.of("2026-05", "some other secret that is long enough")
            SessionCookie.of("session", other).read(sentBack(cookie.header(Session.of("42")))) shouldBe null
        }

        test("a session ends when its time is over") {
            val hour = cookie.lifetime(Duration.ofHours(1)).at(after(Duration.ZERO))
            val line = sentBack(hour.header(Session.of("42")))
            hour.at(after(Duration.ofMinutes(59))).read(line)!!.value() shouldBe "42"
            hour.at(after(Duration.ofMinutes(60))).read(line) shouldBe null
        }

        test("what cannot be right is refused, and shows no secret") {
            val short = shouldThrow<ProgrammingException> { SessionKeys.of("a", "s3cret") }
            short.message shouldContain "the secret of key \"a\" has 6 bytes"
            short.message shouldNotContain "s3cret"
            shouldThrow<ProgrammingException> { SessionKeys.of("", ByteArray(32)) }
            shouldThrow<ProgrammingException> { SessionKeys.of("a".repeat(33), ByteArray(32)) }
            shouldThrow<ProgrammingException> { old.andOlder("2026-05", ByteArray(32)) }
            shouldThrow<ProgrammingException> { SessionCookie.of("a b", old) }.message shouldContain "the cookie name"
            shouldThrow<ProgrammingException> { SessionCookie.of("", old) }
            val host = SessionCookie.of("__Host-session", old)
            host.header(Session.of("42")) shouldContain "__Host-session="
            shouldThrow<ProgrammingException> { host.insecure() }.message shouldContain "which browsers refuse so"
            shouldThrow<ProgrammingException> { host.path("/app") }
            shouldThrow<ProgrammingException> { SessionCookie.of("__Secure-session", old).insecure() }
            shouldThrow<ProgrammingException> { cookie.path("/;x") }.message shouldContain "the path of a cookie"
            shouldThrow<ProgrammingException> { cookie.lifetime(Duration.ZERO) }.message shouldContain "a lifetime of PT0S"
            shouldThrow<ProgrammingException> { CsrfTokens.of(old).lifetime(Duration.ofSeconds(-1)) }
            shouldThrow<ProgrammingException> { cookie.header(Session.of("x".repeat(2001))) }.message shouldContain
                "a session of 2001 bytes"
            shouldThrow<ProgrammingException> { Session("42", "") }
            both.toString() shouldBe "session keys [2026-11, 2026-05]"
            cookie.toString() shouldBe "cookie session"
            Session.of("42").toString() shouldBe "session"
            Session.anonymous().toString() shouldBe "anonymous session"
        }

        test("a token matches its session, and is another text each time (WEB-12)") {
            val tokens = CsrfTokens.of(old)
            val session = Session.of("42")
            val texts = (1..100).map { tokens.token(session) }
            texts.toSet().size shouldBe 100
            texts.all { tokens.matches(it, session) } shouldBe true
            texts.all { it.matches(Regex("[A-Za-z0-9_-]+")) } shouldBe true
            tokens.matches(texts[0], cookie.read(sentBack(cookie.header(session)))) shouldBe true
            texts[0] shouldNotContain session.id()
        }

        test("a token of another session, of nobody, or none does not") {
            val tokens = CsrfTokens.of(old)
            val session = Session.of("42")
            val token = tokens.token(session)
            tokens.matches(token, Session.of("42")) shouldBe false
            tokens.matches(token, Session.anonymous()) shouldBe false
            tokens.matches(token, null) shouldBe false
            tokens.matches(null, session) shouldBe false
            tokens.matches("", session) shouldBe false
            tokens.matches(sentBack(cookie.header(session)).removePrefix("session="), session) shouldBe false
            cookie.read("session=$token") shouldBe null
            val bytes = Base64.getUrlDecoder().decode(token)
            for (bit in 0 until bytes.size * 8) {
                val forged = bytes.clone().also { it[bit / 8] = (it[bit / 8].toInt() xor (1 shl bit % 8)).toByte() }
                tokens.matches(Base64.getUrlEncoder().withoutPadding().encodeToString(forged), session) shouldBe false
            }
        }

        test("a token lasts as long as a form may stay open, and as its key is in the ring") {
            val hour = Duration.ofHours(1)
            val session = Session.anonymous()
            val token = CsrfTokens.of(old).at(after(Duration.ZERO), hour).token(session)
            CsrfTokens.of(old).at(after(Duration.ofMinutes(59)), hour).matches(token, session) shouldBe true
            CsrfTokens.of(old).at(after(Duration.ofMinutes(61)), hour).matches(token, session) shouldBe false
            CsrfTokens.of(both).lifetime(Duration.ofDays(36500)).matches(token, session) shouldBe true
            CsrfTokens.of(only).lifetime(Duration.ofDays(36500)).matches(token, session) shouldBe false
        }

        test("ids are new each time") {
            Session.of("42") shouldNotBe Session.of("42")
            (1..1000).map { Session.anonymous().id() }.toSet().size shouldBe 1000
        }

        test("Java calls the same") {
            LoginCaller.page(null) shouldBe "302 /login/?next=%2Fdrafts%2F"
            val line = LoginCaller.login("42", "//evil.example")
            line.last() shouldBe "/"
            LoginCaller.page(sentBack(line.first())) shouldBe "drafts of 42"
            LoginCaller.login("42", "/drafts/").last() shouldBe "/drafts/"
            LoginCaller.post(sentBack(line.first()), LoginCaller.form(sentBack(line.first()))) shouldBe "saved"
            LoginCaller.post(sentBack(line.first()), "forged") shouldBe "403"
            LoginCaller.logout() shouldContain "Max-Age=0"
        }
    })
