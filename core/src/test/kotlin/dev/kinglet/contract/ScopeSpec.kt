package dev.kinglet.contract

import dev.kinglet.errors.ModelException
import dev.kinglet.errors.NotFoundException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.expr.Fn
import dev.kinglet.fixtures.Declared.Folder
import dev.kinglet.fixtures.Declared.Folder.FOLDER
import dev.kinglet.fixtures.Declared.Letter
import dev.kinglet.fixtures.Declared.Letter.LETTER
import dev.kinglet.fixtures.Declared.Tenanted
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.fixtures.shouldRender
import dev.kinglet.fixtures.statements
import dev.kinglet.model.Load
import dev.kinglet.model.Table
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import java.time.Instant

/** Rows that nobody sees unless it is said, and what several tables share. */
class ScopeSpec :
    FunSpec({
        fun <R> asTenant(
            tenant: Int?,
            body: () -> R,
        ): R {
            val before = Tenanted.current
            Tenanted.current = tenant
            try {
                return body()
            } finally {
                Tenanted.current = before
            }
        }

        fun seed(): Triple<Folder, Folder, Letter> {
            val inbox = FOLDER.create(FOLDER.name.to("inbox"))
            val trash = FOLDER.create(FOLDER.name.to("trash"), FOLDER.stamps.deletedAt.to(Instant.EPOCH))
            LETTER.create(LETTER.folder.to(trash), LETTER.first.to("old"), LETTER.last.to("me"))
            val letter = LETTER.create(LETTER.folder.to(inbox), LETTER.first.to("Huey"), LETTER.last.to("Cat"))
            asTenant(2) {
                val theirs = FOLDER.create(FOLDER.name.to("theirs"))
                LETTER.create(LETTER.folder.to(theirs), LETTER.first.to("No"), LETTER.last.to("One"))
            }
            return Triple(inbox, trash, letter)
        }

        test("base classes and mixins name, number and index as one table does (MOD-02, MOD-03, MOD-04, MOD-06, MOD-33)") {
            FOLDER.tableName() shouldBe "app_folder"
            FOLDER.columns().map { it.name() } shouldContainExactly listOf("id", "tenant", "name", "created_at", "deleted_at")
            FOLDER.indexes().map { it.columns() } shouldContainExactly listOf(listOf(FOLDER.stamps.createdAt))
            listOf(FOLDER.audited, LETTER.audited) shouldBe listOf(true, false)
            Table.alias(FOLDER, "f").stamps.createdAt.toString() shouldBe "f.created_at"
        }

        test("a scope is in WHERE of the root, and in ON of what is joined (MOD-29, MOD-33, OPS-18)") {
            FOLDER.select(FOLDER.id).where(FOLDER.name.eq("x").or(FOLDER.name.eq("y"))).shouldRender(
                "select \"app_folder\".\"id\" from \"app_folder\" where (\"app_folder\".\"tenant\" = ? and " +
                    "\"app_folder\".\"deleted_at\" is null and (\"app_folder\".\"name\" = ? or \"app_folder\".\"name\" = ?))",
                listOf(1, "x", "y"),
            )
            LETTER.select(LETTER.id).leftJoin(FOLDER).shouldRender(
                "select \"app_letter\".\"id\" from \"app_letter\" left outer join \"app_folder\" on " +
                    "(\"app_letter\".\"folder_id\" = \"app_folder\".\"id\" and \"app_folder\".\"tenant\" = ? and " +
                    "\"app_folder\".\"deleted_at\" is null) where \"app_letter\".\"tenant\" = ?",
                listOf(1, 1),
            )
            val f = FOLDER.alias("f")
            f.select(f.col(FOLDER.id)).shouldRender(
                "select \"f\".\"id\" from \"app_folder\" as \"f\" where (\"f\".\"tenant\" = ? and \"f\".\"deleted_at\" is null)",
                listOf(1),
            )
            FOLDER.unscoped().select(FOLDER.id).shouldRender("select \"app_folder\".\"id\" from \"app_folder\"")
            FOLDER.delete().where(FOLDER.id.eq(1L)).shouldRender(
                "delete from \"app_folder\" where (\"app_folder\".\"tenant\" = ? and \"app_folder\".\"deleted_at\" is null) " +
                    "and \"app_folder\".\"id\" = ?",
                listOf(1, 1L),
            )
            FOLDER.update(FOLDER.name.to("z")).all().shouldRender(
                "update \"app_folder\" set \"name\" = ? where " +
                    "(\"app_folder\".\"tenant\" = ? and \"app_folder\".\"deleted_at\" is null)",
                listOf("z", 1),
            )
        }

        contract("rows outside of a scope are seen by nothing but unscoped() (MOD-29, MOD-33, OPS-18)", FOLDER, LETTER) { db ->
            val (inbox, trash, letter) = seed()
            FOLDER.select().values(FOLDER.name) shouldContainExactly listOf("inbox")
            FOLDER.select().count() shouldBe 1
            FOLDER.where(FOLDER.name.eq("trash")).exists() shouldBe false
            FOLDER.find(trash.id()).shouldBeNull()
            FOLDER.unscoped().select().count() shouldBe 3
            LETTER.select(LETTER, FOLDER).leftJoin(FOLDER).orderBy(LETTER.id).list().map { it.get(LETTER.folder) } shouldContainExactly
                listOf(null, inbox)
            LETTER.where(LETTER.folder.`in`(FOLDER.select())).values(LETTER.first) shouldContainExactly listOf("Huey")
            FOLDER.select().list().single().backref(LETTER.folder).list() shouldContainExactly listOf(letter)
            FOLDER.select().prefetch(LETTER.select()).list().single().backref(LETTER.folder).list() shouldContainExactly listOf(letter)
            db.statements(1) { inbox.backref(LETTER.folder).count() } shouldBe 1
            FOLDER.update(FOLDER.name.to("all")).all().execute() shouldBe 1
            trash.set(FOLDER.name, "again")
            trash.save() shouldBe 0
            trash.delete() shouldBe 0
            FOLDER.unscoped().update(FOLDER.stamps.deletedAt.toNull()).where(FOLDER.id.eq(trash.id())).execute() shouldBe 1
            FOLDER.get(trash.id()).get(FOLDER.name) shouldBe "trash"
            LETTER.delete().all().execute() shouldBe 2
            LETTER.unscoped().select().count() shouldBe 1
        }

        contract("a scope is asked at each call, and never shared by a plan (OPS-18)", FOLDER, LETTER) { _ ->
            seed()
            val all = FOLDER.select().orderBy(FOLDER.id)
            all.values(FOLDER.name) shouldContainExactly listOf("inbox")
            asTenant(2) { all.values(FOLDER.name) shouldContainExactly listOf("theirs") }
            all.values(FOLDER.name) shouldContainExactly listOf("inbox")
            asTenant(null) {
                shouldThrow<IllegalStateException> { all.list() }.message shouldBe "no tenant"
                shouldThrow<IllegalStateException> { LETTER.update(LETTER.first.to("x")).all().execute() }
            }
            all.values(FOLDER.name) shouldContainExactly listOf("inbox")
        }

        contract("a scope holds wherever rows are read: joins, loads, named queries (MOD-29)", FOLDER, LETTER) { db ->
            val (inbox, trash, letter) = seed()
            FOLDER.select(FOLDER, LETTER).join(LETTER).list() shouldContainExactly listOf(inbox)
            LETTER.select(LETTER, FOLDER).join(FOLDER).list() shouldContainExactly listOf(letter)
            val named = FOLDER.select(FOLDER.id, FOLDER.name).cte("named")
            named.select().values(named.col(FOLDER.name)) shouldContainExactly listOf("inbox")
            LETTER.where(Fn.exists(FOLDER.where(FOLDER.id.eq(LETTER.folder.key())))).list() shouldContainExactly listOf(letter)
            val letters = LETTER.select().orderBy(LETTER.id).list()
            db.statements(1) { letters[1].get(LETTER.folder) shouldBe inbox }
            // it is there for the database, and for nobody here
            shouldThrow<NotFoundException> { letters[0].get(LETTER.folder) }.summary() shouldBe "app_letter.folder_id refers to a row of Folder that is not there"
            val along = LETTER.select().orderBy(LETTER.id).load(Load.one(LETTER.folder)).list()
            db.statements(0) { along.map { it.loaded(LETTER.folder) } shouldContainExactly listOf(null, inbox) }
            val all = LETTER.select().orderBy(LETTER.id).load(Load.one(LETTER.folder, FOLDER.unscoped().select())).list()
            db.statements(0) { all.map { it.get(LETTER.folder) } shouldContainExactly listOf(trash, inbox) }
            FOLDER.select().load(Load.many(LETTER.folder)).single().backref(LETTER.folder).list() shouldContainExactly listOf(letter)
        }

        contract("what a scope does not hold for: rows that are stored, and SQL as written (MOD-29)", FOLDER, LETTER) { _ ->
            val (_, trash, _) = seed()
            FOLDER
                .insert(FOLDER.id.to(trash.id()), FOLDER.name.to("met"))
                .onConflict(FOLDER.id)
                .doUpdate(FOLDER.name.toExcluded())
                .execute()
            FOLDER.select().values(FOLDER.name) shouldContainExactly listOf("inbox")
            FOLDER.unscoped().get(trash.id()).get(FOLDER.name) shouldBe "met"
            FOLDER.raw("select * from app_folder").list().size shouldBe 3
            FOLDER.getOrCreate(FOLDER.name.to("met")).created() shouldBe true
        }

        test("a right or full join would lose rows, so it is refused") {
            shouldRefuse<ProgrammingException>(
                "a right or full join with Letter, whose rows have a scope",
                "Letter",
                "turn it round to a left join, or join from a query: table.select().as(\"t\")",
            ) { LETTER.select().rightJoin(FOLDER).using(dev.kinglet.Database.sqliteInMemory()).sql() }
        }

        contract("an attribute is computed by the row, or by the query (MOD-27, FLD-32)", FOLDER, LETTER) { db ->
            val (_, _, letter) = seed()
            db.statements(0) { letter.get(LETTER.sender) } shouldBe "Huey Cat"
            LETTER.where(LETTER.sender.eq("Huey Cat")).list() shouldContainExactly listOf(letter)
            LETTER.where(LETTER.isMine).values(LETTER.sender) shouldContainExactly listOf("old me")
            LETTER.where(LETTER.isMine.not()).orderBy(LETTER.sender.desc()).values(LETTER.isMine) shouldContainExactly listOf(false)
            LETTER.select(LETTER.id, LETTER.sender).where(LETTER.isMine).first()!!.get(LETTER.sender) shouldBe "old me"
            shouldThrow<ModelException> { Folder().get(LETTER.sender) }.hint() shouldBe "use a row of Letter"
        }
    })
