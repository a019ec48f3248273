package dev.kinglet.contract

import dev.kinglet.Database
import dev.kinglet.errors.ModelException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.expr.Fn.count
import dev.kinglet.fixtures.Odds.Leaf.LEAF
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.statements
import dev.kinglet.model.Load
import dev.kinglet.model.MapOptions
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeSameInstanceAs
import tour.Models.Category.CATEGORY
import tour.Models.Favorite.FAVORITE
import tour.Models.Relationship.RELATIONSHIP
import tour.Models.Team.TEAM
import tour.Models.Tweet
import tour.Models.Tweet.TWEET
import tour.Models.TweetTag.TWEET_TAG
import tour.Models.User.USER
import tour.Seeds
import java.time.LocalDateTime

/** Rows as maps and back, and back-references by name. */
class MapSpec :
    FunSpec({
        val tables = arrayOf(USER, TEAM, TWEET, FAVORITE, RELATIONSHIP, CATEGORY, TWEET_TAG)

        fun mapped(
            name: String,
            body: (Database) -> Unit,
        ) = contract(name, *tables) { db ->
            Seeds.sow()
            body(db)
        }

        mapped("what is loaded is nested, what is not is its key, and no query is sent (PLY-01)") { db ->
            val noon = LocalDateTime.of(2026, 1, 1, 12, 0)
            val meow = TWEET.get(1L)
            val joined = TWEET.select(TWEET, USER.id, USER.username).join(USER).where(TWEET.id.eq(1L)).get()
            db.statements(0) {
                meow.toMap() shouldBe mapOf("id" to 1L, "user" to 1L, "content" to "meow", "timestamp" to noon)
                meow.toMap().keys.toList() shouldContainExactly listOf("id", "user", "content", "timestamp")
                joined.toMap()["user"] shouldBe mapOf("id" to 1L, "username" to "huey")
                joined.toMap(MapOptions.keys())["user"] shouldBe 1L
                joined.toMap(MapOptions.loaded().depth(0))["user"] shouldBe 1L
                CATEGORY.newRow().toMap() shouldBe mapOf<String, Any?>()
            }
            db.statements(1) { meow.toMap(MapOptions.following().only(USER.username))["user"] shouldBe mapOf("username" to "huey") }
        }

        mapped("a null reference is null, and following ends with the depth (PLY-01)") { db ->
            val leaf = CATEGORY.get(3L)
            db.statements(2) {
                leaf.toMap(MapOptions.following()) shouldBe
                    mapOf(
                        "id" to 3L,
                        "name" to "leaf",
                        "parent" to mapOf("id" to 2L, "name" to "left", "parent" to mapOf("id" to 1L, "name" to "root", "parent" to null)),
                    )
            }
            db.statements(0) {
                leaf.toMap(MapOptions.following().depth(1))["parent"] shouldBe mapOf("id" to 2L, "name" to "left", "parent" to 1L)
            }
        }

        mapped("back-references are lists that do not lead back (PLY-01)") { db ->
            val options = MapOptions.loaded().backrefs(TWEET.user, FAVORITE.tweet).exclude(TWEET.timestamp).only(USER.id)
            val users = USER.select().orderBy(USER.id).load(Load.many(TWEET.user).then(Load.many(FAVORITE.tweet))).list()
            db.statements(0) {
                users[1].toMap(options) shouldBe
                    mapOf(
                        "id" to 2L,
                        "tweets" to
                            listOf(
                                mapOf(
                                    "id" to 4L,
                                    "user" to 2L,
                                    "content" to "woof",
                                    "favorites" to listOf(mapOf("id" to 4L, "user" to 1L, "tweet" to 4L)),
                                ),
                                mapOf("id" to 5L, "user" to 2L, "content" to "whine", "favorites" to listOf<Any>()),
                            ),
                    )
                users[1].toMap(MapOptions.loaded().only(USER.id)) shouldBe mapOf("id" to 2L)
            }
            val huey = USER.get(1L)
            db.statements(0) { huey.toMap(options) shouldBe mapOf("id" to 1L) }
            // tweets, and the favorites of all of them
            db.statements(2) {
                val map = huey.toMap(MapOptions.following().backrefs(TWEET.user, FAVORITE.tweet).exclude(FAVORITE.user))
                (map["tweets"] as List<*>).size shouldBe 3
            }
            shouldThrow<ProgrammingException> { MapOptions.loaded().backrefs(TWEET_TAG.tweet) }.message shouldBe
                "the back-reference of tweet_tag.tweet_id has no name to put it under\n  model: Tweet\n" +
                "  hint: declare it: backref(\"..\")"
        }

        mapped("what was selected under an alias comes along (PLY-01)") { _ ->
            val n = count(FAVORITE.id).`as`("favCount")
            TWEET
                .select(TWEET.id, n)
                .leftJoin(FAVORITE)
                .groupBy(TWEET.id)
                .orderBy(TWEET.id)
                .first()!!
                .toMap() shouldBe mapOf("id" to 1L, "favCount" to 2L)
        }

        contract("a circle ends (PLY-01)", LEAF) { _ ->
            val a = LEAF.create()
            val b = LEAF.create(LEAF.above.to(a))
            a.set(LEAF.above, b)
            a.save()
            LEAF.get(a.id()).toMap(MapOptions.following()) shouldBe
                mapOf("above" to mapOf("above" to a.id(), "id" to b.id()), "id" to a.id())
        }

        mapped("a map becomes a row, maps in it rows, lists back-references (PLY-02, FLD-08)") { db ->
            val map =
                mapOf(
                    "username" to "new",
                    "joinDate" to "2026-01-02T03:04:05",
                    "tweets" to listOf(mapOf("content" to "one"), mapOf("content" to "two", "timestamp" to LocalDateTime.MIN)),
                )
            val user = db.statements(0) { USER.fromMap(map) }
            db.statements(0) {
                user.username shouldBe "new"
                user.get(USER.joinDate) shouldBe LocalDateTime.of(2026, 1, 2, 3, 4, 5)
                user.persisted() shouldBe false
                val loaded = user.backref(TWEET.user.backref()!!).list()
                loaded.map { (it as Tweet).content } shouldContainExactly listOf("one", "two")
                (loaded.first() as Tweet).user shouldBeSameInstanceAs user
            }
            val tweet = TWEET.fromMap(mapOf("content" to "x", "user" to mapOf("username" to "nested")))
            tweet.user.save()
            tweet.save()
            TWEET.get(tweet.id()).user.username shouldBe "nested"
            tweet.fromMap(mapOf("user" to 1, "content" to "y"))
            tweet.changed() shouldContainExactly listOf(TWEET.user, TWEET.content)
            tweet.user.username shouldBe "huey"
            tweet.toMap(MapOptions.keys()).let { TWEET.fromMap(it).toMap(MapOptions.keys()) shouldBe it }
        }

        mapped("a map with what the model has not is refused (PLY-02)") { _ ->
            shouldThrow<ModelException> { USER.fromMap(mapOf("nick" to "x")) }.message shouldBe
                "'nick' is no column or back-reference of User\n  model: User\n" +
                "  hint: there are [id, username, email, joinDate, defaultTeam]"
            shouldThrow<ModelException> { USER.fromMap(mapOf("tweets" to "x")) }.message shouldBe
                "'tweets' is no list of rows of User\n  model: User\n  hint: give a list of maps"
            shouldThrow<ModelException> { USER.fromMap(mapOf("tweets" to listOf(1))) }.message shouldBe
                "an element of 'tweets' is no map\n  model: User"
            shouldThrow<ModelException> { USER.fromMap(mapOf("joinDate" to "yesterday")) }.message shouldBe
                "user.join_date is of type timestamp, and the map has a value of type String that cannot be read as one\n  model: User"
            shouldThrow<ModelException> { USER.fromMap(mapOf("id" to 1.5)) }
            shouldThrow<ModelException> { USER.fromMap(mapOf("username" to 1)) }
        }

        mapped("back-references by name (FLD-24)") { _ ->
            USER.get(1L).backref("tweets").count() shouldBe 3
            USER.backref("relatedTo") shouldBe RELATIONSHIP.toUser
            USER.backrefs().filter { it.table() == RELATIONSHIP } shouldContainExactly listOf(RELATIONSHIP.fromUser, RELATIONSHIP.toUser)
            shouldThrow<ModelException> { TEAM.backref("nothing") }.message shouldBe
                "Team has no back-reference 'nothing'\n  model: Team\n" +
                "  hint: there are [defaultForUsers], of the tables that were bound so far"
        }
    })
