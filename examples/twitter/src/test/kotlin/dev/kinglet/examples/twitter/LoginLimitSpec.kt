package dev.kinglet.examples.twitter

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import java.time.Clock
import java.time.Instant
import java.time.ZoneId
import java.time.ZoneOffset

private class Moving(
    var now: Instant,
) : Clock() {
    override fun instant(): Instant = now

    override fun getZone(): ZoneId = ZoneOffset.UTC

    override fun withZone(zone: ZoneId?): Clock = this
}

class LoginLimitSpec :
    FunSpec({
        val clock = Moving(Instant.EPOCH)

        test("an address has ten attempts a minute, and others are not touched") {
            val limit = LoginLimit(clock)
            repeat(LoginLimit.ATTEMPTS) { limit.attempt("a") shouldBe true }
            limit.attempt("a") shouldBe false
            limit.attempt("b") shouldBe true
            clock.now += LoginLimit.PERIOD.plusSeconds(1)
            limit.attempt("a") shouldBe true
        }

        test("a success starts anew") {
            val limit = LoginLimit(clock)
            repeat(LoginLimit.ATTEMPTS) { limit.attempt("a") }
            limit.forget("a")
            limit.attempt("a") shouldBe true
        }
    })
