package dev.kinglet.web.login

import dev.kinglet.errors.ProgrammingException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import java.time.Clock
import java.time.Duration
import java.time.Instant
import java.time.ZoneId
import java.time.ZoneOffset

/** A browser, as far as cookies go. */
private class Jar(private val visitors: Visitors) {
    private val cookies = linkedMapOf<String, String>()
    var lines = listOf<String>()

    fun <T> ask(what: (Visitor) -> T): T {
        val set = mutableListOf<String>()
        val header = cookies.entries.joinToString("; ").ifEmpty { null }
        val answer = what(visitors.open(header, set::add))
        for (line in set) {
            val (name, value) = line.substringBefore(';').split("=", limit = 2)
            if ("Max-Age=0" in line) cookies.remove(name) else cookies[name] = value
        }
        lines = set
        return answer
    }
}

private class TestClock(var now: Instant = Instant.parse("2026-11-21T12:00:00Z")) : Clock() {
    override fun getZone(): ZoneId = ZoneOffset.UTC

    override fun withZone(zone: ZoneId): Clock = this

    override fun instant(): Instant = now
}

class VisitorSpec :
    FunSpec({
        val visitors = Visitors.of(SessionKeys.random())

        test("who is there is nobody, logs in, is known, and logs out (WEB-12)") {
            val jar = Jar(visitors)
            jar.ask { it.user } shouldBe null
            jar.lines.shouldBeEmpty() // a visitor who only reads gets no cookie
            jar.ask { it.also { visitor -> visitor.logIn("42") }.user } shouldBe "42"
            jar.lines.single() shouldContain "; Max-Age=1209600; HttpOnly; Secure; SameSite=Lax"
            jar.ask { it.user to it.isLoggedIn } shouldBe ("42" to true)
            jar.lines.shouldBeEmpty()
            jar.ask { it.logOut() }
            jar.ask { it.user to it.isLoggedIn } shouldBe (null to false)
        }

        test("a form is known by its token, until somebody logs in or out") {
            val jar = Jar(visitors)
            val token = jar.ask { it.csrf }
            jar.lines shouldHaveSize 1
            jar.ask { it.sent(token) } shouldBe true
            jar.ask { it.csrf } shouldNotBe token
            jar.lines.shouldBeEmpty()
            jar.ask { it.sent(null) || it.sent("") || it.sent("forged") } shouldBe false
            Jar(visitors).ask { it.sent(token) } shouldBe false
            jar.ask { it.logIn("42") }
            jar.ask { it.sent(token) } shouldBe false
            val mine = jar.ask { it.csrf }
            jar.ask { it.sent(mine) } shouldBe true
            jar.ask { it.logOut() }
            jar.ask { it.sent(mine) } shouldBe false
        }

        test("what is to be said is said once, on the next page that asks") {
            val jar = Jar(visitors)
            jar.ask { it.flash } shouldBe null
            jar.ask { it.flash("Saved, \u00e4h; yes.") }
            jar.ask { it.hasFlash() } shouldBe true
            jar.ask { listOf(it.flash, it.flash, it.hasFlash()) } shouldBe listOf("Saved, \u00e4h; yes.", null, false)
            jar.ask { it.flash } shouldBe null
            jar.ask { it.flash("one") }
            jar.ask { it.flash("two") }
            jar.ask { it.flash } shouldBe "two"
        }

        test("cookies of other keys, and of one kind for the other, are nobody's") {
            val jar = Jar(visitors)
            jar.ask { it.logIn("42") }
            val session = jar.lines.single().substringBefore(';')
            Visitors.of(SessionKeys.random()).open(session) {}.user shouldBe null
            visitors.open(session.replace("session=", "flash=")) {}.flash shouldBe null
            visitors.open(session) {}.user shouldBe "42"
        }

        test("an hour over plain http") {
            val jar = Jar(visitors.lifetime(Duration.ofHours(1)).insecure())
            jar.ask { it.logIn("42").also { _ -> it.flash("Hello.") } }
            jar.lines.map { it.substringAfter(';') } shouldBe
                listOf(" Path=/; Max-Age=3600; HttpOnly; SameSite=Lax", " Path=/; Max-Age=300; HttpOnly; SameSite=Lax")
        }

        test("a login of nobody is refused, and nobody is shown") {
            val visitor = visitors.open(null) {}
            shouldThrow<ProgrammingException> { visitor.logIn("") }.message shouldContain "a login of nobody"
            shouldThrow<ProgrammingException> { visitor.logIn("x".repeat(2001)) }
            visitor.toString() shouldBe "visitor"
            visitor.logIn("42")
            visitor.toString() shouldNotContain "42"
            visitors.toString() shouldBe "visitors by cookie session"
        }

        test("so many attempts in a time, for each by itself") {
            val clock = TestClock()
            val limit = AttemptLimit.of(3, Duration.ofMinutes(1)).at(clock)
            List(5) { limit.attempt("a") } shouldBe listOf(true, true, true, false, false)
            limit.attempt("b") shouldBe true
            clock.now += Duration.ofSeconds(59)
            limit.attempt("a") shouldBe false
            clock.now += Duration.ofSeconds(1)
            List(4) { limit.attempt("a") } shouldBe listOf(true, true, true, false)
            limit.forget("a")
            limit.attempt("a") shouldBe true
            limit.retryAfterSeconds() shouldBe 60
            AttemptLimit.of(1, Duration.ofMillis(1500)).retryAfterSeconds() shouldBe 2
            limit.toString() shouldBe "3 attempts in PT1M"
        }

        test("what is kept of attempts is bounded, and the oldest go first") {
            val limit = AttemptLimit.of(1, Duration.ofHours(1))
            repeat(10_000) { limit.attempt("$it") shouldBe true }
            limit.attempt("0") shouldBe false
            limit.attempt("one more") shouldBe true
            limit.attempt("0") shouldBe true
            limit.attempt("9999") shouldBe false
        }

        test("a limit that cannot be meant is refused") {
            for (make in listOf({ AttemptLimit.of(0, Duration.ofHours(1)) }, { AttemptLimit.of(1, Duration.ZERO) }, { AttemptLimit.of(1, Duration.ofSeconds(-1)) })) {
                shouldThrow<ProgrammingException> { make() }.hint() shouldBe "allow 1 or more in a time that passes"
            }
        }

        test("Java calls the same") {
            val line = VisitorCaller.logIn("42", "secret")
            line shouldBe "303"
            VisitorCaller.logIn("42", "wrong") shouldBe "422"
            VisitorCaller.logIn("42", "wrong") shouldBe "429 60"
        }
    })
