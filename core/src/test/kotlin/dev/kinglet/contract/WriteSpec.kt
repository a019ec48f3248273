package dev.kinglet.contract

import dev.kinglet.errors.DataException
import dev.kinglet.errors.IntegrityException
import dev.kinglet.errors.ModelException
import dev.kinglet.errors.NotFoundException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.expr.Fn
import dev.kinglet.expr.eq
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.statements
import dev.kinglet.model.CompositeKey
import dev.kinglet.type.Dialect
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.collections.shouldContainExactlyInAnyOrder
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import tour.Models.Tweet
import tour.Models.Tweet.TWEET
import tour.Models.TweetTag
import tour.Models.TweetTag.TWEET_TAG
import tour.Models.User
import tour.Models.User.USER
import tour.Seeds
import java.time.LocalDateTime

class WriteSpec :
    FunSpec({
        contract("create stores a row, fills in its key and its defaults (WRT-01, MOD-16)", USER) { db ->
            val before = LocalDateTime.now().minusMinutes(1)
            val huey = db.statements(1) { USER.create(USER.username.to("huey")) }
            huey.persisted() shouldBe true
            huey.changed() shouldBe listOf()
            (huey.get(USER.joinDate) > before) shouldBe true
            huey.get(USER.email).shouldBeNull()
            val stored = USER.get(huey.id())
            stored shouldBe huey
            stored.get(USER.joinDate) shouldBe huey.get(USER.joinDate)
        }

        contract("save inserts a new row, then updates what changed and nothing else (WRT-02, WRT-04)", USER) { db ->
            val user = User()
            user.persisted() shouldBe false
            user.username = "zaizee"
            user.changed() shouldContainExactly listOf(USER.username, USER.joinDate)
            db.statements(1) { user.save() } shouldBe 1
            db.statements(0) { user.save() } shouldBe 0
            user.username = "zaizee"
            user.changed() shouldBe listOf()
            user.username = "Zaizee"
            db.record().use { log ->
                user.save() shouldBe 1
                log.entries().map { it.sql() } shouldBe listOf("update \"user\" set \"username\" = ? where \"user\".\"id\" = ?")
            }
            USER.get(user.id()).username shouldBe "Zaizee"
        }

        contract("saving a partly loaded row writes the changed column only (SEL-26)", USER) { _ ->
            USER.create(USER.username.to("huey"), USER.email.to("h@x"))
            val partly = USER.select(USER.id, USER.username).get()
            shouldThrow<ModelException> { partly.get(USER.email) }.message shouldBe
                "user.email was not selected with this row\n  model: User\n  hint: name it in select(..)"
            partly.username = "Huey"
            partly.save()
            USER.get(1L).get(USER.email) shouldBe "h@x"
        }

        contract("saving or deleting a row that is gone writes no row", USER) { _ ->
            val user = USER.create(USER.username.to("huey"))
            val twin = USER.get(user.id())
            user.delete() shouldBe 1
            user.persisted() shouldBe false
            twin.username = "Huey"
            twin.save() shouldBe 0
            twin.delete() shouldBe 0
        }

        contract("a failed save leaves the row as it was and says which rule it broke (CON-15)", USER) { db ->
            USER.create(USER.username.to("huey"))
            val other = User().apply { username = "huey" }
            val taken = shouldThrow<IntegrityException> { other.save() }
            taken.kind() shouldBe IntegrityException.Kind.UNIQUE
            taken.table() shouldBe "user"
            taken.columns() shouldContainExactly listOf("username")
            taken.constraint() shouldBe if (db.dialect() == Dialect.POSTGRES) "user_username" else null
            taken.model() shouldBe "User"
            taken.binds() shouldBe listOf()
            taken.message!! shouldBe taken.summary() + "\n  model: User\n  sql: " + taken.sql()
            taken.message!! shouldNotContain "huey"
            generateSequence<Throwable>(taken) { it.cause }.forEach { it.message.orEmpty() shouldNotContain "huey" }
            other.persisted() shouldBe false
            other.changed() shouldContainExactly listOf(USER.username, USER.joinDate)
            other.username = "mickey"
            other.save() shouldBe 1
        }

        contract("a row without what it needs is refused by the database", USER) { _ ->
            shouldThrow<IntegrityException> { User().save() }.kind() shouldBe IntegrityException.Kind.NOT_NULL
        }

        contract("text that is too long is an error on every database", USER) { _ ->
            shouldThrow<DataException> { USER.create(USER.username.to("huey"), USER.email.to("x".repeat(256))) }
            USER.select().count() shouldBe 0
        }

        contract("insert answers the key; expressions are allowed (WRT-08)", USER) { _ ->
            val id: Long = USER.insert(USER.username.to(Fn.lower(Fn.value("MICKEY")))).execute()
            USER.get(id).username shouldBe "mickey"
        }

        contract("insertMany answers the number of rows, and all are stored or none (WRT-09)", USER, TWEET) { db ->
            val names = listOf(listOf("a", "a@x"), listOf("b", null))
            USER.insertMany(listOf(USER.username, USER.email), names).execute() shouldBe 2
            USER.select().orderBy(USER.id).values(USER.email) shouldContainExactly listOf("a@x", null)
            USER.insertMany(listOf(USER.username), listOf()).execute() shouldBe 0
            shouldThrow<IntegrityException> {
                USER.insertMany(listOf(USER.username), listOf(listOf("c"), listOf("a"))).execute()
            }
            USER.select().count() shouldBe 2
            shouldThrow<ModelException> { USER.insertMany(listOf(USER.username), listOf(listOf("d", "e"))).execute() }.message shouldBe
                "row 1 of an insert into User has 2 values for 1 columns\n  model: User\n" +
                "  hint: give each row one value for each of [user.username]"
            shouldThrow<ModelException> { USER.insertMany(listOf(USER.username), listOf(listOf(5))).execute() }.message shouldBe
                "row 1 of an insert into User sets user.username, which is of type text, to a value of type Integer\n" +
                "  model: User\n  hint: give one of type String"
            val huey = USER.create(USER.username.to("huey"))
            val rows = (1..2_500).map { listOf(huey, "tweet $it") }
            TWEET.insertMany(listOf(TWEET.user, TWEET.content), rows).execute() shouldBe 2_500
            TWEET.where(TWEET.user.eq(huey)).count() shouldBe 2_500
            db.inTransaction() shouldBe false
        }

        contract("update and delete answer the number of rows (WRT-14, WRT-17)", USER, TWEET) { _ ->
            Seeds.sowTweets()
            val huey = USER.get(USER.username eq "huey")
            TWEET.update(TWEET.content.to("edited")).where(TWEET.user.eq(huey)).execute() shouldBe 3
            TWEET.where(TWEET.content eq "edited").count() shouldBe 3
            TWEET.delete().where(TWEET.user.eq(huey)).execute() shouldBe 3
            TWEET.select().count() shouldBe 2
            TWEET.delete().all().execute() shouldBe 2
        }

        contract("update and delete without a condition refuse, and send nothing", USER) { db ->
            db.statements(0) {
                shouldThrow<ProgrammingException> { USER.update(USER.email.toNull()).execute() }.message shouldBe
                    "update of User without a condition would change every row\n  model: User\n" +
                    "  hint: add where(..), or all() if every row is meant"
                shouldThrow<ProgrammingException> { USER.delete().where().execute() }.message shouldBe
                    "delete from User without a condition would remove every row\n  model: User\n" +
                    "  hint: add where(..), or all() if every row is meant"
            }
        }

        contract("a composite key is found, saved and deleted by all its parts (MOD-10, MOD-11)", USER, TWEET, TWEET_TAG) { _ ->
            val tweet = Seeds.tweet(USER.create(USER.username.to("huey")), "meow", 0)
            val cats = TWEET_TAG.create(TWEET_TAG.tweet.to(tweet), TWEET_TAG.tag.to("cats"))
            TWEET_TAG.create(TWEET_TAG.tweet.to(tweet), TWEET_TAG.tag.to("dogs"))
            cats.id() shouldBe CompositeKey.of(tweet.id(), "cats")
            val found: TweetTag = TWEET_TAG.get(CompositeKey.of(tweet.id(), "cats"))
            found shouldBe cats
            found.set(TWEET_TAG.addedAt, LocalDateTime.of(2020, 1, 1, 0, 0))
            found.save() shouldBe 1
            found.delete() shouldBe 1
            TWEET_TAG.select().values(TWEET_TAG.tag) shouldContainExactly listOf("dogs")
            shouldThrow<ModelException> { TWEET_TAG.get(CompositeKey.of(tweet.id())) }.message shouldBe
                "the key of TweetTag has 2 columns, and 1 were given\n  model: TweetTag\n" +
                "  hint: give [tweet_tag.tweet_id, tweet_tag.tag]"
            shouldThrow<ModelException> { TWEET_TAG.get(CompositeKey.of("cats", tweet.id())) }.message shouldBe
                "the key tweet_tag.tweet_id of TweetTag is of type bigint, and a value of type String was given\n  model: TweetTag\n" +
                "  hint: give one of type Long"
            val blank =
                shouldThrow<IntegrityException> { TWEET_TAG.create(TWEET_TAG.tweet.to(tweet), TWEET_TAG.tag.to("")) }
            blank.kind() shouldBe IntegrityException.Kind.CHECK
            blank.constraint() shouldBe "tag_not_blank"
        }

        contract("get finds one row or says that there is none; find answers null (SEL-04, SEL-05)", USER) { _ ->
            USER.create(USER.username.to("huey"))
            USER.find(1L).shouldNotBeNull()
            USER.find(2L).shouldBeNull()
            USER.find(USER.username eq "nobody").shouldBeNull()
            val none = shouldThrow<NotFoundException> { USER.get(USER.username eq "nobody") }
            none.summary() shouldBe "no row of User matches"
            none.model() shouldBe "User"
            none.sql()!! shouldContain "where \"user\".\"username\" = ?"
            none.hint() shouldBe "find(..) and first() answer null instead"
        }

        contract("equality and hash are those of class and key (MOD-17)", USER, TWEET) { _ ->
            val huey = USER.create(USER.username.to("huey"))
            val tweet = Seeds.tweet(huey, "meow", 0)
            setOf(huey, USER.get(1L)).size shouldBe 1
            (huey as Any == tweet) shouldBe false
            val a = User()
            val b = User()
            (a == b) shouldBe false
            (a == a) shouldBe true
            huey.toString() shouldContain "User[id=1, username=huey, email=null, joinDate="
        }

        contract("rows of a query are told apart from new ones", USER) { _ ->
            shouldThrow<ModelException> { User().username }.message shouldBe
                "user.username has no value: it was never set\n  model: User\n  hint: set it first"
            shouldThrow<ModelException> { User().get(USER.id) }.message shouldBe
                "user.id has no value: the row was not saved\n  model: User\n  hint: save() the row first"
            shouldThrow<ModelException> { User().id() }.message shouldBe
                "this row of User has no key: it was not saved, or the key was not selected\n  model: User\n" +
                "  hint: save() it first, or select the key"
            shouldThrow<ModelException> { User().get(TWEET.content) }.message shouldBe
                "tweet.content is no column of User\n  model: User\n" +
                "  hint: a row of a joined source is reached through its foreign key, or by joined(..)"
            val huey = USER.create(USER.username.to("huey"))
            shouldThrow<ModelException> { huey.set(USER.id, 5L) }.message shouldBe
                "user.id is the key of a stored row, and a key does not change\n  model: User\n" +
                "  hint: delete the row and create another, or update by a query"
        }

        contract("a tweet's values come back as they were stored", USER, TWEET) { _ ->
            val at = LocalDateTime.of(2026, 2, 3, 4, 5, 6, 789_012_345)
            val tweet = Tweet()
            tweet.set(TWEET.user, USER.create(USER.username.to("huey")))
            tweet.set(TWEET.content, "4 bytes: \uD83D\uDC31, quote ' and \" and \\ and ? and {0}")
            tweet.set(TWEET.timestamp, at)
            tweet.save()
            val stored = TWEET.get(tweet.id())
            stored.content shouldBe tweet.content
            stored.get(TWEET.timestamp) shouldBe at.withNano(789_012_000)
            TWEET.where(TWEET.timestamp eq at).count() shouldBe 1
            TWEET.where(TWEET.content eq tweet.content).count() shouldBe 1
            listOf(stored, tweet).map { it.id() } shouldContainExactlyInAnyOrder listOf(1L, 1L)
        }
    })
