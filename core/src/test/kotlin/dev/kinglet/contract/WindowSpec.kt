package dev.kinglet.contract

import dev.kinglet.errors.ProgrammingException
import dev.kinglet.expr.Expr
import dev.kinglet.expr.Fn
import dev.kinglet.expr.Window
import dev.kinglet.expr.Window.Bound.currentRow
import dev.kinglet.expr.Window.Bound.following
import dev.kinglet.expr.Window.Bound.preceding
import dev.kinglet.expr.Window.Bound.unboundedFollowing
import dev.kinglet.expr.Window.Bound.unboundedPreceding
import dev.kinglet.expr.Window.Exclude
import dev.kinglet.fixtures.Samples.SAMPLE
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.shouldRender
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe

/** Functions over windows of rows. */
class WindowSpec :
    FunSpec({
        val label = SAMPLE.label
        val number = SAMPLE.number
        val byLabel = Window.partitionBy(label).orderBy(number)
        val byNumber = Window.orderedBy(number)

        /** a: 1, 2, 2, 5; b: 3, NULL. */
        fun sow() {
            val rows = listOf(listOf("a", 1), listOf("a", 2), listOf("a", 2), listOf("a", 5), listOf("b", 3), listOf("b", null))
            SAMPLE.insertMany(listOf(label, number), rows).execute()
        }

        /** What the rows have, in the order of their keys. */
        fun <T> Expr<T>.answers(): List<T> = SAMPLE.select().orderBy(SAMPLE.id).values(this)

        contract("functions that number rows (CTE-10)", SAMPLE) { _ ->
            sow()
            // a total order, so that the numbers are certain
            Fn.rowNumber().over(Window.partitionBy(label).orderBy(number, SAMPLE.id)).answers() shouldBe listOf(1L, 2L, 3L, 4L, 1L, 2L)
            Fn.rowNumber().over(Window.orderedBy(SAMPLE.id.desc())).answers() shouldBe listOf(6L, 5L, 4L, 3L, 2L, 1L)
            Fn.rank().over(byLabel).answers() shouldBe listOf(1L, 2L, 2L, 4L, 1L, 2L)
            Fn.denseRank().over(byLabel).answers() shouldBe listOf(1L, 2L, 2L, 3L, 1L, 2L)
            Fn.percentRank().over(byNumber).answers() shouldBe listOf(0.0, 0.2, 0.2, 0.8, 0.6, 1.0)
            Fn.cumeDist().over(Window.partitionBy(label).orderBy(number)).answers() shouldBe listOf(0.25, 0.75, 0.75, 1.0, 0.5, 1.0)
            Fn.ntile(2).over(Window.partitionBy(label).orderBy(SAMPLE.id)).answers() shouldBe listOf(1, 1, 2, 2, 1, 2)
            Fn.rank().over().answers().toSet() shouldBe setOf(1L)
        }

        contract("functions that look at other rows (CTE-10)", SAMPLE) { _ ->
            sow()
            val ordered = Window.partitionBy(label).orderBy(SAMPLE.id)
            Fn.lag(number).over(ordered).answers() shouldBe listOf(null, 1, 2, 2, null, 3)
            Fn.lag(number, 2).over(ordered).answers() shouldBe listOf(null, null, 1, 2, null, null)
            Fn.lag(number, 0).over(ordered).answers() shouldBe listOf(1, 2, 2, 5, 3, null)
            Fn.lead(number).over(ordered).answers() shouldBe listOf(2, 2, 5, null, null, null)
            Fn.lead(number, 3).over(ordered).answers() shouldBe listOf(5, null, null, null, null, null)
            Fn.firstValue(number).over(ordered).answers() shouldBe listOf(1, 1, 1, 1, 3, 3)
            Fn.lastValue(number).over(ordered).answers() shouldBe listOf(1, 2, 2, 5, 3, null)
            val whole = ordered.rows(unboundedPreceding(), unboundedFollowing())
            Fn.lastValue(number).over(whole).answers() shouldBe listOf(5, 5, 5, 5, null, null)
            Fn.nthValue(number, 2).over(ordered).answers() shouldBe listOf(null, 2, 2, 2, null, null)
        }

        contract("aggregates over windows, with a filter before the window (CTE-10, CTE-12)", SAMPLE) { _ ->
            sow()
            Fn.count().over().answers() shouldBe listOf(6L, 6L, 6L, 6L, 6L, 6L)
            Fn.sum(number).over(Window.partitionBy(label)).answers() shouldBe listOf(10, 10, 10, 10, 3, 3)
            Fn.sum(number).over(byLabel).answers() shouldBe listOf(1, 5, 5, 10, 3, 3)
            Fn.count().filter(number.gt(1)).over(Window.partitionBy(label)).answers() shouldBe listOf(3L, 3L, 3L, 3L, 1L, 1L)
            Fn.sum(number).filter(number.lt(3)).over(Window.partitionBy(label)).answers() shouldBe listOf(5, 5, 5, 5, null, null)
            // over groups: the aggregate of an aggregate
            SAMPLE.select().groupBy(label).orderBy(label).values(Fn.sum(Fn.count()).over(Window.orderedBy(label))) shouldBe listOf(4L, 6L)
        }

        contract("frames of rows, of distances and of groups, and what they leave out (CTE-10)", SAMPLE) { _ ->
            sow()
            val a = SAMPLE.select().where(label.eq("a")).orderBy(SAMPLE.id)

            fun sums(window: Window) = a.values(Fn.sum(number).over(window))
            val ordered = Window.orderedBy(number, SAMPLE.id)
            sums(ordered.rows(preceding(1), currentRow())) shouldBe listOf(1, 3, 4, 7)
            sums(ordered.rows(currentRow(), following(1))) shouldBe listOf(3, 4, 7, 5)
            sums(ordered.rows(following(1), following(2))) shouldBe listOf(4, 7, 5, null)
            sums(ordered.rows(preceding(2), preceding(1))) shouldBe listOf(null, 1, 3, 4)
            sums(ordered.rows(unboundedPreceding(), following(0))) shouldBe listOf(1, 3, 5, 10)
            sums(ordered.rows(preceding(0), unboundedFollowing())) shouldBe listOf(10, 9, 7, 5)
            sums(byNumber.range(preceding(1), currentRow())) shouldBe listOf(1, 5, 5, 5)
            sums(byNumber.range(unboundedPreceding(), currentRow())) shouldBe listOf(1, 5, 5, 10)
            sums(byNumber.groups(preceding(1), currentRow())) shouldBe listOf(1, 5, 5, 9)
            sums(byNumber.groups(following(1), unboundedFollowing())) shouldBe listOf(9, 5, 5, null)
            val all = byNumber.range(unboundedPreceding(), unboundedFollowing())
            sums(all.exclude(Exclude.NO_OTHERS)) shouldBe listOf(10, 10, 10, 10)
            sums(all.exclude(Exclude.CURRENT_ROW)) shouldBe listOf(9, 8, 8, 5)
            sums(all.exclude(Exclude.GROUP)) shouldBe listOf(9, 6, 6, 5)
            sums(all.exclude(Exclude.TIES)) shouldBe listOf(10, 8, 8, 10)
        }

        contract("NULL is the largest in a window, too, unless something else is said (EXP-16)", SAMPLE) { _ ->
            sow()
            Fn.rank().over(Window.orderedBy(number)).answers() shouldBe listOf(1L, 2L, 2L, 5L, 4L, 6L)
            Fn.rank().over(Window.orderedBy(number.desc())).answers() shouldBe listOf(6L, 4L, 4L, 2L, 3L, 1L)
            Fn.rank().over(Window.orderedBy(number.asc().nullsFirst())).answers() shouldBe listOf(2L, 3L, 3L, 6L, 5L, 1L)
            Fn.rank().over(Window.orderedBy(number.desc().nullsLast())).answers() shouldBe listOf(5L, 3L, 3L, 1L, 2L, 6L)
        }

        contract("a named window serves several functions, and ORDER BY (CTE-11)", SAMPLE) { _ ->
            sow()
            val w = byLabel.`as`("w")
            val query = SAMPLE.select(SAMPLE.id, Fn.rank().over(w), Fn.sum(number).over(w)).window(w)
            query.orderBy(SAMPLE.id).list().map { it.get(Fn.rank().over(w)) to it.get(Fn.sum(number).over(w)) } shouldContainExactly
                listOf(1L to 1, 2L to 5, 2L to 5, 4L to 10, 1L to 3, 2L to 3)
            query.orderBy(Fn.rank().over(w).desc(), SAMPLE.id).list().map { it.id() } shouldContainExactly
                SAMPLE.select().orderBy(SAMPLE.id).values(SAMPLE.id).let { ids -> listOf(3, 1, 2, 5, 0, 4).map { ids[it] } }
            val framed = Window.orderedBy(SAMPLE.id).rows(preceding(1), currentRow()).`as`("framed")
            SAMPLE.select().window(framed).orderBy(SAMPLE.id).values(Fn.sum(number).over(framed)) shouldBe listOf(1, 3, 4, 7, 8, 3)
            // what is made from a window is another one
            val last = w.orderBy(SAMPLE.id).rows(unboundedPreceding(), unboundedFollowing())
            SAMPLE.select().window(w).orderBy(SAMPLE.id).values(Fn.lastValue(number).over(last)) shouldBe listOf(5, 5, 5, 5, null, null)
        }

        test("how windows are written (CTE-10, CTE-11, CTE-12)") {
            Fn.rowNumber().over().shouldRender("row_number() over ()")
            Fn.rank().over(byLabel).shouldRender(
                "rank() over (partition by @label order by @number asc nulls last)",
                listOf(),
                "rank() over (partition by @label order by @number asc)",
            )
            Fn.ntile(3).over(Window.partitionBy(label, number)).shouldRender("ntile(?) over (partition by @label, @number)", listOf(3))
            Fn.lag(number, 2).over(Window.orderedBy(SAMPLE.id)).shouldRender("lag(@number, ?) over (order by @id asc)", listOf(2))
            Fn.lead(number).over().shouldRender("lead(@number, ?) over ()", listOf(1))
            Fn.denseRank().over().shouldRender("dense_rank() over ()")
            Fn.percentRank().over().shouldRender("percent_rank() over ()")
            Fn.cumeDist().over().shouldRender("cume_dist() over ()")
            Fn.firstValue(number).over().shouldRender("first_value(@number) over ()")
            Fn.lastValue(number).over().shouldRender("last_value(@number) over ()")
            Fn.nthValue(number, 2).over().shouldRender("nth_value(@number, ?) over ()", listOf(2))
            Fn.sum(number).filter(number.gt(1)).over(Window.partitionBy(label)).shouldRender(
                "sum(@number) filter (where @number > ?) over (partition by @label)",
                listOf(1),
            )
            val ordered = Window.orderedBy(SAMPLE.id)
            for ((window, frame) in mapOf(
                ordered.rows(preceding(2), currentRow()) to "rows between 2 preceding and current row",
                ordered.rows(unboundedPreceding(), unboundedFollowing()) to "rows between unbounded preceding and unbounded following",
                ordered.range(preceding(1), following(3)) to "range between 1 preceding and 3 following",
                ordered.groups(currentRow(), following(1)) to "groups between current row and 1 following",
                ordered.rows(preceding(0), following(0)) to "rows between current row and current row",
                ordered.rows(preceding(1), following(1)).exclude(Exclude.NO_OTHERS) to "rows between 1 preceding and 1 following",
                ordered.rows(preceding(1), following(1)).exclude(Exclude.CURRENT_ROW) to
                    "rows between 1 preceding and 1 following exclude current row",
                ordered.rows(preceding(1), following(1)).exclude(Exclude.GROUP) to "rows between 1 preceding and 1 following exclude group",
                ordered.rows(preceding(1), following(1)).exclude(Exclude.TIES) to "rows between 1 preceding and 1 following exclude ties",
            )) {
                Fn.count().over(window).shouldRender("count(*) over (order by @id asc $frame)")
            }
            val w = Window.partitionBy(label).`as`("w")
            val v = Window.partitionBy(label).orderBy(SAMPLE.id).rows(preceding(1), currentRow()).`as`("the \"v\"")
            SAMPLE
                .select(Fn.count().over(w).`as`("n"), Fn.max(number).over(w).`as`("m"), Fn.sum(number).over(v).`as`("s"))
                .window(w, v)
                .orderBy(Fn.rank().over(w))
                .shouldRender(
                    "select count(*) over \"w\" as \"n\", max(\"sample\".\"number\") over \"w\" as \"m\", " +
                        "sum(\"sample\".\"number\") over (\"the \"\"v\"\"\" rows between 1 preceding and current row) as \"s\" " +
                        "from \"sample\" window \"w\" as (partition by \"sample\".\"label\"), " +
                        "\"the \"\"v\"\"\" as (partition by \"sample\".\"label\" order by \"sample\".\"id\" asc) order by rank() over \"w\" asc",
                )
        }

        test("windows are refused where they make no sense (CTE-10, CTE-11)") {
            fun programming(
                message: String,
                body: () -> Any?,
            ) = withClue(message) { shouldThrow<ProgrammingException> { body() }.message shouldBe message }

            programming(
                "the window has no frame that rows could be left out of\n  hint: say it first: rows(..), range(..) or groups(..)",
            ) { Window.partitionBy(label).exclude(Exclude.TIES) }
            val direction = "hint: say 0 or more: preceding(n) and following(n) have the direction"
            programming("a frame that ends -1 rows away\n  $direction") { preceding(-1) }
            programming("a frame that ends -2 rows away\n  $direction") { following(-2) }
            programming("ntile of 0\n  hint: say 1 or more") { Fn.ntile(0) }
            programming("nthValue of 0\n  hint: say 1 or more") { Fn.nthValue(number, 0) }
            programming("lag of -1\n  hint: say 0 or more") { Fn.lag(number, -1) }
            programming("lead of -1\n  hint: say 0 or more") { Fn.lead(number, -1) }
            val leave = "does not go with over(..)\n  hint: leave it out; the order of the rows is said by the window"
            programming("distinct() of count(distinct sample.number) $leave") { Fn.countDistinct(number).over() }
            programming("orderBy(..) of string_agg(sample.label, ? order by sample.label asc) $leave") {
                Fn.stringAgg(label, ",").orderBy(label).over(byLabel)
            }
            val w = Window.partitionBy(label).`as`("w")
            programming(
                "the window 'w' is not declared in the query\n  model: Samples\n" +
                    "  hint: declare it: query.window(window), or leave out its name",
            ) { SAMPLE.select(Fn.count().over(w)).using(dev.kinglet.Database.sqliteInMemory()).sql() }
            programming("two windows are named 'w'\n  model: Samples\n  hint: give one of them another name") {
                SAMPLE.select(Fn.count().over(w)).window(w, byLabel.`as`("w")).using(dev.kinglet.Database.sqliteInMemory()).sql()
            }
        }

        test("a frame whose ends are the wrong way round is refused (CTE-10)") {
            val ordered = Window.orderedBy(SAMPLE.id)
            val wrong =
                mapOf<String, () -> Window>(
                    "current row and 1 preceding" to { ordered.rows(currentRow(), preceding(1)) },
                    "1 following and current row" to { ordered.rows(following(1), currentRow()) },
                    "unbounded following and current row" to { ordered.range(unboundedFollowing(), currentRow()) },
                    "current row and unbounded preceding" to { ordered.groups(currentRow(), unboundedPreceding()) },
                    "2 following and 1 preceding" to { ordered.rows(following(2), preceding(1)) },
                )
            for ((ends, way) in wrong) {
                withClue(ends) {
                    shouldThrow<ProgrammingException> { way() }.message shouldBe
                        "a frame between $ends begins behind its end\n  hint: say the earlier end first"
                }
            }
        }

        test("windows and calls over them are values, and read like SQL (EXP-25)") {
            fun window() = Window.partitionBy(label).orderBy(number.desc()).rows(preceding(1), currentRow()).exclude(Exclude.TIES)
            window() shouldBe window()
            Fn.lag(number).over(window()) shouldBe Fn.lag(number).over(window())
            Fn.lag(number).over(window()).hashCode() shouldBe Fn.lag(number).over(window()).hashCode()
            (Fn.lag(number).over(window()) == Fn.lead(number).over(window())) shouldBe false
            (Fn.lag(number).over(window()) == Fn.lag(number).over()) shouldBe false
            Fn.lag(number).over(window()).toString() shouldBe
                "lag(sample.number, ?) over (partition by sample.label order by sample.number desc " +
                "rows between 1 preceding and current row exclude ties)"
            Fn.count().over(window().`as`("w")).toString() shouldBe "count(*) over w"
            Fn.rowNumber().toString() shouldBe "row_number(..) without over(..)"
        }
    })
