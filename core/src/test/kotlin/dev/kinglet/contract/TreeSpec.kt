package dev.kinglet.contract

import dev.kinglet.errors.ModelException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.expr.eq
import dev.kinglet.expr.inList
import dev.kinglet.expr.ne
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.fixtures.statements
import dev.kinglet.model.Tree
import dev.kinglet.model.TreeNode
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeSameInstanceAs
import tour.Models.Category
import tour.Models.Category.CATEGORY
import tour.Models.Tweet.TWEET
import tour.TreeCaller

/** A table that refers to itself, as a tree. */
class TreeSpec :
    FunSpec({
        fun category(
            name: String,
            parent: Category? = null,
        ) = CATEGORY.create(CATEGORY.name.to(name), CATEGORY.parent.to(parent))

        /** Two trees: a with b (d, e) and c, and z. */
        fun plant(): Map<String, Category> {
            val a = category("a")
            val b = category("b", a)
            val c = category("c", a)
            return listOf(a, b, c, category("d", b), category("e", b), category("z")).associateBy { it.get(CATEGORY.name) }
        }

        fun text(nodes: List<TreeNode<Category>>): String =
            nodes.joinToString(" ") { node ->
                node.row().get(CATEGORY.name) + (if (node.children().isEmpty()) "" else "(" + text(node.children()) + ")")
            }

        contract("all rows as trees, wired both ways, by one statement (CTE-03)", CATEGORY) { db ->
            plant()
            val roots = db.statements(1) { Tree.of(CATEGORY.parent).orderBy(CATEGORY.name).roots() }
            text(roots) shouldBe "a(b(d e) c) z"
            val d = roots[0].all().toList()[2]
            d.depth() shouldBe 2
            d.parent()!!.parent() shouldBeSameInstanceAs roots[0]
            roots[0].parent().shouldBeNull()
            db.statements(0) {
                d.row().parent shouldBeSameInstanceAs d.parent()!!.row()
                roots[0].row().parent.shouldBeNull()
            }
            roots[0].all().map { it.row().get(CATEGORY.name) to it.depth() }.toList() shouldContainExactly
                listOf("a" to 0, "b" to 1, "d" to 2, "e" to 2, "c" to 1)
        }

        contract("from some rows, not too deep, past others, in an order", CATEGORY) { _ ->
            val all = plant()
            val tree = Tree.of(CATEGORY.parent).orderBy(CATEGORY.name.desc())
            text(tree.roots()) shouldBe "z a(c b(e d))"
            text(tree.maxDepth(1).roots()) shouldBe "z a(c b)"
            text(tree.maxDepth(0).roots()) shouldBe "z a"
            text(tree.where(CATEGORY.name ne "b").roots()) shouldBe "z a(c)"
            text(tree.from(CATEGORY.id eq all.getValue("b").id()).roots()) shouldBe "b(e d)"
            // a root of one tree may stand in another
            text(tree.from(CATEGORY.name inList listOf("a", "b")).roots()) shouldBe "b(e d) a(c b(e d))"
            tree.from(CATEGORY.name eq "nobody").roots() shouldBe listOf()
            shouldRefuse<ProgrammingException>("a tree of depth -1", "Category", "say 0 or more") { tree.maxDepth(-1) }
        }

        contract("a circle is followed until a row comes again", CATEGORY) { _ ->
            val all = plant()
            CATEGORY.update(CATEGORY.parent.to(all.getValue("d"))).where(CATEGORY.name eq "a").execute()
            text(Tree.of(CATEGORY.parent).from(CATEGORY.name eq "a").orderBy(CATEGORY.name).roots()) shouldBe "a(b(d e) c)"
            text(Tree.of(CATEGORY.parent).roots()) shouldBe "z"
        }

        contract("from Java, and as text", CATEGORY) { _ ->
            plant()
            TreeCaller.outline() shouldBe "a\n  b\n    d\n    e\n  c\nz"
            Tree.of(CATEGORY.parent).from(CATEGORY.name eq "b").maxDepth(0).roots()[0].toString() shouldBe
                "Category[id=2, name=b, parent=1]"
        }

        test("a foreign key to another table is no tree") {
            @Suppress("UNCHECKED_CAST")
            val wrong = TWEET.user as dev.kinglet.model.ForeignKey<Category, Category?, Long?>
            shouldRefuse<ModelException>(
                "tweet.user_id refers to User, so its rows are no tree",
                "Tweet",
                "use a foreign key to the table itself: selfReference()",
            ) { Tree.of(wrong) }
        }
    })
