package dev.kinglet.contract

import dev.kinglet.errors.IntegrityException
import dev.kinglet.errors.ModelException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.expr.Ordering
import dev.kinglet.fixtures.Declared.Cover.COVER
import dev.kinglet.fixtures.Declared.Edition.EDITION
import dev.kinglet.fixtures.Declared.Isbn
import dev.kinglet.fixtures.Odds.Note.NOTE
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.fixtures.statements
import dev.kinglet.model.CompositeKey
import dev.kinglet.model.Load
import dev.kinglet.model.Model
import dev.kinglet.model.OnDelete
import dev.kinglet.model.Table
import dev.kinglet.model.create
import dev.kinglet.model.foreignKey
import dev.kinglet.model.getValue
import dev.kinglet.model.setValue
import dev.kinglet.query.Lazy
import dev.kinglet.type.Dialect
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeSameInstanceAs
import tour.Models.Favorite.FAVORITE
import tour.Models.Team.TEAM
import tour.Models.Tweet.TWEET
import tour.Models.TweetTag.TWEET_TAG
import tour.Models.User.USER
import tour.Places.Room.ROOM
import tour.Seeds
import java.math.BigDecimal

/** References of every form that a declaration can have. */
private class Tariff : Model<Long>() {
    companion object : Table<Tariff, Long>(::Tariff) {
        val id = autoId()
        val code = varchar(8).unique()
        val rate = decimal(6, 2).unique()
    }

    var code by Tariff.code
    var rate by Tariff.rate
}

private class Client : Model<Long>() {
    companion object : Table<Client, Long>(::Client) {
        val id = autoId()
        val tariff = foreignKey(Tariff::class)
        val byCode = foreignKey(Tariff::class) { Tariff.code }.nullable()
        val rate_id = foreignKey(Tariff::class) { Tariff.rate }.nullable()
        val boss = selfReference().nullable().onDelete(OnDelete.SET_NULL).onUpdate(OnDelete.CASCADE).deferrable().constraint("client_boss")
        val heir = selfReference().named("left_to").nullable().unique().onDelete(OnDelete.RESTRICT)
    }

    var tariff by Client.tariff
    var boss by Client.boss
    var heir by Client.heir
}

/** A reference that never loads by itself, and one of two columns. */
private class Badge : Model<Long>() {
    companion object : Table<Badge, Long>(::Badge) {
        val id = autoId()
        val client = foreignKey(Client::class).lazy(Lazy.STRICT)
        val deputy = foreignKey(Client::class).nullable().lazy(Lazy.SINGLE)
        val house = varchar(10).nullable()
        val number = integer().nullable()
        val room = foreignKey(tour.Places.Room::class, listOf(house, number)).nullable().lazy(Lazy.STRICT)
    }

    var client by Badge.client
    var deputy by Badge.deputy
    var room by Badge.room
}

class ReferenceSpec :
    FunSpec({
        fun tariff(
            code: String = "a",
            rate: String = "1.50",
        ) = Tariff.create {
            this.code = code
            this.rate = BigDecimal(rate)
        }

        test("its column is named after the field, of the target's type, and has an index (FLD-20)") {
            Client.columns().map { it.name() } shouldContainExactly listOf("id", "tariff_id", "by_code_id", "rate_id", "boss_id", "left_to")
            listOf(Client.byCode, Client.rate_id, Client.boss).map { it.type().toString() } shouldContainExactly
                listOf(Tariff.code, Tariff.rate, Client.id).map { it.type().toString() }
            listOf(Client.byCode.targetColumn(), Client.boss.target()) shouldBe listOf(Tariff.code, Client)
            listOf(Client.boss.onDelete(), Client.boss.onUpdate(), Client.boss.constraint()) shouldBe
                listOf(OnDelete.SET_NULL, OnDelete.CASCADE, "client_boss")
            listOf(Client.boss.lazy(), Badge.client.lazy(), Badge.room.lazy()) shouldBe listOf(null, Lazy.STRICT, Lazy.STRICT)
        }

        contract("the key of a row that is attached follows a later save of it (FLD-21)", Tariff, Client) { db ->
            val late = Tariff().apply { code = "late" }
            val client = Client().apply { tariff = late }
            db.statements(0) { shouldThrow<ModelException> { client.key(Client.tariff) }.hint() shouldBe "save() that row first" }
            late.rate = BigDecimal("2.00")
            late.save()
            db.statements(0) { client.key(Client.tariff) shouldBe late.get(Tariff.id) }
            client.save()
            Client.where(Client.tariff.key().eq(late.get(Tariff.id))).single().tariff shouldBe late
        }

        contract("a value that is missing where there has to be one is told without a query (FLD-22)", Tariff, Client) { db ->
            db.statements(0) {
                shouldRefuse<ModelException>("client.tariff_id has no value: it was never set", "Client", "set it first") { Client().tariff }
                Client().boss.shouldBeNull()
            }
        }

        contract("a reference that never loads by itself (FLD-23)", Tariff, Client, Badge, ROOM) { db ->
            val client = Client.create { tariff = tariff() }
            val room = ROOM.create(ROOM.house.to("a"), ROOM.number.to(1), ROOM.name.to("a1"))
            Badge.create {
                this.client = client
                deputy = client
                this.room = room
            }
            val badge = Badge.get(1L)
            db.statements(0) {
                badge.key(Badge.client) shouldBe client.get(Client.id)
                badge.loaded(Badge.client).shouldBeNull()
                badge.loaded(Badge.room).shouldBeNull()
                val error = shouldThrow<ProgrammingException> { badge.client }
                error.summary().substringBefore(';') shouldBe "Badge.client was not loaded, and lazy loading is STRICT here"
                error.hint() shouldBe "load it with the rows: query.load(Load.one(Badge.client))"
                shouldThrow<ProgrammingException> { badge.room }.summary().substringBefore(' ') shouldBe "Badge.room"
            }
            db.statements(1) { badge.deputy shouldBe client }
            val joined = Badge.select(Badge, Client).join(Client, Badge.client).single()
            db.statements(0) {
                joined.client shouldBe client
                joined.loaded(Badge.client) shouldBeSameInstanceAs joined.client
            }
            db.statements(0) { Badge().apply { this.client = client }.client shouldBeSameInstanceAs client }
            // the query has the last word
            val said = Badge.select().lazy(Lazy.BATCHED).list()
            db.statements(1) { said.single().client shouldBe client }
            val loaded = Badge.select().load(Load.one(Badge.client), Load.one(Badge.room)).single()
            db.statements(0) { loaded.room shouldBe room }
        }

        contract("the way to a column of the target is a join, which is told where it is missing (FLD-25)", USER, TWEET) { db ->
            Seeds.sowTweets()
            TWEET.select().join(USER).where(USER.username.eq("huey")).count() shouldBe 3
            TWEET.select().filter(USER.username.eq("huey")).count() shouldBe 3
            db.statements(0) { shouldThrow<ProgrammingException> { TWEET.where(USER.username.eq("huey")).list() } }
        }

        contract("a unique column that is no key: lists, lazy and eager loads, both ways (FLD-26)", USER, NOTE) { db ->
            val (huey, mickey) = listOf("huey", "mickey").map { USER.create(USER.username.to(it)) }
            val notes = listOf(huey, mickey, huey).mapIndexed { i, user -> NOTE.create(NOTE.code.to("n$i"), NOTE.author.to(user)) }
            NOTE.where(NOTE.author.`in`(listOf(huey, mickey))).count() shouldBe 3
            val read = NOTE.select().orderBy(NOTE.code).list()
            db.statements(1) { read.map { it.get(NOTE.author) } shouldContainExactly listOf(huey, mickey, huey) }
            val users = USER.select().orderBy(USER.id).list()
            db.statements(1) { users.map { it.backref(NOTE.author).list().size } shouldContainExactly listOf(2, 1) }
            val along = db.statements(2) { USER.select().orderBy(USER.id).prefetch(NOTE).list() }
            db.statements(0) { along.map { it.backref(NOTE.author).list().size } shouldContainExactly listOf(2, 1) }
            db.statements(2) { NOTE.select().prefetch(USER).list() }.let { db.statements(0) { it.map { row -> row.get(NOTE.author) } } }
            NOTE.select(NOTE, USER).join(USER).list().size shouldBe notes.size
        }

        contract("two tables that refer to each other, whichever is there first (FLD-27)", USER, TEAM) { db ->
            val owner = USER.create(USER.username.to("huey"))
            val team = TEAM.create(TEAM.name.to("cats"), TEAM.owner.to(owner))
            owner.set(USER.defaultTeam, team)
            owner.save()
            val read = USER.select().load(Load.one(USER.defaultTeam).then(Load.one(TEAM.owner))).single()
            db.statements(0) { read.get(USER.defaultTeam)!!.get(TEAM.owner) shouldBe owner }
            if (db.dialect() == Dialect.POSTGRES) {
                db.query("select count(*) as n from pg_constraint where contype = 'f' and conrelid = '\"user\"'::regclass").maps().single()["n"] shouldBe 1L
            }
            shouldThrow<IntegrityException> { USER.create(USER.username.to("x"), USER.defaultTeam.key().to(99L)) }.kind() shouldBe
                IntegrityException.Kind.FOREIGN_KEY
        }

        contract("rows of one table that refer to each other are stored in their order (FLD-27)", Tariff, Client) { db ->
            val tariff = tariff()
            val boss = Client().apply { this.tariff = tariff }
            val worker = Client().apply {
                this.tariff = tariff
                this.boss = boss
            }
            shouldRefuse<ModelException>("client.boss_id refers to a row of Client that is not saved", "Client", "save() that row first") { worker.save() }
            boss.save()
            worker.save()
            db.statements(0) { worker.key(Client.boss) shouldBe boss.get(Client.id) }
            // itself, in two steps
            boss.heir = boss
            boss.save()
            Client.get(boss.id()).heir shouldBe boss
        }

        contract("what happens to rows that refer to a deleted one (FLD-28)", Tariff, Client) { _ ->
            val tariff = tariff()
            val boss = Client.create { this.tariff = tariff }
            val worker = Client.create {
                this.tariff = tariff
                this.boss = boss
            }
            val other = Client.create {
                this.tariff = tariff
                heir = boss
            }
            shouldThrow<IntegrityException> { boss.delete() }.kind() shouldBe IntegrityException.Kind.FOREIGN_KEY
            shouldThrow<IntegrityException> { tariff.delete() }.kind() shouldBe IntegrityException.Kind.FOREIGN_KEY
            other.delete()
            boss.delete() shouldBe 1
            Client.get(worker.id()).boss.shouldBeNull()
        }

        contract("a key of several columns is looked up by all its parts (MOD-10, MOD-11)", USER, TWEET, TWEET_TAG) { db ->
            val tweet = Seeds.tweet(USER.create(USER.username.to("huey")), "meow", 0)
            val tag = TWEET_TAG.create(TWEET_TAG.tweet.to(tweet), TWEET_TAG.tag.to("cats"))
            db.statements(0) { tag.id() shouldBe CompositeKey.of(tweet.id(), "cats") }
            TWEET_TAG.find(CompositeKey.of(tweet.id(), "cats")) shouldBe tag
            TWEET_TAG.find(CompositeKey.of(tweet.id(), "dogs")).shouldBeNull()
            TWEET_TAG.get(TWEET_TAG.tweet.eq(tweet), TWEET_TAG.tag.eq("cats")) shouldBe tag
            shouldRefuse<ModelException>("the key of TweetTag has 2 columns, and 1 were given", "TweetTag", "give [tweet_tag.tweet_id, tweet_tag.tag]") {
                TWEET_TAG.find(CompositeKey.of(tweet.id()))
            }
            shouldThrow<ModelException> { tag.set(TWEET_TAG.tag, "dogs") }.hint() shouldBe
                "delete the row and create another, or update by a query"
            TWEET_TAG.select().count() shouldBe 1
            tag.delete() shouldBe 1
        }

        contract("a key that is a foreign key is read without a query, and has to be set (MOD-13)", EDITION, COVER) { db ->
            val edition = EDITION.create(EDITION.isbn.to(Isbn("1")), EDITION.pages.to(9))
            COVER.create(COVER.edition.to(edition), COVER.artist.to("x"))
            val cover = COVER.select().single()
            db.statements(0) {
                cover.id() shouldBe Isbn("1")
                cover.key(COVER.edition) shouldBe Isbn("1")
            }
            db.statements(1) { cover.get(COVER.edition) shouldBe edition }
            shouldThrow<IntegrityException> { COVER.create(COVER.artist.to("y")) }.kind() shouldBe IntegrityException.Kind.NOT_NULL
        }

        contract("one to one: a unique foreign key (MOD-14)", Tariff, Client) { db ->
            val tariff = tariff()
            val first = Client.create { this.tariff = tariff }
            val second = Client.create {
                this.tariff = tariff
                heir = first
            }
            shouldThrow<IntegrityException> {
                Client.create {
                    this.tariff = tariff
                    heir = first
                }
            }.kind() shouldBe IntegrityException.Kind.UNIQUE
            db.createTablesSql(Client).filter { "unique" in it && "client" in it }.map { it.substringBefore(" on ") } shouldContainExactly
                listOf("create unique index if not exists \"client_left_to\"")
            first.backref(Client.heir).single() shouldBe second
            val along = Client.where(Client.id.eq(first.id())).load(Load.many(Client.heir)).single()
            db.statements(0) { along.backref(Client.heir).single() shouldBe second }
        }

        contract("a named ordering is said, and goes nowhere by itself (MOD-28)", USER, TWEET, FAVORITE) { db ->
            Seeds.sowTweets()
            val newest = Ordering.of(TWEET.timestamp.desc(), TWEET.id.desc())
            val order = """ order by "tweet"."timestamp" desc, "tweet"."id" desc"""

            fun sql(body: () -> Any?): String =
                db.record().use { log ->
                    body()
                    log.entries().last().sql()
                }
            sql { TWEET.select().orderBy(newest).list() }.endsWith(order) shouldBe true
            sql { TWEET.select().list() }.contains("order by") shouldBe false
            sql { TWEET.select().count() }.contains("order by") shouldBe false
            sql { USER.where(USER.id.`in`(TWEET.select(TWEET.user).orderBy(newest).limit(1))).list() }.contains(order) shouldBe true
            sql { USER.select().load(Load.many(TWEET.user, TWEET.select().orderBy(newest))).list() }.endsWith(order) shouldBe true
        }
    })
