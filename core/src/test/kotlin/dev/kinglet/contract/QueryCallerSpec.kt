package dev.kinglet.contract

import dev.kinglet.expr.Fn
import dev.kinglet.expr.Window
import dev.kinglet.expr.alias
import dev.kinglet.fixtures.contract
import dev.kinglet.model.Tree
import dev.kinglet.model.TreeNode
import dev.kinglet.query.Cte
import dev.kinglet.query.Delete
import dev.kinglet.query.Derived
import dev.kinglet.query.Insert
import dev.kinglet.query.JsonRows
import dev.kinglet.query.Lock
import dev.kinglet.query.OnConflict
import dev.kinglet.query.Relation
import dev.kinglet.query.Returning
import dev.kinglet.query.Select
import dev.kinglet.query.Update
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import tour.Models.Category.CATEGORY
import tour.Models.Favorite.FAVORITE
import tour.Models.Relationship.RELATIONSHIP
import tour.Models.Team.TEAM
import tour.Models.Tweet.TWEET
import tour.Models.User.USER
import tour.QueryCaller
import tour.Seeds
import java.io.File
import java.lang.reflect.Modifier

/** The query API from Java, with the answers of every database; and that neither language leaves a method out. */
class QueryCallerSpec :
    FunSpec({
        val all = arrayOf(USER, TEAM, TWEET, FAVORITE, RELATIONSHIP, CATEGORY)
        val java = QueryCaller()

        contract("clauses from Java", *all) { db -> Seeds.sow().also { java.clauses(db) } }
        contract("joins from Java", *all) { _ -> Seeds.sow().also { java.joins() } }
        contract("compounds from Java", *all) { _ -> Seeds.sow().also { java.compounds() } }
        contract("what one database refuses, from Java", *all) { db -> Seeds.sow().also { java.postgresOnly(db) } }
        contract("locks from Java", *all) { db -> Seeds.sow().also { java.locked(db) } }
        contract("terminals from Java", *all) { _ -> Seeds.sow().also { java.terminals() } }
        contract("derived tables and common table expressions from Java", *all) { db -> Seeds.sow().also { java.named(db) } }
        contract("recursive queries from Java", *all) { _ -> Seeds.sow().also { java.recursive() } }
        contract("tables and functions without a model from Java", *all) { db -> Seeds.sow().also { java.relations(db) } }
        contract("writes that return rows, from Java", *all) { db -> Seeds.sow().also { java.returning(db) } }
        contract("windows from Java", *all) { _ -> Seeds.sow().also { java.windows() } }
        contract("trees from Java", *all) { db -> Seeds.sow().also { java.trees(db) } }

        test("locks are values, from Java") { java.lockParts() }

        contract("a query whose select list has no names is counted", *all) { _ ->
            Seeds.sow()
            val loud = Fn.upper(TWEET.content)
            val perUser = USER.select(USER, Fn.count(TWEET.id)).leftJoin(TWEET).groupBy(USER)
            perUser.count() shouldBe 3
            TWEET.select(loud).limit(2).count() shouldBe 2
            TWEET.select(Fn.length(TWEET.content)).distinct().count() shouldBe 2
            TWEET.select(TWEET.id, USER.attach(Fn.upper(USER.username))).join(USER).limit(4).count() shouldBe 4
            val both = TWEET.select(loud).orderBy(loud).limit(2).union(USER.select(Fn.upper(USER.username)))
            both.count() shouldBe 5
            both.unionAll(TWEET.select(loud)).count() shouldBe 10
            TWEET.select(loud, Fn.value(1).alias("counted_1")).limit(3).count() shouldBe 3
        }

        contract("the way to a row, and frames by distance, from Kotlin", *all) { _ ->
            Seeds.sow()
            val tree =
                CATEGORY
                    .select(CATEGORY.id)
                    .where(CATEGORY.parent.isNull())
                    .cte("tree")
                    .recursive { self -> CATEGORY.select(CATEGORY.id).join(self, CATEGORY.parent.key().eq(self.col(CATEGORY.id))) }
                    .guardedBy(CATEGORY.id)
            val (root, left) = tree.select().orderBy(tree.col(CATEGORY.id)).values(tree.cyclePath())
            Cte.pathAbove(left) shouldBe root
            val around = Window.orderedBy(TWEET.id).range(Window.Bound.preceding(1), Window.Bound.following(1))
            val others = around.exclude(Window.Exclude.CURRENT_ROW)
            TWEET.select().orderBy(TWEET.id).values(Fn.count().over(others)) shouldBe listOf(1L, 2L, 2L, 2L, 1L)
        }

        test("each public method of the query API is called from Java and from Kotlin") {
            val core = generateSequence(File("").absoluteFile) { it.parentFile }.first { File(it, "bom").isDirectory }.resolve("core")
            // what every object has, and what the library itself asks a source
            val inside =
                setOf("equals", "hashCode", "toString", "link", "relates", "keyColumns", "updating", "qualifier", "executor", "body", "definition") +
                    setOf("prefetching", "rowShape", "usedDatabase", "given", "deleting")

            fun called(
                folder: String,
                ending: String,
            ): Set<String> =
                core
                    .resolve(folder)
                    .walk()
                    .filter { it.extension == ending }
                    .flatMap { file -> Regex("""[.:]`?(\w+)`?|^import static .*\.(\w+);|^import .*\.(\w+)$""", RegexOption.MULTILINE).findAll(file.readText()) }
                    .map { it.groupValues.drop(1).first(String::isNotEmpty) }
                    .toSet()
            val methods =
                listOf(Select::class, Cte::class, Derived::class, Relation::class, JsonRows::class, Insert::class, OnConflict::class, Update::class, Delete::class, Returning::class, Lock::class, Window::class, Tree::class, TreeNode::class)
                    .flatMap { type -> type.java.methods.filter { it.declaringClass.packageName.startsWith("dev.kinglet") } }
                    .filterNot { Modifier.isVolatile(it.modifiers) || it.name in inside } // bridges
                    .filterNot { it.declaringClass.isRecord && it.parameterCount == 0 && it.declaringClass.recordComponents.any { part -> part.accessor == it } }
                    .map { it.name }
                    .distinct()
                    .sorted()
            withClue("from Java") { methods - called("src/test/java", "java") shouldBe listOf() }
            withClue("from Kotlin") { methods - called("src/test/kotlin", "kt") shouldBe listOf() }
        }
    })
