package dev.kinglet.web

import dev.kinglet.errors.KingletException
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.statements
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldNotBeInstanceOf
import tour.Models.Tweet.TWEET
import tour.Models.User.USER

class WebSpec :
    FunSpec({
        contract("what is there is answered, for one statement", USER, TWEET) { db ->
            val huey = USER.create(USER.username.to("huey"))
            db.statements(1) { USER.getOrNotFound(USER.username.eq("huey")) } shouldBe huey
            db.statements(1) { USER.getOrNotFound(USER.username.eq("huey"), USER.email.isNull()) } shouldBe huey
            db.statements(1) { USER.getOrNotFound(huey.id()) } shouldBe huey
            db.statements(1) { USER.where(USER.username.eq("huey")).getOrNotFound() } shouldBe huey
        }

        contract("what is not there is NotFound, and its message holds no value", USER, TWEET) { db ->
            USER.create(USER.username.to("huey"))
            val calls =
                listOf(
                    { USER.getOrNotFound(USER.username.eq("s3cret")) },
                    { USER.getOrNotFound(USER.username.eq("huey"), USER.email.eq("s3cret")) },
                    { USER.getOrNotFound(1_000_000L) },
                    { USER.where(USER.username.eq("s3cret")).getOrNotFound() },
                    { USER.alias("author").let { it.getOrNotFound(it.col(USER.username).eq("s3cret")) } },
                )
            for (call in calls) {
                val notFound = db.statements(1) { shouldThrow<NotFound> { call() } }
                notFound.message shouldBe "User not found"
                notFound.status() shouldBe 404
                (notFound as Throwable).shouldNotBeInstanceOf<KingletException>()
            }
        }

        contract("what a condition hides is not found", USER, TWEET) {
            val huey = USER.create(USER.username.to("huey"))
            val meow = TWEET.create(TWEET.user.to(huey), TWEET.content.to("meow"))
            val ofOthers = TWEET.user.ne(huey)
            shouldThrow<NotFound> { TWEET.getOrNotFound(TWEET.id.eq(meow.id()), ofOthers) }.message shouldBe
                "Tweet not found"
        }

        contract("Java calls the same", USER, TWEET) {
            val huey = USER.create(USER.username.to("huey"))
            listOf("meow", "hiss", "purr").forEach { TWEET.create(TWEET.user.to(huey), TWEET.content.to(it)) }
            JavaCaller.messages("huey", "1") shouldBe listOf("purr", "hiss")
            JavaCaller.messages("huey", "x") shouldBe listOf("purr", "hiss")
            JavaCaller.messages("huey", "2") shouldBe listOf("meow")
            shouldThrow<NotFound> { JavaCaller.messages("zaizee", "1") }
            JavaCaller.byKey(huey.id()) shouldBe "huey"
            JavaCaller.byKey(-1) shouldBe "404 User not found"
            JavaCaller.byQuery("hue") shouldBe "huey"
        }
    })
