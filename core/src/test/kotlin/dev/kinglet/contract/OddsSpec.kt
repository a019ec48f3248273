package dev.kinglet.contract

import dev.kinglet.errors.IntegrityException
import dev.kinglet.errors.ModelException
import dev.kinglet.fixtures.Odds
import dev.kinglet.fixtures.Odds.Event.EVENT
import dev.kinglet.fixtures.Odds.Keyword.KEYWORD
import dev.kinglet.fixtures.Odds.Leaf.LEAF
import dev.kinglet.fixtures.Odds.Line.LINE
import dev.kinglet.fixtures.Odds.Note.NOTE
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.shouldRender
import dev.kinglet.fixtures.statements
import dev.kinglet.type.Dialect
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldNotContain
import tour.Models.User.USER

class OddsSpec :
    FunSpec({
        contract("a foreign key to a unique column that is no key goes by that column everywhere (FLD-26)", USER, NOTE) { db ->
            val huey = USER.create(USER.username.to("huey"))
            val note = NOTE.create(NOTE.code.to("n1"), NOTE.author.to(huey))
            note.key(NOTE.author) shouldBe "huey"
            val stored = NOTE.get("n1")
            db.statements(1) { stored.get(NOTE.author).id() shouldBe huey.id() }
            NOTE.where(NOTE.author.eq(huey)).count() shouldBe 1
            NOTE.where(NOTE.author.`in`(USER.select())).count() shouldBe 1
            NOTE.where(NOTE.author.key().eq("huey")).count() shouldBe 1
            huey.backref(NOTE.author).list() shouldContainExactly listOf(note)
            NOTE.select(NOTE.code, USER.id).join(USER).shouldRender(
                "select \"note\".\"code\", \"user\".\"id\" from \"note\" join \"user\" on \"note\".\"author_id\" = \"user\".\"username\"",
            )
        }

        contract("a row whose key the program gives is inserted first and updated then (MOD-08)", USER, NOTE) { db ->
            val huey = USER.create(USER.username.to("huey"))
            val mickey = USER.create(USER.username.to("mickey"))
            val note = Odds.Note()
            note.set(NOTE.code, "n1")
            note.set(NOTE.author, huey)
            db.statements(1) { note.save() } shouldBe 1
            note.set(NOTE.author, mickey)
            db.statements(1) { note.save() } shouldBe 1
            NOTE.get("n1").key(NOTE.author) shouldBe "mickey"
            NOTE.insert(NOTE.code.to("n2"), NOTE.author.to(huey)).execute() shouldBe "n2"
            shouldThrow<IntegrityException> { NOTE.create(NOTE.code.to("n2"), NOTE.author.to(huey)) }.kind() shouldBe
                IntegrityException.Kind.UNIQUE
        }

        contract("a reference to itself is inherited from a base table class (MOD-04)", LEAF) { _ ->
            val root = LEAF.create()
            val leaf = LEAF.create(LEAF.above.to(root))
            LEAF.get(leaf.id()).get(LEAF.above) shouldBe root
            LEAF.get(root.id()).get(LEAF.above).shouldBeNull()
            LEAF.above.target() shouldBe LEAF
        }

        contract("a base table class names the database, and a schema qualifies (MOD-05, MOD-21)") { db ->
            db.execute(if (db.dialect() == Dialect.SQLITE) "attach ':memory:' as far" else "create schema far")
            try {
                Odds.Placed.place = db
                if (db.toString() != "SQLite in memory") {
                    // an attached database is that of one connection
                    EVENT.select().sql().text() shouldBe "select \"far\".\"events\".\"id\" from \"far\".\"events\""
                } else {
                    db.createTables(EVENT)
                    EVENT.create().id() shouldBe 1L
                    EVENT.alias("e").let { e -> EVENT.select().join(e, EVENT.id.eq(e.col(EVENT.id))).count() } shouldBe 1
                }
            } finally {
                Odds.Placed.place = null
                if (db.dialect() == Dialect.POSTGRES) db.execute("drop schema far cascade")
            }
        }

        contract("a table without a key inserts, reads, and says what it cannot do (MOD-15)", LINE) { _ ->
            val line = LINE.create(LINE.words.to("once"))
            LINE.select().values(LINE.words) shouldContainExactly listOf("once")
            line.toString() shouldBe "Line[words=once]"
            (line == LINE.select().first()) shouldBe false
            line.set(LINE.words, "twice")
            shouldThrow<ModelException> { line.save() }.message shouldBe
                "Line has no primary key, so save() cannot find the row\n  model: Line\n" +
                "  hint: write by a query: update(..).where(..) or delete().where(..)"
        }

        contract("names that are words of SQL, or hold quotes, are names (EXP-18)", KEYWORD) { _ ->
            val row = KEYWORD.create(KEYWORD.select.to("from"), KEYWORD.quoted.to("where"))
            row.set(KEYWORD.quoted, "having")
            row.save() shouldBe 1
            KEYWORD.where(KEYWORD.select.eq("from")).orderBy(KEYWORD.quoted).values(KEYWORD.quoted) shouldContainExactly
                listOf("having")
            KEYWORD.alias("group").let { g -> KEYWORD.select().join(g, KEYWORD.id.eq(g.col(KEYWORD.id))).count() } shouldBe 1
        }

        contract("an error in a batch names the rule and shows no value", USER) { db ->
            USER.create(USER.username.to("a-secret-name"))
            val taken =
                shouldThrow<IntegrityException> {
                    USER.insertMany(listOf(USER.username), listOf(listOf("b"), listOf("a-secret-name"))).execute()
                }
            taken.columns() shouldContainExactly listOf("username")
            taken.constraint() shouldBe if (db.dialect() == Dialect.POSTGRES) "user_username" else null
            taken.stackTraceToString() shouldNotContain "a-secret-name"
        }
    })
