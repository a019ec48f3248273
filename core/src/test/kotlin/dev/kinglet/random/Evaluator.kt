package dev.kinglet.random

import java.util.IdentityHashMap

/** The answer has too many rows on the way to be worth it. */
internal class TooLarge : RuntimeException()

/**
 * What SQL says a query answers, in the plainest way: loops over lists. It knows nothing of Kinglet.
 *
 * @param second whether the second values are meant
 */
internal class Evaluator(
    private val world: World,
    private val second: Boolean,
) {
    private var steps = 0

    /** A row of joined sources, inside of the row of the query around it. */
    private class Env(
        val rows: Map<Source, List<Any?>?>,
        val outer: Env?,
        val group: List<Env>? = null,
    ) {
        var all: List<Env> = listOf()
        var windows: IdentityHashMap<Over, Map<Env, Any?>> = IdentityHashMap()
    }

    private class Out(
        val values: List<Any?>,
        val env: Env?,
    )

    fun rows(query: Query): List<List<Any?>> = rows(query, null)

    private fun rows(
        query: Query,
        outer: Env?,
    ): List<List<Any?>> {
        val all =
            when (query) {
                is SelectQuery -> select(query, outer)
                is CompoundQuery -> compound(query, outer).map { Out(it, null) }
            }
        val keys =
            all.map { out -> out to query.order.map { if (it.item == null) value(it.node!!, out.env!!) else out.values[it.item] } }
        val sorted = if (query.order.isEmpty()) all else keys.sortedWith { a, b -> compare(query.order, a.second, b.second) }.map { it.first }
        val from = (query.offset?.of(second) as Long?)?.toInt() ?: 0
        val limit = (query.limit?.of(second) as Long?)?.toInt() ?: Int.MAX_VALUE
        return sorted.drop(from).take(limit).map { it.values }
    }

    private fun compare(
        keys: List<Key>,
        a: List<Any?>,
        b: List<Any?>,
    ): Int {
        for ((i, key) in keys.withIndex()) {
            val x = a[i]
            val y = b[i]
            if (x == null || y == null) {
                if (x == y) continue
                val nullsLast = if (key.nulls == Nulls.DEFAULT) !key.descending else key.nulls == Nulls.LAST
                return if ((x == null) == nullsLast) 1 else -1
            }
            val order = Operations.compare(x, y)
            if (order != 0) return if (key.descending) -order else order
        }
        return 0
    }

    private fun compound(
        query: CompoundQuery,
        outer: Env?,
    ): List<List<Any?>> {
        val left = rows(query.left, outer)
        val right = rows(query.right, outer)
        return when (query.op) {
            SetOp.UNION -> (left + right).distinct()
            SetOp.UNION_ALL -> left + right
            SetOp.INTERSECT -> left.distinct().filter(right.toSet()::contains)
            SetOp.EXCEPT -> left.distinct().filterNot(right.toSet()::contains)
        }
    }

    private fun select(
        query: SelectQuery,
        outer: Env?,
    ): List<Out> {
        var envs = joined(query, outer).map { Env(it, outer) }
        query.where?.let { where -> envs = envs.filter { value(where, it) == true } }
        if (query.grouped) {
            val groups =
                if (query.groupBy.isEmpty()) listOf(envs) else envs.groupBy { env -> query.groupBy.map { value(it, env) } }.values.toList()
            envs = groups.map { group -> Env(group.firstOrNull()?.rows ?: mapOf(), outer, group) }
        }
        query.having?.let { having -> envs = envs.filter { value(having, it) == true } }
        val windows = IdentityHashMap<Over, Map<Env, Any?>>()
        envs.forEach {
            it.all = envs
            it.windows = windows
        }
        val out = envs.map { env -> Out(query.items.map { value(it.node, env) }, env) }
        return if (query.distinct) out.distinctBy { it.values } else out
    }

    private fun joined(
        query: SelectQuery,
        outer: Env?,
    ): List<Map<Source, List<Any?>?>> {
        var left: List<Map<Source, List<Any?>?>> = rows(query.root, outer).map { mapOf(query.root to it) }
        val names = mutableListOf(query.root)
        for (join in query.joins) {
            val right = rows(join.source, outer)
            val met = BooleanArray(right.size)
            val result = mutableListOf<Map<Source, List<Any?>?>>()
            for (row in left) {
                var found = false
                for ((i, other) in right.withIndex()) {
                    if (steps++ > 200_000) throw TooLarge()
                    val both = row + (join.source to other)
                    if (join.on == null || value(join.on, Env(both, outer)) == true) {
                        result += both
                        found = true
                        met[i] = true
                    }
                }
                if (!found && (join.kind == JoinKind.LEFT || join.kind == JoinKind.FULL)) result += row + (join.source to null)
            }
            if (join.kind == JoinKind.RIGHT || join.kind == JoinKind.FULL) {
                right.filterIndexed { i, _ -> !met[i] }.forEach { other ->
                    result += names.associateWith<Source, List<Any?>?> { null } + (join.source to other)
                }
            }
            names += join.source
            left = result
        }
        return left
    }

    private fun rows(
        source: Source,
        outer: Env?,
    ): List<List<Any?>> =
        when (source) {
            is TableSource -> world.rows.getValue(source.fixture)
            is QuerySource -> rows(source.query, if (source.cte) null else outer)
        }

    private fun column(
        node: Col,
        env: Env,
    ): Any? {
        var at: Env? = env
        while (at != null) {
            if (node.source in at.rows) return at.rows[node.source]?.get(node.index)
            at = at.outer
        }
        error("no row of ${node.source.name}")
    }

    private fun value(
        node: Node,
        env: Env,
    ): Any? {
        val value = plain(node, env)
        return if (value == -0.0) 0.0 else value // one zero, as SQL compares them
    }

    private fun plain(
        node: Node,
        env: Env,
    ): Any? {
        if (steps++ > 200_000) throw TooLarge()
        return when (node) {
            is Col -> {
                column(node, env)
            }

            is Value -> {
                node.of(second)
            }

            is Call -> {
                val args = node.args.map { value(it, env) }
                if (node.op.strict && args.any { it == null }) null else node.op.mean(args)
            }

            is InList -> {
                val values = if (second) node.second else node.first
                member(listOf(value(node.operand, env)), values.map { listOf(it) }, node.negated)
            }

            is InRows -> {
                member(node.parts.map { value(it, env) }, node.rows.map { row -> row.map { value(it, env) } }, node.negated)
            }

            is InQuery -> {
                member(node.parts.map { value(it, env) }, rows(node.query, env), node.negated)
            }

            is CompareRows -> {
                compareRows(node.how, node.left.map { value(it, env) }, node.right.map { value(it, env) })
            }

            is Exists -> {
                rows(node.query, env).isNotEmpty()
            }

            is Scalar -> {
                rows(node.query, env).also { check(it.size < 2) { "a scalar of ${it.size} rows" } }.firstOrNull()?.get(0)
            }

            is Aggregated -> {
                aggregate(node, env.group!!)
            }

            is Over -> {
                env.windows.getOrPut(node) { window(node, env.all) }[env]
            }
        }
    }

    private fun member(
        row: List<Any?>,
        rows: List<List<Any?>>,
        negated: Boolean,
    ): Boolean? {
        val found = rows.fold(false as Boolean?) { any, other -> Operations.or(any, equal(row, other)) }
        return if (negated) Operations.not(found) else found
    }

    private fun equal(
        a: List<Any?>,
        b: List<Any?>,
    ): Boolean? =
        a.zip(b).fold(true as Boolean?) { all, (x, y) ->
            Operations.and(all, if (x == null || y == null) null else Operations.compare(x, y) == 0)
        }

    /** As the standard spells it: unknown where a NULL comes before the first difference. */
    private fun compareRows(
        how: Comparing,
        a: List<Any?>,
        b: List<Any?>,
    ): Boolean? {
        if (how == Comparing.EQ) return equal(a, b)
        if (how == Comparing.NE) return Operations.not(equal(a, b))
        for ((x, y) in a.zip(b)) {
            if (x == null || y == null) return null
            val order = Operations.compare(x, y)
            if (order != 0) return if (how == Comparing.LT || how == Comparing.LE) order < 0 else order > 0
        }
        return how == Comparing.LE || how == Comparing.GE
    }

    private fun aggregate(
        node: Aggregated,
        group: List<Env>,
    ): Any? {
        val rows = node.filter?.let { filter -> group.filter { value(filter, it) == true } } ?: group
        if (node.fn == AggregateFn.COUNT_ROWS) return rows.size.toLong()
        var values = rows.mapNotNull { value(node.arg!!, it) }
        if (node.distinct) values = values.distinct()
        if (node.fn == AggregateFn.COUNT) return values.size.toLong()
        if (values.isEmpty()) return null
        return when (node.fn) {
            AggregateFn.SUM -> sum(node.kind, values)
            AggregateFn.MIN -> values.minWith(Operations::compare)
            AggregateFn.MAX -> values.maxWith(Operations::compare)
            AggregateFn.AVG -> values.sumOf { (it as Number).toDouble() } / values.size
            else -> values.sortedWith(Operations::compare).joinToString(",")
        }
    }

    private fun sum(
        kind: Kind,
        values: List<Any>,
    ): Any =
        when (kind) {
            Kind.INT -> values.fold(0) { sum, value -> Math.addExact(sum, value as Int) }
            Kind.LONG -> values.fold(0L) { sum, value -> Math.addExact(sum, value as Long) }
            else -> values.sumOf { it as Double }
        }

    private fun window(
        node: Over,
        envs: List<Env>,
    ): Map<Env, Any?> {
        val result = IdentityHashMap<Env, Any?>()
        for (partition in envs.groupBy { env -> node.partition.map { value(it, env) } }.values) {
            val keys = IdentityHashMap<Env, List<Any?>>()
            partition.forEach { env -> keys[env] = node.order.map { value(it.node!!, env) } }
            val rows = partition.sortedWith { a, b -> compare(node.order, keys.getValue(a), keys.getValue(b)) }
            for ((i, env) in rows.withIndex()) {
                fun peer(other: Env) = compare(node.order, keys.getValue(env), keys.getValue(other)) == 0
                val frame =
                    if (node.frame == null) {
                        if (node.order.isEmpty()) rows else rows.take(rows.indexOfLast(::peer) + 1)
                    } else {
                        val (from, to) = node.frame
                        rows.filterIndexed { j, _ -> (from == null || j >= i + from) && (to == null || j <= i + to) }
                    }
                val first = rows.indexOfFirst(::peer)
                result[env] =
                    when (node.fn) {
                        WindowFn.ROW_NUMBER -> i + 1L
                        WindowFn.RANK -> first + 1L
                        WindowFn.DENSE_RANK -> rows.take(first + 1).map { keys[it] }.distinct().size.toLong()
                        WindowFn.NTILE -> ntile(i, rows.size, node.number)
                        WindowFn.LAG -> rows.getOrNull(i - node.number)?.let { value(node.arg!!, it) }
                        WindowFn.LEAD -> rows.getOrNull(i + node.number)?.let { value(node.arg!!, it) }
                        WindowFn.FIRST -> frame.firstOrNull()?.let { value(node.arg!!, it) }
                        WindowFn.LAST -> frame.lastOrNull()?.let { value(node.arg!!, it) }
                        WindowFn.NTH -> frame.getOrNull(node.number - 1)?.let { value(node.arg!!, it) }
                        WindowFn.AGGREGATE -> aggregate(node.arg as Aggregated, frame)
                    }
            }
        }
        return result
    }

    /** The larger groups come first. */
    private fun ntile(
        index: Int,
        size: Int,
        groups: Int,
    ): Int {
        val larger = size % groups
        val length = size / groups
        val inLarger = larger * (length + 1)
        return if (index < inLarger) index / (length + 1) + 1 else larger + (index - inLarger) / maxOf(length, 1) + 1
    }
}
