package dev.kinglet.contract

import dev.kinglet.errors.IntegrityException
import dev.kinglet.errors.ModelException
import dev.kinglet.errors.NotFoundException
import dev.kinglet.fixtures.Lives
import dev.kinglet.fixtures.Lives.Account
import dev.kinglet.fixtures.Lives.Account.ACCOUNT
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.sends
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.fixtures.statements
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import tour.Models.Team
import tour.Models.Team.TEAM
import tour.Models.Tweet
import tour.Models.Tweet.TWEET
import tour.Models.User
import tour.Models.User.USER
import tour.Seeds
import java.time.LocalDateTime

/** How a row is stored, told what it writes, and read again. */
class SaveSpec :
    FunSpec({
        fun user(name: String): User = USER.create(USER.username.to(name))

        contract("save of some columns writes these, and the others stay changed (WRT-03)", USER) { db ->
            val huey = user("huey")
            huey.username = "Huey"
            huey.set(USER.email, "h@x")
            huey.changed(USER.email) shouldBe true
            huey.changed(USER.joinDate) shouldBe false
            db.sends("""update "user" set "email" = ? where "user"."id" = ?""") { huey.save(USER.email) shouldBe 1 }
            huey.changed() shouldContainExactly listOf(USER.username)
            USER.get(1L).toMap().filterKeys { it in setOf("username", "email") } shouldBe mapOf("username" to "huey", "email" to "h@x")
            db.statements(0) { huey.save(USER.email, USER.joinDate) } shouldBe 0
            db.statements(1) { huey.save() } shouldBe 1
            huey.changed() shouldBe listOf()
        }

        contract("save of no columns, or of another table's, is refused (WRT-03, WRT-05)", USER, TWEET) { db ->
            val huey = user("huey")
            db.statements(0) {
                shouldRefuse<ModelException>(
                    "save of no columns of a row of User",
                    "User",
                    "name at least one; save() writes all that are changed",
                ) { huey.save(*arrayOf()) }
                shouldThrow<ModelException> { huey.save(TWEET.content) }.summary() shouldBe "tweet.content is no column of User"
            }
        }

        contract("of a new row the key and what has a value of its own are stored, too (WRT-03)", USER) { db ->
            val huey = User().apply {
                username = "huey"
                set(USER.email, "h@x")
            }
            db.sends(
                """insert into "user" ("username", "join_date") values (?, ?) returning "id"""",
            ) { huey.save(USER.username) shouldBe 1 }
            huey.changed() shouldContainExactly listOf(USER.email)
            huey.get(USER.email) shouldBe "h@x"
            USER.get(1L).get(USER.email).shouldBeNull()
            huey.save() shouldBe 1
            USER.get(1L).get(USER.email) shouldBe "h@x"
        }

        contract("insert stores a row by an INSERT, whatever it knows of it (WRT-02, WRT-07)", USER) { db ->
            val huey = user("huey")
            shouldThrow<IntegrityException> { huey.insert() }.kind() shouldBe IntegrityException.Kind.UNIQUE
            huey.persisted() shouldBe true
            USER.delete().all().execute()
            db.sends("""insert into "user" ("id", "username", "email", "join_date", "default_team_id") values (?, ?, ?, ?, ?)""") {
                huey.insert() shouldBe 1
            }
            USER.get(1L) shouldBe huey
            val partly = USER.select(USER.id, USER.username).get()
            db.statements(0) {
                shouldRefuse<ModelException>(
                    "insert() of a row of User that was read without user.email, which would be lost",
                    "User",
                    "refresh() it first, or select all of it",
                ) { partly.insert() }
            }
        }

        contract("a row that is gone stays changed, and can be stored again (WRT-02)", USER) { _ ->
            val huey = user("huey")
            USER.delete().all().execute()
            huey.username = "Huey"
            huey.save() shouldBe 0
            huey.changed() shouldContainExactly listOf(USER.username)
            huey.persisted() shouldBe true
            huey.insert() shouldBe 1
            huey.changed() shouldBe listOf()
            USER.get(1L).username shouldBe "Huey"
        }

        contract("a copy is a new row of the same values, without the generated key (WRT-07)", USER, TWEET) { _ ->
            val meow = Seeds.tweet(user("huey"), "meow", 0)
            val again: Tweet = TWEET.copy(meow)
            again.persisted() shouldBe false
            again.changed() shouldContainExactly listOf(TWEET.user, TWEET.content, TWEET.timestamp)
            again.save()
            again.id() shouldBe 2L
            TWEET.get(2L).toMap() - "id" shouldBe TWEET.get(1L).toMap() - "id"
            shouldRefuse<ModelException>(
                "a copy of a row of Tweet that was read without tweet.content",
                "Tweet",
                "refresh() it first, or select all of it",
            ) { TWEET.copy(TWEET.select(TWEET.id, TWEET.user, TWEET.timestamp).get()) }
        }

        contract("a row that refers to a new one takes its key when it is saved (WRT-06)", USER, TEAM, TWEET) { db ->
            val huey = User().apply { username = "huey" }
            val meow = Tweet().apply {
                set(TWEET.user, huey)
                set(TWEET.content, "meow")
            }
            db.statements(0) {
                shouldRefuse<ModelException>(
                    "tweet.user_id refers to a row of User that is not saved",
                    "Tweet",
                    "save() that row first",
                ) { meow.save() }
            }
            meow.changed() shouldContainExactly listOf(TWEET.user, TWEET.content, TWEET.timestamp)
            huey.save()
            meow.save()
            meow.key(TWEET.user) shouldBe huey.id()
            db.statements(0) { meow.user shouldBe huey }
            // and in a row that is stored
            val team = Team().apply {
                set(TEAM.name, "cats")
                set(TEAM.owner, huey)
            }
            huey.set(USER.defaultTeam, team)
            shouldThrow<ModelException> { huey.save() }
            huey.changed() shouldContainExactly listOf(USER.defaultTeam)
            team.save()
            huey.save() shouldBe 1
            USER.get(huey.id()).key(USER.defaultTeam) shouldBe team.id()
        }

        contract("a save that fails leaves values, key and changes as they were (CON-15)", USER, TWEET) { _ ->
            val huey = user("huey")
            val second = User().apply { username = "huey" }
            shouldThrow<IntegrityException> { second.save() }
            second.toMap().keys shouldBe setOf("username", "joinDate")
            huey.username = "Huey"
            user("mickey")
            huey.username = "mickey"
            shouldThrow<IntegrityException> { huey.save() }
            huey.changed() shouldContainExactly listOf(USER.username)
            huey.username = "zaizee"
            huey.save() shouldBe 1
            val late = User().apply { username = "late" }
            val tweet = Tweet().apply { set(TWEET.user, late) }
            late.save()
            shouldThrow<IntegrityException> { tweet.save() } // without content
            tweet.changed() shouldContainExactly listOf(TWEET.user, TWEET.timestamp)
            tweet.persisted() shouldBe false
        }

        contract("refresh reads all columns again and forgets what was changed and related (WRT-31)", USER, TWEET) { db ->
            val tweet = Seeds.tweet(user("huey"), "meow", 0)
            val mickey = user("mickey")
            val mine = TWEET.get(1L)
            mine.user.username shouldBe "huey"
            mine.set(TWEET.content, "mine")
            TWEET.update(TWEET.user.to(mickey), TWEET.content.to("theirs")).where(TWEET.id.eq(tweet.id())).execute()
            db.sends(
                """select "tweet"."id", "tweet"."user_id", "tweet"."content", "tweet"."timestamp" from "tweet" where "tweet"."id" = ?""",
            ) { mine.refresh() }
            mine.changed() shouldBe listOf()
            mine.content shouldBe "theirs"
            db.statements(1) { mine.user shouldBe mickey }
        }

        contract("refresh of some columns leaves the others alone, and loads what was not selected (WRT-31)", USER) { db ->
            val huey = user("huey")
            huey.set(USER.email, "mine")
            huey.username = "mine, too"
            USER.update(USER.email.to("theirs")).all().execute()
            huey.refresh(USER.email)
            huey.get(USER.email) shouldBe "theirs"
            huey.changed() shouldContainExactly listOf(USER.username)
            val partly = USER.select(USER.id).get()
            partly.refresh(USER.username)
            partly.username shouldBe "huey"
            shouldThrow<ModelException> { partly.get(USER.email) }
            partly.refresh()
            db.statements(0) { partly.get(USER.email) } shouldBe "theirs"
        }

        contract("refresh of a row that is gone says so, and leaves the object (WRT-31)", USER) { db ->
            val huey = user("huey")
            huey.username = "Huey"
            USER.delete().all().execute()
            shouldRefuse<NotFoundException>("the row of User is gone", "User", "someone deleted it; insert() stores it again") { huey.refresh() }
            huey.username shouldBe "Huey"
            db.statements(0) {
                shouldThrow<ModelException> { User().refresh() }.summary() shouldBe "refresh() of a row of User whose key user.id is not known"
            }
        }

        contract("what each write sets is set by save, insert and update, unless they say otherwise (WRT-31)", USER, ACCOUNT) { db ->
            val first = LocalDateTime.of(2026, 1, 1, 0, 0)
            val second = first.plusDays(1)
            Lives.now = first
            val huey = user("huey")
            val mickey = user("mickey")
            Lives.author = huey
            val account: Account = ACCOUNT.create(ACCOUNT.owner.to("a"))
            account.get(ACCOUNT.changedAt) shouldBe first
            account.get(ACCOUNT.changedBy) shouldBe huey
            Lives.now = second
            Lives.author = mickey
            db.statements(0) { account.save() } shouldBe 0
            account.set(ACCOUNT.note, "n")
            db.sends(
                """update "account" set "note" = ?, "changed_at" = ?, "changed_by_id" = ?, "version" = ? """ +
                    """where ("account"."id" = ? and "account"."version" = ?)""",
            ) { account.save() }
            ACCOUNT.get(1L).get(ACCOUNT.changedAt) shouldBe second
            account.get(ACCOUNT.changedBy) shouldBe mickey
            account.set(ACCOUNT.changedAt, first)
            account.save()
            ACCOUNT.get(1L).get(ACCOUNT.changedAt) shouldBe first
            account.set(ACCOUNT.note, "m")
            account.save(ACCOUNT.note)
            ACCOUNT.get(1L).get(ACCOUNT.changedAt) shouldBe second
            Lives.now = first
            Lives.author = null
            ACCOUNT.update(ACCOUNT.note.to("o")).all().execute()
            val read = ACCOUNT.get(1L)
            read.get(ACCOUNT.changedAt) shouldBe first
            read.key(ACCOUNT.changedBy).shouldBeNull()
            read.get(ACCOUNT.version) shouldBe 5
            ACCOUNT.update(ACCOUNT.changedAt.to(second), ACCOUNT.version.to(9)).all().execute()
            ACCOUNT.get(1L).toMap().filterKeys { it in setOf("changedAt", "version") } shouldBe mapOf("version" to 9, "changedAt" to second)
            val id = ACCOUNT.insert(ACCOUNT.owner.to("b")).execute()
            ACCOUNT.get(id).toMap().filterKeys { it in setOf("changedAt", "version") } shouldBe mapOf("version" to 1, "changedAt" to first)
        }
    })
