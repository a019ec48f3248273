package guide

import com.fasterxml.jackson.databind.ObjectMapper
import dev.kinglet.Database
import dev.kinglet.web.BadRequest
import dev.kinglet.web.CursorKeys
import dev.kinglet.web.Engines
import dev.kinglet.web.NotFound
import dev.kinglet.web.Parameters
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import tour.Models.Tweet.TWEET
import tour.Models.User.USER
import java.time.LocalDateTime

/** Runs what the page on lists shows, and records what it sent and answered. */
fun listsPage(sent: Sent) {
    Database.sqliteInMemory().use { db ->
        db.bind(USER, TWEET).createTables(USER, TWEET)
        val huey = USER.create(USER.username.to("huey"))
        val noon = LocalDateTime.of(2026, 1, 1, 12, 0)
        val messages = (1..175).map { listOf(huey, "meow $it", noon.plusMinutes(it.toLong())) }
        TWEET.insertMany(listOf(TWEET.user, TWEET.content, TWEET.timestamp), messages).execute()

        val query = "author=huey&q=meow&page=2"
        val page = sent.record(db, "java:Lists.read") { Lists.read(query) }
        page.items().size shouldBe 20
        KotlinLists.read(query).items() shouldBe page.items()
        val request = Lists.TWEETS.read(Parameters.parse(query))
        val links = request.links("/tweets")

        val refused = shouldThrow<BadRequest> { Lists.API.read(Parameters.parse("sort=password")) }
        shouldThrow<BadRequest> { KotlinLists.api.read(Parameters.parse("sort=password")) }.message shouldBe refused.message
        val answer = Lists.answer(refused, "application/json")!!
        sent["java:Lists.refused"] = listOf("${answer.status()} ${answer.contentType()}", answer.text())

        val keys = CursorKeys.of("k1", ByteArray(32))
        val first = Lists.keyset(Lists.TWEETS.read(Parameters.none()), keys)
        KotlinLists.keyset(Lists.TWEETS.read(Parameters.none()), keys).items() shouldContainExactly first.items()

        val shown = Lists.links(request, page)
        val header = shown.last().split(", ").joinToString(",\n  ")
        sent["java:Lists.links"] = listOf("next       ${shown[0]}", "byContent  ${shown[1]}", "everything ${shown[2]}", "header     Link: $header")
        KotlinLists.links(request, page).let { it[0] to it[1] } shouldBe (shown[0] to shown[1])
        sent["java:Lists.numbers"] = listOf(Lists.numbers(links, Lists.read("page=5")))
        sent["java:Lists.nav"] = listOf(Lists.nav(links, page))
        Lists.german().html(page, links) shouldContain "Zurück"

        val small = Lists.read("q=meow+17&size=2")
        val json = Lists.json(Lists.TWEETS.read(Parameters.parse("q=meow+17&size=2")).links("/tweets"), small)
        val mapper = ObjectMapper().writerWithDefaultPrettyPrinter()
        sent["java:Lists.json"] = listOf(mapper.writeValueAsString(json[0]))
        json.map { it.keys.first() } shouldContainExactly listOf("items", "_links", "data", "edges")

        val one = Parameters.parse("id=175")
        val resource = Lists.resource(Lists.API, one)
        KotlinLists.resource(KotlinLists.api, one) shouldBe resource
        sent["java:Lists.resource"] = listOf(resource)

        val html = sent.record(db, "java:Lists.objectList") { Lists.objectList(Engines.usingPebble, huey, Parameters.parse("page=2")) }
        KotlinLists.objectList(Engines.usingPebble, huey, Parameters.parse("page=2")) shouldBe html

        sent.record(db, "java:Lists.notFound") { Lists.notFound("huey") shouldBe huey }
        KotlinLists.notFound("huey") shouldContainExactly listOf(huey, huey)
        val gone = shouldThrow<NotFound> { Lists.notFound("zaizee") }
        shouldThrow<NotFound> { KotlinLists.notFound("zaizee") }.message shouldBe gone.message
        val notFound = Lists.answer(gone, "application/json")!!
        sent["java:Lists.answer"] = listOf("${notFound.status()} ${notFound.contentType()}", notFound.text())
    }
}
