package dev.kinglet.contract

import dev.kinglet.Database
import dev.kinglet.errors.IntegrityException
import dev.kinglet.errors.ModelException
import dev.kinglet.fixtures.Kind
import dev.kinglet.fixtures.TestDatabases
import dev.kinglet.fixtures.Zoos.Animal
import dev.kinglet.fixtures.Zoos.Animal.ANIMAL
import dev.kinglet.fixtures.Zoos.Branch.BRANCH
import dev.kinglet.fixtures.Zoos.Cage
import dev.kinglet.fixtures.Zoos.Cage.CAGE
import dev.kinglet.fixtures.Zoos.Club.CLUB
import dev.kinglet.fixtures.Zoos.Egg.EGG
import dev.kinglet.fixtures.Zoos.Hen.HEN
import dev.kinglet.fixtures.Zoos.Keeper
import dev.kinglet.fixtures.Zoos.Keeper.KEEPER
import dev.kinglet.fixtures.Zoos.Leaf.LEAF
import dev.kinglet.fixtures.Zoos.Member.MEMBER
import dev.kinglet.fixtures.Zoos.Ticket.TICKET
import dev.kinglet.fixtures.Zoos.Zoo
import dev.kinglet.fixtures.Zoos.Zoo.ZOO
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.fixtures.statements
import dev.kinglet.type.Dialect
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe

/** A row is deleted with all that refers to it, and one can look at it first (WRT-18, OPS-23). */
class RecursiveDeleteSpec :
    FunSpec({
        val tables = arrayOf(ZOO, KEEPER, CAGE, ANIMAL, TICKET)

        fun cage(
            zoo: Zoo,
            number: Int,
        ): Cage = CAGE.create(CAGE.zoo.to(zoo), CAGE.number.to(number), CAGE.code.to("${zoo.get(ZOO.name)}$number"))

        fun animal(
            name: String,
            cage: Cage,
            keeper: Keeper?,
        ): Animal = ANIMAL.create(ANIMAL.name.to(name), ANIMAL.cage.to(cage), ANIMAL.keeper.to(keeper))

        /** Two zoos, b with one animal, which a keeper of a looks after. */
        fun zoo(): Zoo {
            val a = ZOO.create(ZOO.name.to("a"))
            val b = ZOO.create(ZOO.name.to("b"))
            val boss = KEEPER.create(KEEPER.name.to("boss"), KEEPER.zoo.to(a))
            KEEPER.create(KEEPER.name.to("hand"), KEEPER.zoo.to(a), KEEPER.boss.to(boss))
            KEEPER.create(KEEPER.name.to("other"), KEEPER.zoo.to(b), KEEPER.boss.to(boss))
            listOf("cat", "dog").forEachIndexed { i, name -> animal(name, cage(a, i), boss) }
            animal("fox", cage(b, 0), boss)
            TICKET.create(TICKET.zoo.to(a))
            TICKET.create(TICKET.zoo.to(b))
            TICKET.create()
            return a
        }

        fun rows() = listOf(ZOO, KEEPER, CAGE, ANIMAL, TICKET).map { it.select().count() }

        contract("the plan names each statement in order, with the rows that it touches", *tables) { db ->
            val zoo = zoo()
            val before = rows()
            val steps = zoo.deletePlan().steps()
            steps.map { it.toString() } shouldContainExactly
                listOf(
                    "delete 2 of Animal by animal.cage_id",
                    "delete 2 of Cage by cage.zoo_id",
                    "set animal.keeper_id of 1 to null",
                    "set keeper.boss_id of 2 to null",
                    "delete 2 of Keeper by keeper.zoo_id",
                    "delete 1 of Ticket by ticket.zoo_id",
                    "delete 1 of Zoo",
                )
            steps.map { it.sql } shouldContainExactly
                listOf(
                    """delete from "animal" where "animal"."cage_id" in """ +
                        """(select "cage"."code" from "cage" where "cage"."zoo_id" = ?)""",
                    """delete from "cage" where "cage"."zoo_id" = ?""",
                    """update "animal" set "keeper_id" = ? where "animal"."keeper_id" in """ +
                        """(select "keeper"."id" from "keeper" where "keeper"."zoo_id" = ?)""",
                    """update "keeper" set "boss_id" = ? where "keeper"."boss_id" in """ +
                        """(select "keeper"."id" from "keeper" where "keeper"."zoo_id" = ?)""",
                    """delete from "keeper" where "keeper"."zoo_id" = ?""",
                    """delete from "ticket" where "ticket"."zoo_id" = ?""",
                    """delete from "zoo" where "zoo"."id" = ?""",
                )
            rows() shouldBe before
            Zoo.CALLS.clear()
            db.statements(8) { zoo.deleteRecursive() } shouldBe 8 // and one that reads the catalogue
            rows() shouldContainExactly listOf(1L, 1L, 1L, 1L, 2L)
            KEEPER.select().values(KEEPER.boss.key()) shouldBe listOf(null)
            ANIMAL.select().values(ANIMAL.keeper.key()) shouldBe listOf(null)
            zoo.persisted() shouldBe false
            Zoo.CALLS shouldContainExactly listOf("before a", "after a")
        }

        contract("with nullable references, rows are deleted that would lose theirs, to any depth", *tables) { _ ->
            val zoo = zoo()
            val plan = zoo.deletePlan().withNullable()
            plan.steps().map { it.toString() } shouldContainExactly
                listOf(
                    "delete 0 of Ticket by ticket.favorite_id",
                    "delete 2 of Animal by animal.cage_id",
                    "delete 2 of Cage by cage.zoo_id",
                    "delete 0 of Ticket by ticket.favorite_id",
                    "delete 1 of Animal by animal.keeper_id",
                    "delete 3 of Keeper by keeper.zoo_id",
                    "delete 1 of Ticket by ticket.zoo_id",
                    "delete 1 of Zoo",
                )
            plan.execute() shouldBe 10
            rows() shouldContainExactly listOf(1L, 0L, 1L, 0L, 2L)
        }

        contract("rows of a condition are deleted with what refers to them", *tables) { db ->
            zoo()
            val plan = ZOO.deletePlan(ZOO.name.eq("a"))
            plan.steps().map { it.rows } shouldBe listOf(2L, 2L, 1L, 2L, 2L, 1L, 1L)
            plan.toString() shouldBe "delete of rows of Zoo with what refers to them"
            plan.execute() shouldBe 8
            rows() shouldContainExactly listOf(1L, 1L, 1L, 1L, 2L)
            CAGE.deletePlan(CAGE.number.eq(0), CAGE.code.eq("b0")).execute() shouldBe 2
            KEEPER.deletePlan(KEEPER.name.eq("nobody")).execute() shouldBe 0
            db.inTransaction() shouldBe false
        }

        contract("a row that refers to nothing is one delete, and a failure undoes all", *tables) { db ->
            val zoo = zoo()
            val ticket = TICKET.select().first()!!
            ticket.deleteRecursive() shouldBe 1
            val before = rows()
            db.execute(
                if (db.dialect() == Dialect.SQLITE) {
                    "create trigger keep before delete on zoo begin select raise(abort, 'kept'); end"
                } else {
                    "create function keep() returns trigger language plpgsql as $$ begin raise exception 'kept' " +
                        "using errcode = '23000'; end $$; create trigger keep before delete on zoo execute function keep()"
                },
            )
            shouldThrow<RuntimeException> { zoo.deleteRecursive() }
            rows() shouldBe before
            zoo.persisted() shouldBe true
        }

        contract("a tree goes from its leaves up, whatever its depth, and a circle of rows ends", BRANCH, LEAF) { db ->
            var above = BRANCH.create()
            val root = above
            repeat(300) {
                above = BRANCH.create(BRANCH.parent.to(above))
                LEAF.create(LEAF.branch.to(above))
            }
            BRANCH.create()
            root.deletePlan().steps().map { it.toString() } shouldContainExactly
                listOf("delete 300 of Leaf by leaf.branch_id", "delete 300 of Branch by branch.parent_id", "delete 1 of Branch")
            // SQLite does not count what it deletes by itself, so the branches are counted first
            db.statements(if (db.dialect() == Dialect.SQLITE) 5 else 4) { root.deleteRecursive() } shouldBe 601
            BRANCH.select().count() shouldBe 1L
            val one = BRANCH.select().get()
            val other = BRANCH.create(BRANCH.parent.to(one))
            one.set(BRANCH.parent, other)
            one.save()
            BRANCH.deletePlan(BRANCH.id.eq(other.id())).execute() shouldBe 2
        }

        contract("a circle of tables is opened by NULL, or refused", CLUB, MEMBER, EGG, HEN) { db ->
            val club = CLUB.create()
            val head = MEMBER.create(MEMBER.club.to(club))
            club.set(CLUB.head, head)
            club.save()
            head.deletePlan().steps().map { it.toString() } shouldContainExactly
                listOf("set club.head_id of 1 to null", "delete 1 of Member")
            club.deletePlan().withNullable().steps().map { it.toString() } shouldContainExactly
                listOf("set club.head_id of 1 to null", "delete 1 of Member by member.club_id", "delete 1 of Club")
            club.deletePlan().withNullable().execute() shouldBe 2
            val hen = HEN.newRow().apply { set(HEN.id, 1L) }
            db.statements(0) {
                shouldRefuse<ModelException>(
                    "rows of Hen cannot be deleted with what refers to them: [Hen, Egg] refer to each other in a circle, " +
                        "closed by hen.egg_id, which is never null",
                    "Hen",
                    "delete the rows by statements, in an order of your own",
                ) { hen.deleteRecursive() }
            }
        }

        contract("a foreign key that no table declares is refused before anything is written (OPS-23)", *tables) { db ->
            val zoo = zoo()
            db.execute("create table audit (id integer primary key, keeper_id bigint references keeper (id) on delete cascade)")
            val before = rows()

            fun refused(body: () -> Any?) =
                shouldRefuse<ModelException>(
                    "rows of Keeper cannot be deleted with what refers to them: the database has a foreign key " +
                        "audit.keeper_id that no bound table declares",
                    "Keeper",
                    "declare it in the table of 'audit' and bind that table to this database",
                    body,
                )
            refused { zoo.deleteRecursive() }
            refused { zoo.deletePlan().steps() }
            rows() shouldBe before
            TICKET.select().first()!!.deleteRecursive() shouldBe 1 // nothing refers to tickets
        }

        contract("a plain delete of a row that others refer to is the database's to refuse", *tables) { _ ->
            val zoo = zoo()
            shouldThrow<IntegrityException> { zoo.delete() }.kind() shouldBe IntegrityException.Kind.FOREIGN_KEY
            zoo.persisted() shouldBe true
        }

        test("of a tenant's tables the tenant's foreign keys are looked at (OPS-23)") {
            TestDatabases.fresh(Kind.POSTGRES) { db ->
                db.bind(*tables).createTables(*tables)
                db.execute("create schema tenant")
                try {
                    db.useSchema("tenant").use {
                        db.inSchema("tenant").createTables(*tables)
                        val zoo = zoo()
                        zoo.deletePlan().steps().last().sql shouldBe """delete from "tenant"."zoo" where "zoo"."id" = ?"""
                        db.execute("create table tenant.audit (id integer primary key, zoo_id bigint references tenant.zoo (id))")
                        shouldThrow<ModelException> { zoo.deleteRecursive() }.summary() shouldBe
                            "rows of Zoo cannot be deleted with what refers to them: the database has a foreign key " +
                            "audit.zoo_id that no bound table declares"
                        db.execute("drop table tenant.audit")
                        zoo.deleteRecursive() shouldBe 8
                    }
                } finally {
                    db.execute("drop schema tenant cascade")
                }
            }
        }

        test("tables of another database are not looked at") {
            Database.sqliteInMemory().use { here ->
                Database.sqliteInMemory().use { there ->
                    here.bind(ZOO, CAGE).createTables(ZOO, CAGE)
                    there.bind(KEEPER, ANIMAL, TICKET)
                    val zoo = ZOO.create(ZOO.name.to("a"))
                    cage(zoo, 0)
                    zoo.deletePlan().steps().map { it.table } shouldContainExactly listOf(CAGE, ZOO)
                    zoo.deleteRecursive() shouldBe 2
                }
            }
        }
    })
