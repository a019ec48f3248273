package dev.kinglet.contract

import com.fasterxml.jackson.databind.ObjectMapper
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.statements
import dev.kinglet.jackson.KingletModule
import dev.kinglet.model.Load
import dev.kinglet.model.MapOptions
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import tour.Models.Category.CATEGORY
import tour.Models.Favorite.FAVORITE
import tour.Models.Relationship.RELATIONSHIP
import tour.Models.Tweet.TWEET
import tour.Models.User.USER
import tour.Seeds

/** Jackson writes what is loaded, and a getter that would load is not called. */
class JacksonSpec :
    FunSpec({
        val tables = arrayOf(USER, TWEET, FAVORITE, RELATIONSHIP, CATEGORY)
        val mapper = ObjectMapper().registerModule(KingletModule())

        fun json(row: Any?): String = mapper.writeValueAsString(row)

        contract("a row is its columns, a reference that is not loaded its key; no query is sent (PLY-01)", *tables) { db ->
            Seeds.sow()
            val tweet = TWEET.get(1L)
            db.statements(0) {
                json(tweet) shouldBe """{"id":1,"user":1,"content":"meow","timestamp":"2026-01-01T12:00"}"""
                json(listOf(mapOf("row" to CATEGORY.newRow()))) shouldBe """[{"row":{}}]"""
            }
            json(CATEGORY.get(1L)) shouldBe """{"id":1,"name":"root","parent":null}"""
        }

        contract("what is loaded is written, down and up, and circles end (PLY-01)", *tables) { db ->
            Seeds.sow()
            val tweets = TWEET.select(TWEET.id, TWEET.user).orderBy(TWEET.id).limit(1)
            val names = USER.select(USER.id, USER.username)
            val loaded = tweets.load(Load.one(TWEET.user, names), Load.many(FAVORITE.tweet)).list()
            db.statements(0) {
                json(loaded) shouldBe
                    """[{"id":1,"user":{"id":1,"username":"huey"},"favorites":[{"id":1,"user":2,"tweet":1},""" +
                    """{"id":2,"user":3,"tweet":1}]}]"""
            }
            val circle = names.where(USER.id.eq(2L)).load(Load.many(TWEET.user, TWEET.select(TWEET.id).limit(1))).get()
            db.statements(0) { json(circle) shouldBe """{"id":2,"username":"mickey","tweets":[{"id":4,"user":2}]}""" }
        }

        contract("options say what else, and what a mapper reads becomes a row again (PLY-02)", *tables) { db ->
            Seeds.sow()
            val options = MapOptions.following().only(USER.username).exclude(TWEET.timestamp)
            val following = ObjectMapper().registerModule(KingletModule(options))
            db.statements(2) {
                following.writeValueAsString(TWEET.get(1L)) shouldBe """{"id":1,"user":{"username":"huey"},"content":"meow"}"""
            }
            val text = json(TWEET.get(1L))

            @Suppress("UNCHECKED_CAST")
            val read = mapper.readValue(text, Map::class.java) as Map<String, Any?>
            json(TWEET.fromMap(read)) shouldBe text
        }
    })
