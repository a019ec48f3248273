package dev.kinglet.random

import dev.kinglet.expr.Aggregate
import dev.kinglet.expr.Condition
import dev.kinglet.expr.Expr
import dev.kinglet.expr.Fn
import dev.kinglet.expr.RowValue
import dev.kinglet.expr.Selection
import dev.kinglet.expr.Sort
import dev.kinglet.expr.Window
import dev.kinglet.expr.WindowFunction
import dev.kinglet.query.Cte
import dev.kinglet.query.Select
import java.util.IdentityHashMap

/**
 * A random query as a user of Kinglet would say it. Everything is made afresh, so a plan is found by its shape alone.
 *
 * @param second whether the second values are bound
 */
@Suppress("UNCHECKED_CAST")
internal class AsKinglet(
    private val second: Boolean,
) {
    private val sources = IdentityHashMap<Source, Said>()
    private val items = IdentityHashMap<SelectQuery, List<Expr<Any?>>>()

    private class Said(
        val source: dev.kinglet.query.Source<*>,
        val columns: List<Expr<Any?>>,
    )

    fun query(query: Query): Select<Any?> =
        when (query) {
            is SelectQuery -> select(query)
            is CompoundQuery -> compound(query)
        }

    private fun select(query: SelectQuery): Select<Any?> {
        val root = source(query.root)
        var select = Select.from(root.source as dev.kinglet.query.Source<Any?>)
        for (join in query.joins) {
            val right = source(join.source).source
            select =
                when (join.kind) {
                    JoinKind.INNER -> select.join(right, condition(join.on!!))
                    JoinKind.LEFT -> select.leftJoin(right, condition(join.on!!))
                    JoinKind.RIGHT -> select.rightJoin(right, condition(join.on!!))
                    JoinKind.FULL -> select.fullJoin(right, condition(join.on!!))
                    JoinKind.CROSS -> select.crossJoin(right)
                }
        }
        val windows = query.items.mapNotNull { it.node as? Over }.filter { it.named }.map { window(it) }.distinct()
        val items = items(query)
        select = if (query.star) select.select() else select.select(*items.toTypedArray<Selection>())
        if (windows.isNotEmpty()) select = select.window(*windows.toTypedArray())
        query.where?.let { select = select.where(condition(it)) }
        if (query.groupBy.isNotEmpty()) select = select.groupBy(*query.groupBy.map { key -> grouping(query, key) }.toTypedArray<Selection>())
        query.having?.let { select = select.having(condition(it)) }
        if (query.distinct) select = select.distinct()
        return ended(select, query) { items(query)[it] }
    }

    /** A key that is an item is said as the item, so that it is known by its alias. */
    private fun grouping(
        query: SelectQuery,
        key: Node,
    ): Expr<Any?> = query.items.indexOfFirst { it.node === key && it.alias != null }.let { if (it < 0) expr(key) else items(query)[it] }

    private fun compound(query: CompoundQuery): Select<Any?> {
        val left = query(query.left)
        val right = query(query.right)
        val both =
            when (query.op) {
                SetOp.UNION -> left.union(right)
                SetOp.UNION_ALL -> left.unionAll(right)
                SetOp.INTERSECT -> left.intersect(right)
                SetOp.EXCEPT -> left.except(right)
            }
        return ended(both, query) { output(query)[it] }
    }

    private fun ended(
        select: Select<Any?>,
        query: Query,
        item: (Int) -> Expr<Any?>,
    ): Select<Any?> {
        var ended = select
        if (query.order.isNotEmpty()) {
            ended = ended.orderBy(*query.order.map { sort(it, it.item?.let(item) ?: expr(it.node!!)) }.toTypedArray())
        }
        query.limit?.let { ended = ended.limit(it.of(second) as Long) }
        query.offset?.let { ended = ended.offset(it.of(second) as Long) }
        return ended
    }

    private fun sort(
        key: Key,
        expr: Expr<*>,
    ): Sort =
        (if (key.descending) expr.desc() else expr.asc()).let {
            when (key.nulls) {
                Nulls.DEFAULT -> it
                Nulls.FIRST -> it.nullsFirst()
                Nulls.LAST -> it.nullsLast()
            }
        }

    /** What others know the columns of a query by: of a compound those of its first member. */
    private fun output(query: Query): List<Expr<Any?>> =
        when (query) {
            is SelectQuery -> items(query)
            is CompoundQuery -> output(query.left)
        }

    private fun items(query: SelectQuery): List<Expr<Any?>> =
        items.getOrPut(query) { query.items.map { item -> expr(item.node).let { if (item.alias == null) it else it.`as`(item.alias) } } }

    private fun source(source: Source): Said =
        sources.getOrPut(source) {
            when (source) {
                is TableSource -> {
                    val table = source.fixture.table
                    val own = if (source.alias == null) table else table.alias(source.alias)
                    Said(own, source.fixture.columns.map { own.col(it) as Expr<Any?> })
                }

                is ValuesSource -> {
                    val columns = source.kinds.mapIndexed { i, kind -> Fn.value(null as Any?, kind.type).`as`("v$i") }
                    val values = Cte.values(source.name, columns, source.rows.map { row -> row.map { it?.of(second) } })
                    Said(values, columns.map { values.col(it) as Expr<Any?> })
                }

                is QuerySource -> {
                    val inner = query(source.query)
                    val named = if (source.cte) inner.cte(source.name) else inner.`as`(source.name)
                    Said(named, output(source.query).map { named.col(it) })
                }
            }
        }

    private fun condition(node: Node): Condition = Operations.condition(expr(node))

    private fun expr(node: Node): Expr<Any?> =
        when (node) {
            is Col -> {
                source(node.source).columns[node.index]
            }

            is Value -> {
                node.of(second).let { if (node.cast) Fn.value(it) else Fn.value(it, node.kind.type) } as Expr<Any?>
            }

            is Call -> {
                node.op.say(
                    node.args.mapIndexed { i, arg ->
                        if (node.op.params[i].literal != null) (arg as Value).of(second) else expr(arg)
                    },
                )
            }

            is InList -> {
                (if (second) node.second else node.first).let { values ->
                    expr(node.operand).let { if (node.negated) it.notIn(values) else it.`in`(values) }
                }
            }

            is InRows -> {
                val rows = node.rows.map { row -> row.map { if (it is Value) it.of(second) else expr(it) } }
                row(node.parts).let { if (node.negated) it.notIn(rows) else it.`in`(rows) }
            }

            is CompareRows -> {
                compare(node)
            }

            is InQuery -> {
                val inner = query(node.query)
                if (node.parts.size == 1) {
                    expr(node.parts[0]).let { if (node.negated) it.notIn(inner) else it.`in`(inner) }
                } else {
                    row(node.parts).let { if (node.negated) it.notIn(inner) else it.`in`(inner) }
                }
            }

            is Exists -> {
                Fn.exists(query(node.query))
            }

            is Scalar -> {
                query(node.query).asValue(output(node.query)[0])
            }

            is Aggregated -> {
                aggregate(node)
            }

            is Over -> {
                function(node).over(window(node))
            }
        } as Expr<Any?>

    private fun row(parts: List<Node>): RowValue = parts.map { expr(it) }.let { Fn.row(it[0], *it.drop(1).toTypedArray()) }

    private fun compare(node: CompareRows): Condition {
        val right = node.right.map { expr(it) }.toTypedArray<Any?>()
        val left = row(node.left)
        return when (node.how) {
            Comparing.EQ -> left.eq(*right)
            Comparing.NE -> left.ne(*right)
            Comparing.LT -> left.lt(*right)
            Comparing.LE -> left.le(*right)
            Comparing.GT -> left.gt(*right)
            Comparing.GE -> left.ge(*right)
        }
    }

    private fun aggregate(node: Aggregated): Aggregate<*> {
        val arg = node.arg?.let { expr(it) }
        var aggregate: Aggregate<*> =
            when (node.fn) {
                AggregateFn.COUNT_ROWS -> Fn.count()
                AggregateFn.COUNT -> Fn.count(arg!!)
                AggregateFn.SUM -> Fn.sum(arg as Expr<Number?>)
                AggregateFn.MIN -> Fn.min(arg!!)
                AggregateFn.MAX -> Fn.max(arg!!)
                AggregateFn.AVG -> Fn.avg(arg as Expr<Number?>)
                AggregateFn.JOINED -> Fn.stringAgg(arg as Expr<String?>, ",").orderBy(arg)
            }
        if (node.distinct) aggregate = aggregate.distinct()
        node.filter?.let { aggregate = aggregate.filter(condition(it)) }
        return aggregate
    }

    private fun function(node: Over): WindowFunction<*> =
        when (node.fn) {
            WindowFn.ROW_NUMBER -> Fn.rowNumber()
            WindowFn.RANK -> Fn.rank()
            WindowFn.DENSE_RANK -> Fn.denseRank()
            WindowFn.NTILE -> Fn.ntile(node.number)
            WindowFn.LAG -> Fn.lag(expr(node.arg!!), node.number)
            WindowFn.LEAD -> Fn.lead(expr(node.arg!!), node.number)
            WindowFn.FIRST -> Fn.firstValue(expr(node.arg!!))
            WindowFn.LAST -> Fn.lastValue(expr(node.arg!!))
            WindowFn.NTH -> Fn.nthValue(expr(node.arg!!), node.number)
            WindowFn.AGGREGATE -> aggregate(node.arg as Aggregated)
        }

    private fun window(node: Over): Window {
        var window =
            Window.partitionBy(*node.partition.map { expr(it) }.toTypedArray<Expr<*>>())
                .orderBy(*node.order.map { sort(it, expr(it.node!!)) }.toTypedArray())
        node.frame?.let { frame ->
            val from = bound(frame.from, -1)
            val to = bound(frame.to, 1)
            window =
                when (frame.unit) {
                    Unit.ROWS -> window.rows(from, to)
                    Unit.GROUPS -> window.groups(from, to)
                    Unit.RANGE -> window.range(from, to)
                }
            window =
                when (frame.out) {
                    Left.NONE -> window
                    Left.CURRENT -> window.exclude(Window.Exclude.CURRENT_ROW)
                    Left.GROUP -> window.exclude(Window.Exclude.GROUP)
                    Left.TIES -> window.exclude(Window.Exclude.TIES)
                }
        }
        return if (node.named) window.`as`("w") else window
    }

    private fun bound(
        distance: Int?,
        side: Int,
    ): Window.Bound =
        when {
            distance == null -> if (side < 0) Window.Bound.unboundedPreceding() else Window.Bound.unboundedFollowing()
            distance < 0 -> Window.Bound.preceding(-distance.toLong())
            distance > 0 -> Window.Bound.following(distance.toLong())
            else -> Window.Bound.currentRow()
        }
}
