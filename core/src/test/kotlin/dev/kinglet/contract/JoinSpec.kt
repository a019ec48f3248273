package dev.kinglet.contract

import dev.kinglet.errors.ModelException
import dev.kinglet.expr.Fn
import dev.kinglet.expr.eq
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.statements
import dev.kinglet.model.Table.alias
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import tour.Models.Category.CATEGORY
import tour.Models.Favorite.FAVORITE
import tour.Models.Relationship.RELATIONSHIP
import tour.Models.Team.TEAM
import tour.Models.Tweet.TWEET
import tour.Models.User.USER
import tour.Seeds

/** One joined query comes back as a graph of objects, and says how many statements it cost. */
class JoinSpec :
    FunSpec({
        val all = arrayOf(USER, TEAM, TWEET, FAVORITE, RELATIONSHIP, CATEGORY)

        contract("selected columns of a joined model hang on its foreign key (JON-07)", *all) { db ->
            Seeds.sow()
            db.statements(1) {
                val tweets =
                    TWEET.select(
                        TWEET.content,
                        USER.username,
                    ).join(USER).where(USER.username eq "huey").orderBy(TWEET.id).list()
                tweets.map { it.content to it.user.username } shouldContainExactly
                    listOf("meow" to "huey", "hiss" to "huey", "purr" to "huey")
            }
        }

        contract("a model that was joined and not selected is loaded lazily, one query for all (JON-08)", *all) { db ->
            Seeds.sow()
            db.statements(2) {
                TWEET.select().join(USER).where(USER.username eq "mickey").map { it.user.username }
            } shouldContainExactly listOf("mickey", "mickey")
        }

        contract(
            "an outer join that missed is none, without a query and with the raw key untouched (JON-09)",
            *all,
        ) { db ->
            Seeds.sow()
            val parent = alias(CATEGORY, "parent")
            val rows =
                CATEGORY.select(
                    CATEGORY,
                    parent.name,
                ).leftJoin(parent, CATEGORY.parent.eq(parent)).orderBy(CATEGORY.name).list()
            db.statements(0) {
                rows.map { it.get(CATEGORY.name) to it.parent?.get(CATEGORY.name) } shouldContainExactly
                    listOf("leaf" to "left", "left" to "root", "root" to null)
                rows.last().key(CATEGORY.parent).shouldBeNull()
            }
            // a join that cannot match, although the reference is there
            val missed = TWEET.select(TWEET, USER).leftJoin(USER, (TWEET.user.eq(USER)).and(USER.id eq -1L)).list()
            db.statements(0) {
                missed.first().key(TWEET.user) shouldBe 1L
                (missed.first().get(TWEET.user) as Any?).shouldBeNull()
                missed.first().changed() shouldBe listOf()
            }
        }

        contract("a missed outer join is none at every depth", *all) { db ->
            Seeds.sow()
            val owner = alias(USER, "owner")
            val query =
                USER
                    .select(USER, TEAM.name, owner.username)
                    .leftJoin(TEAM, USER.defaultTeam)
                    .leftJoin(owner, TEAM.owner)
                    .orderBy(USER.id)
            val huey = query.get()
            db.statements(0) { huey.get(USER.defaultTeam).shouldBeNull() }
            huey.set(USER.defaultTeam, TEAM.create(TEAM.name.to("cats"), TEAM.owner.to(USER.get(2L))))
            huey.save()
            val team = query.get().get(USER.defaultTeam)!!
            db.statements(0) { team.get(TEAM.owner).username shouldBe "mickey" }
        }

        contract("a left-joined row whose selected columns are all null is there (JON-10)", *all) { db ->
            val huey = USER.create(USER.username.to("huey"))
            Seeds.tweet(huey, "meow", 0)
            db.statements(1) {
                val tweet = TWEET.select(TWEET, USER.email).leftJoin(USER).get()
                tweet.user.get(USER.email).shouldBeNull()
                tweet.user.id() shouldBe huey.id()
            }
        }

        contract("an outer-joined source that is not selected stays lazy (JON-11)", *all) { db ->
            Seeds.sow()
            val tweet = TWEET.select().leftJoin(USER).where(TWEET.content eq "meow").get()
            db.statements(1) { tweet.user.username shouldBe "huey" }
        }

        contract("a model in the middle that was not selected becomes a shell that knows its key", *all) { db ->
            Seeds.sow()
            val rows =
                db.statements(1) {
                    FAVORITE.select(FAVORITE, USER.username).join(TWEET).join(USER).orderBy(FAVORITE.id).list()
                }
            db.statements(0) {
                val tweet = rows.first().get(FAVORITE.tweet)
                tweet.user.username shouldBe "huey"
                tweet.id() shouldBe 1L
                shouldThrow<ModelException> { tweet.content }.message shouldBe
                    "tweet.content was not selected with this row\n  model: Tweet\n  hint: name it in select(..)"
            }
        }

        contract("the same table twice, each on its own foreign key (JON-13)", *all) { db ->
            Seeds.sow()
            val owner = alias(USER, "owner")
            val rows =
                db.statements(1) {
                    FAVORITE
                        .select(FAVORITE, TWEET.content, USER.username, owner.username)
                        .joinFrom(FAVORITE, owner)
                        .joinFrom(FAVORITE, TWEET)
                        .joinFrom(TWEET, USER)
                        .orderBy(FAVORITE.id)
                        .list()
                }
            db.statements(0) {
                rows.map {
                    Triple(
                        it.get(FAVORITE.user).username,
                        it.get(FAVORITE.tweet).content,
                        it
                            .get(FAVORITE.tweet)
                            .user.username,
                    )
                } shouldContainExactly
                    listOf(
                        Triple("mickey", "meow", "huey"),
                        Triple("zaizee", "meow", "huey"),
                        Triple("zaizee", "hiss", "huey"),
                        Triple("huey", "woof", "mickey"),
                    )
            }
        }

        contract("a source joined without a foreign key is read by joined(..) (JON-06)", *all) { db ->
            val huey = USER.create(USER.username.to("huey"))
            USER.create(USER.username.to("mickey"))
            Seeds.tweet(huey, "mickey", 0)
            db.statements(1) {
                val users = USER.select(
                    USER,
                    TWEET,
                ).leftJoin(TWEET, TWEET.content.eq(USER.username)).orderBy(USER.id).list()
                users[0].joined(TWEET).shouldBeNull()
                users[1].joined(TWEET).shouldNotBeNull().content shouldBe "mickey"
            }
        }

        contract("from the one side, the many are read by joined(..), and know their one", *all) { db ->
            Seeds.sow()
            db.statements(1) {
                val users = USER.select(USER, TWEET).leftJoin(TWEET).orderBy(USER.id, TWEET.id).list()
                users.map { it.username to it.joined(TWEET)?.content } shouldContainExactly
                    listOf(
                        "huey" to "meow",
                        "huey" to "hiss",
                        "huey" to "purr",
                        "mickey" to "woof",
                        "mickey" to "whine",
                        "zaizee" to null,
                    )
                users.first().joined(TWEET)!!.user shouldBe users.first()
            }
        }

        contract("a forward join is read by joined(..) as well", *all) { db ->
            Seeds.sow()
            db.statements(1) {
                TWEET.select(TWEET, USER).join(USER).orderBy(TWEET.id).first()!!.joined(USER)!!.username shouldBe "huey"
            }
        }

        contract("counting over joins keeps the users without a tweet", *all) { db ->
            Seeds.sow()
            val n = Fn.count(TWEET.id).`as`("n")
            db.statements(1) {
                USER
                    .select(USER.username, n)
                    .leftJoin(TWEET)
                    .groupBy(USER.username)
                    .orderBy(USER.username)
                    .map { it.username to it.get(n) }
            } shouldContainExactly listOf("huey" to 3L, "mickey" to 2L, "zaizee" to 0L)
        }

        contract("latest per group, joined with a derived table (JON-17)", *all) { db ->
            Seeds.sow()
            val latest = alias(TWEET, "latest")
            val newest = Fn.max(latest.timestamp).`as`("newest")
            val perUser = latest.select(latest.user, newest).groupBy(latest.user).`as`("per_user")
            db.statements(1) {
                TWEET
                    .select(TWEET, USER)
                    .join(perUser, TWEET.user.eq(perUser.col(latest.user)).and(TWEET.timestamp.eq(perUser.col(newest))))
                    .joinFrom(TWEET, USER)
                    .orderBy(TWEET.id)
                    .map { it.user.username to it.content }
            } shouldContainExactly listOf("huey" to "purr", "mickey" to "whine")
        }

        contract("following and followers go by two foreign keys of one table (EXA-02)", *all) { _ ->
            Seeds.sow()
            val zaizee = USER.get(USER.username eq "zaizee")
            zaizee.followers().map { it.username } shouldContainExactly listOf("huey", "mickey")
            zaizee.following().map { it.username } shouldContainExactly listOf("huey")
        }
    })
