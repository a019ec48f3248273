package dev.kinglet.contract

import dev.kinglet.errors.IntegrityException
import dev.kinglet.errors.ModelException
import dev.kinglet.errors.NotFoundException
import dev.kinglet.expr.eq
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.statements
import dev.kinglet.type.Dialect
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import tour.Models.Favorite.FAVORITE
import tour.Models.Team.TEAM
import tour.Models.Tweet
import tour.Models.Tweet.TWEET
import tour.Models.User
import tour.Models.User.USER
import tour.Seeds

class ForeignKeySpec :
    FunSpec({
        contract("the raw key costs no query, the row one, the first time (FLD-21, FLD-22)", USER, TWEET) { db ->
            Seeds.tweet(USER.create(USER.username.to("huey")), "meow", 0)
            val tweet = TWEET.get(1L)
            db.statements(0) { tweet.userId shouldBe 1L }
            db.statements(1) {
                tweet.user.username shouldBe "huey"
                tweet.user.username shouldBe "huey"
            }
        }

        contract("setting a row needs no query, and setting another key forgets the row (FLD-22)", USER, TWEET) { db ->
            val huey = USER.create(USER.username.to("huey"))
            val mickey = USER.create(USER.username.to("mickey"))
            val tweet = Seeds.tweet(huey, "meow", 0)
            db.statements(0) {
                tweet.user shouldBe huey
                tweet.set(TWEET.user.key(), huey.id())
                tweet.user shouldBe huey
                tweet.changed() shouldBe listOf()
                tweet.set(TWEET.user.key(), mickey.id())
                tweet.changed() shouldContainExactly listOf(TWEET.user)
            }
            db.statements(1) { tweet.user.username shouldBe "mickey" }
            db.statements(0) {
                tweet.set(TWEET.user, huey)
                tweet.userId shouldBe huey.id()
            }
        }

        contract("a nullable foreign key gives null without a query", USER, TEAM) { db ->
            val huey = USER.create(USER.username.to("huey"))
            db.statements(0) {
                huey.get(USER.defaultTeam).shouldBeNull()
                huey.key(USER.defaultTeam).shouldBeNull()
            }
            val team = TEAM.create(TEAM.name.to("cats"), TEAM.owner.to(huey))
            huey.set(USER.defaultTeam, team)
            huey.save() shouldBe 1
            USER.get(huey.id()).get(USER.defaultTeam) shouldBe team
            USER.where(USER.defaultTeam.eq(team)).count() shouldBe 1
            huey.set(USER.defaultTeam, null)
            huey.save()
            USER.where(USER.defaultTeam.isNull).count() shouldBe 1
        }

        contract("a row set before it is saved gives its key when it is (WRT-06)", USER, TWEET) { _ ->
            val huey = User().apply { username = "huey" }
            val tweet = Tweet()
            tweet.set(TWEET.user, huey)
            tweet.set(TWEET.content, "meow")
            shouldThrow<ModelException> { tweet.save() }.message shouldBe
                "tweet.user_id refers to a row of User that is not saved\n  model: Tweet\n  hint: save() that row first"
            huey.save()
            tweet.save()
            TWEET.get(tweet.id()).userId shouldBe huey.id()
        }

        contract("back-references filter, chain and forget nothing (FLD-24)", USER, TWEET) { db ->
            Seeds.sowTweets()
            val huey = USER.get(USER.username eq "huey")
            db.statements(3) {
                huey.tweets().count() shouldBe 3
                huey
                    .tweets()
                    .orderBy(TWEET.timestamp.desc())
                    .limit(2)
                    .map { it.content } shouldContainExactly listOf("purr", "hiss")
                huey.tweets().where(TWEET.content eq "woof").exists() shouldBe false
            }
        }

        contract("comparing with a row, a key, a query and a list of rows", USER, TWEET) { _ ->
            Seeds.sowTweets()
            val huey = USER.get(USER.username eq "huey")
            val mickey = USER.get(USER.username eq "mickey")
            TWEET.where(TWEET.user.eq(huey)).count() shouldBe 3
            TWEET.where(TWEET.user.ne(huey)).count() shouldBe 2
            TWEET.where(TWEET.user.key().eq(mickey.id())).count() shouldBe 2
            TWEET.where(TWEET.user.`in`(listOf(huey, mickey))).count() shouldBe 5
            TWEET.where(TWEET.user.notIn(listOf(huey))).count() shouldBe 2
            TWEET.where(TWEET.user.`in`(USER.where(USER.username eq "huey"))).count() shouldBe 3
            TWEET.where(TWEET.user.`in`(listOf())).count() shouldBe 0
        }

        contract("comparing with an unsaved row is refused, it would become IS NULL", USER, TWEET) { _ ->
            shouldThrow<ModelException> { TWEET.user.eq(User()) }.message shouldBe
                "comparing tweet.user_id with a row of User that has no key yet\n  model: Tweet\n" +
                "  hint: save the row first; rows without a reference are found by isNull()"
        }

        contract("the database enforces the reference and its cascade (FLD-28)", USER, TWEET, FAVORITE) { db ->
            val huey = USER.create(USER.username.to("huey"))
            Seeds.tweet(huey, "meow", 0)
            val refused =
                shouldThrow<IntegrityException> { TWEET.create(TWEET.user.key().to(99L), TWEET.content.to("lost")) }
            refused.kind() shouldBe IntegrityException.Kind.FOREIGN_KEY
            refused.model() shouldBe "Tweet"
            if (db.dialect() == Dialect.POSTGRES) refused.constraint() shouldBe "fk_tweet_user_id_refs_user"
            huey.delete() shouldBe 1
            TWEET.select().count() shouldBe 0
        }

        contract("a row that is gone is an error that names the foreign key", USER, TWEET) { db ->
            val huey = USER.create(USER.username.to("huey"))
            Seeds.tweet(huey, "meow", 0)
            val tweet = TWEET.get(1L)
            huey.delete()
            shouldThrow<NotFoundException> { tweet.user }.message shouldBe
                "tweet.user_id refers to a row of User that is not there\n  model: Tweet"
            db.connectionsInUse() shouldBe 0
        }
    })
