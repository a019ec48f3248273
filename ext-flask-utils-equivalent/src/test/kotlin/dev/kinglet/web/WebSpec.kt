package dev.kinglet.web

import dev.kinglet.errors.DataException
import dev.kinglet.errors.KingletException
import dev.kinglet.fixtures.Shelf
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.statements
import dev.kinglet.model.CompositeKey
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

        contract("more than one row of what should be one is an error, and none is NotFound (W9)", USER, TWEET) { db ->
            val huey = USER.create(USER.username.to("huey"))
            USER.create(USER.username.to("mickey"))
            db.statements(1) { USER.getOneOrNotFound(USER.username.eq("huey")) } shouldBe huey
            db.statements(1) { USER.getOneOrNotFound(USER.username.eq("huey"), USER.email.isNull) } shouldBe huey
            db.statements(1) { USER.where(USER.username.eq("huey")).getOneOrNotFound() } shouldBe huey
            db.statements(1) { shouldThrow<NotFound> { USER.getOneOrNotFound(USER.username.eq("s3cret")) } }.message shouldBe "User not found"
            val both = db.statements(1) { shouldThrow<DataException> { USER.getOneOrNotFound(USER.email.isNull) } }
            both.summary() shouldBe "more than one row of User matches"
            Problem.of(both) shouldBe null
            // a limit is the query's own: of two rows it sees one
            USER.where(USER.email.isNull).orderBy(USER.username).limit(1).getOneOrNotFound() shouldBe huey
        }

        contract("rows of composite keys are found by all parts, and NotFound names the columns and no value (W9)", Shelf) { db ->
            Shelf.insert(Shelf.room.to("north"), Shelf.number.to(1)).execute()
            db.statements(1) { Shelf.getOrNotFound(CompositeKey.of("north", 1)) }.get(Shelf.number) shouldBe 1
            val notFound = db.statements(1) { shouldThrow<NotFound> { Shelf.getOrNotFound(CompositeKey.of("s3cret", 1)) } }
            notFound.message shouldBe "Shelf not found"
            notFound.model() shouldBe "Shelf"
            notFound.key() shouldBe listOf("room", "number")
            shouldThrow<NotFound> { Shelf.getOrNotFound(Shelf.room.eq("south")) }.key() shouldBe listOf()
        }

        contract("what is null is NotFound where one says so (W9)", USER, TWEET) {
            USER.create(USER.username.to("huey"))
            USER.find(USER.username.eq("huey")).orNotFound().username shouldBe "huey"
            shouldThrow<NotFound> { USER.find(USER.username.eq("mickey")).orNotFound() }.message shouldBe "User not found"
            val picture: ByteArray? = null
            shouldThrow<NotFound> { picture.orNotFound("Picture") }.model() shouldBe "Picture"
        }

        contract("Java calls lists the same", USER, TWEET) {
            val huey = USER.create(USER.username.to("huey"))
            listOf("meow", "hiss", "purr").forEach { TWEET.create(TWEET.user.to(huey), TWEET.content.to(it)) }
            WebCaller.list(mapOf("author" to arrayOf("huey"), "sort" to arrayOf("content"))) shouldBe listOf("hiss", "meow")
            WebCaller.list(mapOf("page" to arrayOf("2"), "since" to arrayOf("2020-01-01"), "q" to arrayOf("r"), "email" to arrayOf(""), "page" to arrayOf("1"))) shouldBe
                listOf("purr")
            WebCaller.answer(Parameters.parse("page=2")) shouldBe "page 2 of 2, 3 rows in all"
            WebCaller.answer(Parameters.parse("page=3")) shouldBe "404 page true"
            WebCaller.answer(Parameters.parse("page=x")) shouldBe "400 page true"
            WebCaller.one("huey") shouldBe huey
            shouldThrow<NotFound> { WebCaller.one("zaizee") }.status() shouldBe 404
        }
    })
