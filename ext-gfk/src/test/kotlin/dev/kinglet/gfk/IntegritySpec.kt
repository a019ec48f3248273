package dev.kinglet.gfk

import dev.kinglet.Database
import dev.kinglet.errors.IntegrityException
import dev.kinglet.errors.ModelException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.fixtures.statements
import dev.kinglet.gfk.Reactions.Note.NOTE
import dev.kinglet.gfk.Reactions.Reaction.REACTION
import dev.kinglet.model.*
import dev.kinglet.transaction
import dev.kinglet.type.Dialect
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.shouldBe
import tour.Models.Team
import tour.Models.Team.TEAM
import tour.Models.Tweet.TWEET
import tour.Models.User.USER
import java.util.UUID

class IntegritySpec :
    FunSpec({
        // ---- keys and tags of several types

        contract("GFK-14: keys may be UUIDs, and tags constants of an enum", Shot, Scan, Cover) { db ->
            val key = UUID.fromString("00000000-0000-7000-8000-00000000002a")
            val shot = Shot.create(Shot.id set key)
            val scan = Scan.create(Scan.id set key)
            Cover.create { of = shot }
            Cover.create { of = scan }
            val covers = db.statements(3) { Cover.select().orderBy(Cover.id).load(Cover.of.load()).list() }
            db.statements(0) { covers.map { it.of } } shouldBe listOf(shot, scan)
            Cover.where(Cover.of eq scan).values(Cover.kind) shouldBe listOf(Medium.SCAN)
            Cover.select(Cover.id).join(Shot, Cover.of.on(Shot)).count() shouldBe 1
            val twice = shouldThrow<IntegrityException> { Cover.create { of = shot } }
            twice.kind() shouldBe IntegrityException.Kind.UNIQUE
        }

        contract("GFK-14: keys may be text, and tags numbers", Country, City, Visit) { db ->
            val pt = Country.create(Country.code set "PT")
            val lisbon = City.create(City.code set "lisbon")
            Visit.create { where = pt }
            Visit.create { where = lisbon }
            val visits = db.statements(3) { Visit.select().orderBy(Visit.id).load(Visit.where.load()).list() }
            db.statements(0) { visits.map { it.where } } shouldBe listOf(pt, lisbon)
            Visit.where.of(lisbon).values(Visit.place) shouldBe listOf("lisbon")
        }

        // ---- models that come later

        contract("GFK-02: a model that comes later is registered for every thread, alias and view", *timeline, *posts, TEAM) { db ->
            val other = Pin.alias("other")
            Pin.what.register(Team::class, "team")
            Pin.what.register(Team::class, "team") // again
            val owner = user("huey")
            val team = TEAM.create(TEAM.name.to("cats"), TEAM.owner.to(owner))
            val pin = Pin.create { what = team }
            db.statements(2) { Pin.get(pin.id()).what } shouldBe team
            other.where(other[Pin.what] eq team).count() shouldBe 1
            shouldRefuse<ModelException>(
                "(pin.type, pin.key) has the tag 'team' twice: for Team and for User",
                "Pin",
                "give one of them another tag",
            ) { Pin.what.register(tour.Models.User::class, "team") }
            shouldRefuse<ModelException>(
                "(pin.type, pin.key) has two tags for Team: 'team' and 'group'",
                "Pin",
                "keep the one that is stored",
            ) { Pin.what.register(Team::class, "group") }
            // what it says of deletions holds for rows of that model, too
            team.delete() shouldBe 1
            Pin.select().count() shouldBe 0
        }

        test("a list of tags that a CHECK has closed takes no further ones") {
            shouldRefuse<ModelException>(
                "(note.about_type, note.about_id) is checked(), so its table takes no further tag such as 'team'",
                "Note",
                "declare the model: target(Team.class, \"team\"), and change the CHECK; or leave checked() out",
            ) { NOTE.about.register(Team::class, "team") }
        }

        // ---- CHECK

        contract("a CHECK lets no other tags in, nor half a reference", *timeline) { db ->
            db.schema().declared(NOTE).checks.map { it.name } shouldBe listOf("note_reference_check")
            for ((type, key) in listOf("photo" to 1L, "user" to null, null to 1L)) {
                val refused = shouldThrow<IntegrityException> {
                    NOTE.create(NOTE.aboutType.to(type), NOTE.aboutId.to(key))
                }
                refused.kind() shouldBe IntegrityException.Kind.CHECK
                refused.constraint() shouldBe "note_reference_check"
            }
        }

        // ---- orphans

        contract("GFK-12: orphans are found, counted, and deleted in batches", *timeline) { db ->
            val tweets = (1..5).map { tweet("t$it") }
            val users = (1..3).map { user("u$it") }
            (tweets + users).forEach { reaction(it, "like") }
            REACTION.create(REACTION.parentType.to("photo"), REACTION.parentId.to(1), REACTION.kind.to("odd"))
            TWEET.delete().where(TWEET.id.`in`(tweets.take(3).map { it.id() })).execute()
            USER.delete().where(USER.id.eq(users[0].id())).execute()

            val orphans = REACTION.parent.orphans()
            db.statements(1) { orphans.count() } shouldBe 5
            db.statements(1) { orphans.byTag() } shouldBe
                listOf(Orphans.Count("photo", 1), Orphans.Count("tweet", 3), Orphans.Count("user", 1))
            orphans.where(REACTION.kind.eq("odd")).count() shouldBe 1
            shouldRefuse<ProgrammingException>("batches of 0 rows", "Reaction", "delete 1 or more at a time") {
                orphans.deleteInBatches(0)
            }
            db.statements(3) { orphans.deleteInBatches(2) } shouldBe 5
            db.statements(1) { orphans.deleteInBatches(2) } shouldBe 0
            REACTION.select().count() shouldBe 4
        }

        contract("a table whose rows lead to each other has orphans, too", *posts) {
            val gone = Comment.create {
                body = "gone"
                on = Article.create { title = "a" }
            }
            Comment.create {
                body = "orphan"
                on = gone
            }
            Comment.create { body = "free" }
            Comment.update(Comment.onId set 99L).where(Comment.body.eq("orphan")).execute()
            Comment.on.orphans().values(Comment.body) shouldBe listOf("orphan")
        }

        // ---- triggers

        fun refuses(body: () -> Unit): IntegrityException = shouldThrow<IntegrityException> { body() }

        contract("GFK-12: triggers refuse what leads to nothing, whoever writes", *timeline) { db ->
            REACTION.parent.triggers().create(db)
            REACTION.parent.triggers().create(db) // again
            val meow = tweet("meow")
            val like = reaction(meow, "like")
            val insert = """insert into "reaction" ("parent_type", "parent_id", "kind") values ('%s', %d, 'x')"""
            for ((tag, id) in listOf("tweet" to 99, "photo" to 1)) {
                val refused = refuses { db.execute(insert.format(tag, id)) }
                refused.kind() shouldBe
                    if (db.dialect() == Dialect.SQLITE) IntegrityException.Kind.OTHER else IntegrityException.Kind.FOREIGN_KEY
            }
            refuses { db.execute("""update "reaction" set "parent_id" = 99""") }
            // no action is declared, so the database refuses as it does of a foreign key
            refuses { db.execute("""delete from "tweet"""") }
            refuses { db.execute("""update "tweet" set "id" = 77""") }
            if (db.dialect() == Dialect.POSTGRES) refuses { db.execute("""truncate "tweet" cascade""") }
            like.parent() shouldBe meow
            db.schema().check(REACTION, TWEET, USER) shouldBe listOf()

            REACTION.parent.triggers().drop(db)
            REACTION.parent.triggers().drop(db) // again
            db.execute("""delete from "tweet"""")
            REACTION.parent.orphans().count() shouldBe 1
        }

        contract("triggers carry out what is declared, for SQL as written and for foreign keys", *timeline, *posts) { db ->
            Mark.on.triggers().create(db)
            NOTE.about.triggers().create(db)
            val article = Article.create { title = "on cats" }
            Mark.create { on = Page.create { this.article = article } }
            val meow = tweet("meow")
            val note = NOTE.create(NOTE.about.to(meow))
            db.execute("""delete from "article"""")
            Mark.select().count() shouldBe 0
            db.execute("""delete from "tweet"""")
            NOTE.get(note.id()).about() shouldBe null
        }

        contract("triggers know tags that are numbers and constants, and keys of any type", Shot, Scan, Cover, Country, City, Visit) { db ->
            Cover.of.triggers().create(db)
            Visit.where.triggers().create(db)
            val shot = Shot.create(Shot.id set UUID.randomUUID())
            Cover.create { of = shot }
            val pt = Country.create(Country.code set "PT")
            Visit.create { where = pt }
            refuses { Cover.create(Cover.kind set Medium.SCAN, Cover.key set shot.id()) }
            refuses { Visit.create(Visit.kind set 2.toShort(), Visit.place set "PT") }
            refuses { db.execute("""delete from "country"""") }
            refuses { db.execute("""delete from "shot"""") }
        }

        test("PostgreSQL: a row that is led to is not deleted by another transaction meanwhile") {
            dev.kinglet.fixtures.TestDatabases.fresh(dev.kinglet.fixtures.Kind.POSTGRES) { db: Database ->
                db.bind(*timeline).createTables(*timeline)
                REACTION.parent.triggers().create(db)
                val meow = tweet("meow")
                val deleted = java.util.concurrent.CompletableFuture<Throwable?>()
                db.transaction {
                    reaction(meow, "like")
                    Thread {
                        deleted.complete(
                            runCatching { TWEET.delete().all().execute() }.exceptionOrNull(),
                        )
                    }.start()
                    // it waits for this transaction, as the server says
                    val waiting = "select count(*) as n from pg_locks where not granted"
                    val end = System.nanoTime() + 20_000_000_000
                    while (db.query(waiting).maps().single()["n"] == 0L && System.nanoTime() < end) Thread.sleep(5)
                    deleted.isDone shouldBe false
                }
                (deleted.get(20, java.util.concurrent.TimeUnit.SECONDS) is IntegrityException) shouldBe true
                REACTION.parent.orphans().count() shouldBe 0
            }
        }

        test("triggers as SQL, for a migration") {
            Database.sqliteInMemory().use { db ->
                val sql = Mark.on.triggers().sql(db)
                sql shouldContain
                    """create trigger "mark_type_gfk_page_delete" after delete on "page" for each row begin """ +
                    """delete from "mark" where "type" = 'page' and "key" = old."id"; end"""
            }
        }
    })
