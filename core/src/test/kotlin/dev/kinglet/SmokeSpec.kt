package dev.kinglet

import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.statements
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import tour.Models.Favorite.FAVORITE
import tour.Models.Tweet.TWEET
import tour.Models.User.USER

class SmokeSpec :
    FunSpec({
        contract("smoke", USER, TWEET, FAVORITE) { db ->
            println(db.createTablesSql(USER).joinToString("\n"))
            val huey = USER.create(USER.username.to("huey"))
            println(huey)
            TWEET.create(TWEET.user.to(huey), TWEET.content.to("meow"))
            val q = TWEET.select(TWEET.content, USER.username).join(USER).where(USER.username.startsWith("H"))
            println(q.sql())
            db.statements(1) { q.list().map { it.user.username } } shouldBe listOf("huey")
            println(TWEET.where(TWEET.id.`in`(listOf(1L, 2L))).orderBy(TWEET.timestamp.desc()).paginate(2, 20))
            println(TWEET.where(TWEET.user.`in`(USER.select())).distinct().count())
            println(USER.select().maps())
            println(USER.select().explain())
            huey.username = "Huey"
            huey.save() shouldBe 1
            USER.get(huey.id()).username shouldBe "Huey"
            huey.tweets().list().size shouldBe 1
            TWEET.select().stream().use { it.count() } shouldBe 1L
            db.transaction { huey.tweets().exists() } shouldBe true
            println(db.planCacheStats())
        }
    })
