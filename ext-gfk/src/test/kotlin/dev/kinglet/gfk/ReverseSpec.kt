package dev.kinglet.gfk

import dev.kinglet.errors.ModelException
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.fixtures.statements
import dev.kinglet.gfk.Reactions.Note
import dev.kinglet.gfk.Reactions.Note.NOTE
import dev.kinglet.gfk.Reactions.Reaction.REACTION
import dev.kinglet.model.*
import dev.kinglet.type.Dialect
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import tour.Models.Tweet
import tour.Models.Tweet.TWEET
import tour.Models.User.USER

class ReverseSpec :
    FunSpec({
        fun notes(n: Int): List<Note> = (1..n).map { NOTE.create(NOTE.about.to(null)) }

        contract("GFK-08: the rows that lead to a row are a query, and all of a model are one, too", *timeline) { db ->
            val meow = tweet("meow")
            reaction(meow, "like")
            reaction(meow, "wave")
            reaction(user("huey"), "wave")
            db.statements(1) { REACTION.parent.of(meow).orderBy(REACTION.kind.desc()).values(REACTION.kind) } shouldBe
                listOf("wave", "like")
            db.statements(1) { REACTION.where(REACTION.parent.isA(Tweet::class.java)).count() } shouldBe 2
            REACTION.parent.of(meow).sql().text shouldBe
                """select "reaction"."id", "reaction"."parent_type", "reaction"."parent_id", "reaction"."kind" """ +
                """from "reaction" where ("reaction"."parent_type" = ? and "reaction"."parent_id" = ?)"""
        }

        contract("GFK-09: adding rows lets them lead here, by one statement for stored ones and one for new ones", *timeline) { db ->
            val meow = tweet("meow")
            val (one, two) = notes(2)
            val rows = NOTE.about.of(meow)
            db.statements(1) { rows.add(one) } shouldBe 1
            db.statements(2) { rows.add(listOf(two, NOTE.newRow())) } shouldBe 2
            db.statements(0) { rows.add(listOf()) } shouldBe 0
            rows.count() shouldBe 3
            one.changed() shouldBe listOf()
            db.statements(0) { one.about() } shouldBe meow
            db.statements(1) { rows.contains(two) } shouldBe true
            rows += one
            rows += listOf(two)
            rows.count() shouldBe 3
        }

        contract("GFK-09: the rows of a query are added by one UPDATE", *timeline) { db ->
            val meow = tweet("meow")
            notes(3)
            db.statements(1) { NOTE.about.of(meow).add(NOTE.where(NOTE.id.gt(1))) } shouldBe 2
            NOTE.about.of(meow).count() shouldBe 2
        }

        contract("GFK-09: replacing releases the others, and adding releases none", *timeline) { db ->
            val meow = tweet("meow")
            val (one, two, three) = notes(3)
            val rows = NOTE.about.of(meow)
            rows.add(listOf(one, two))
            rows.add(listOf())
            rows.count() shouldBe 2

            db.statements(2) { rows.replace(listOf(two, three)) } shouldBe 1
            rows.orderBy(NOTE.id).list() shouldBe listOf(two, three)
            NOTE.get(one.id()).about() shouldBe null
            db.statements(1) { rows.replace(listOf()) } shouldBe 2
            rows.count() shouldBe 0
        }

        contract("rows are released one by one, and all at once", *timeline) { db ->
            val meow = tweet("meow")
            val (one, two) = notes(2)
            val rows = NOTE.about.of(meow)
            rows.add(listOf(one, two))
            db.statements(1) { rows.remove(one) } shouldBe 1
            db.statements(1) { rows.remove(one) } shouldBe 0
            rows -= two
            rows.add(listOf(one, two))
            db.statements(1) { rows.clear() } shouldBe 2
        }

        contract("what is never null is not released", *timeline) { db ->
            val meow = tweet("meow")
            val like = reaction(meow, "like")
            val rows = REACTION.parent.of(meow)
            for (release in listOf<() -> Any>({ rows.clear() }, { rows.remove(like) }, { rows.replace(listOf()) })) {
                shouldRefuse<ModelException>(
                    "rows of Reaction that lead here would lead nowhere, and (reaction.parent_type, reaction.parent_id) is never null",
                    "Reaction",
                    "delete them, or declare both columns nullable()",
                ) { db.statements(1) { release() } }
            }
            rows.replace(listOf(like)) shouldBe 0
            rows.count() shouldBe 1
        }

        contract("rows of a row that is not stored are refused, and a failed write leaves what was", *timeline) { db ->
            val (one) = notes(1)
            val fresh = USER.newRow()
            shouldRefuse<ModelException>(
                "this row of User has no key: it was not saved, or the key was not selected",
                "User",
                "save() it first, or select the key",
            ) { NOTE.about.of(fresh) }
            val gone = user("gone").also { it.delete() }
            shouldRefuse<ModelException>(
                "(note.about_type, note.about_id) cannot lead to a row of User that is not stored",
                "Note",
                "save() that row first",
            ) { db.statements(0) { NOTE.about.of(gone).add(one) } }
            NOTE.get(one.id()).about() shouldBe null
            Dialect.SQLITE // both
        }
    })
