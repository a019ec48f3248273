package dev.kinglet.random

import dev.kinglet.expr.*
import dev.kinglet.fixtures.contract
import dev.kinglet.model.set
import dev.kinglet.query.alias
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe

/** What random queries have found, each as small as it gets. */
class FoundSpec :
    FunSpec({
        fun lake(
            name: String,
            depth: Int?,
        ) = Lake.insert(Lake.name set name, Lake.depth set depth).execute()!!

        contract("a value inside of a CTE is bound there, also where a column of it is selected before it is joined", Lake, Bird) {
            val deep = lake("deep", 90)
            Bird.insert(Bird.rank set 1, Bird.ringed set true, Bird.lake.key() set deep).execute()
            val lakes = Lake.select(Lake.id, Lake.name).where(Lake.depth gt 50).cte("lakes")
            val rank = (Bird.rank.plus(1000)) alias "rank"
            Bird
                .select(lakes.col(Lake.name), rank)
                .join(lakes, lakes.col(Lake.id).eq(Bird.lake.key()))
                .maps() shouldContainExactly listOf(mapOf("name" to "deep", "rank" to 1001))
        }

        contract("a column of a named query is found in the plan cache, whatever values its expression has", Lake) { db ->
            lake("deep", 90)

            fun deeper(by: Int): List<Int?> {
                val sum = Lake.depth.plus(by) alias "sum"
                val deeper = Lake.select(sum) alias "deeper"
                val deepest = deeper.select(deeper.col(sum)) alias "deepest"
                return deepest.select(deepest.col(deeper.col(sum))).values(deepest.col(deeper.col(sum)))
            }
            deeper(1) shouldBe listOf(91)
            val misses = db.planCacheStats().misses
            deeper(2) shouldBe listOf(92)
            db.planCacheStats().misses shouldBe misses
        }

        contract("an alias that is the name of another selected column as well is still sorted by", Lake) {
            lake("b", 1)
            lake("a", 2)
            val name = Lake.depth alias "name"
            Lake.select(Lake.name, name).orderBy(name.desc()).maps().map { it["name"] } shouldContainExactly listOf("a", "b")
            Lake.select(Lake.name, name).orderBy(name).maps().map { it["name"] } shouldContainExactly listOf("b", "a")
        }

        contract("NULL is the largest value of a compound, whichever member has it", Lake) {
            val id = lake("a", null)
            val depths = Lake.select(Lake.depth.cast(Long::class.javaObjectType))
            Lake.select(Lake.id).unionAll(depths).orderBy(Lake.id).maps().map { it["id"] } shouldBe listOf(id, null)
        }

        contract("NULL is the largest value of a named query's column that an outer join inside of it made", Lake, Bird) {
            val id = lake("a", 1)
            Bird.insert(Bird.rank set 1, Bird.ringed set true, Bird.lake.key() set id).execute()
            Bird.insert(Bird.rank set 2, Bird.ringed set true).execute()
            val inner = Bird.select(Bird.rank, Lake.name).leftJoin(Lake)
            val derived = inner alias "inner"
            derived.select(derived.col(Bird.rank)).orderBy(derived.col(Lake.name)).values(derived.col(Bird.rank)) shouldBe listOf(1, 2)
            val cte = inner.cte("w")
            cte.select(cte.col(Bird.rank)).orderBy(cte.col(Lake.name).desc()).values(cte.col(Bird.rank)) shouldBe listOf(2, 1)
        }

        contract("a compound is sorted by a column whose name several sources of its first member have", Lake, Bird) {
            val id = lake("a", 1)
            Bird.insert(Bird.rank set 1, Bird.ringed set true, Bird.lake.key() set id).execute()
            val tint = Lake.tint alias "t"
            val both = Bird.select(Lake.name).join(Lake).union(Lake.select(tint)).orderBy(Lake.name)
            both.maps().map { it["name"] } shouldBe listOf("a", null)
            val derived = both.limit(1) alias "both"
            derived.select(derived.col(Lake.name)).values(derived.col(Lake.name)) shouldBe listOf("a")
        }

        contract("HAVING without GROUP BY: no rows are a group, too", Lake) {
            Lake.select(Fn.count()).having(Fn.count().eq(0L)).values(Fn.count()) shouldBe listOf(0L)
            Lake.select(Fn.count()).where(Lake.depth gt 5).having(Fn.count().gt(0L)).values(Fn.count()) shouldBe listOf()
            lake("a", 7)
            Lake.select(Fn.count()).where(Lake.depth gt 5).having(Fn.count().gt(0L)).values(Fn.count()) shouldBe listOf(1L)
        }

        contract("floor, ceil and round of whole numbers are whole numbers", Lake) {
            lake("a", 7)
            for (whole in listOf(Fn.floor(Lake.depth), Fn.ceil(Lake.depth), Fn.round(Lake.depth))) {
                Lake.select().values(whole.div(2)) shouldBe listOf(3)
                Lake.select().values(Fn.mod(whole, 4)) shouldBe listOf(3)
            }
            val large = 9_007_199_254_740_993L // no double is that number
            Lake.update(Lake.volume set large).all().execute()
            Lake.select().values(Fn.floor(Lake.volume)) shouldBe listOf(large)
        }
    })
