package dev.kinglet.random

import kotlin.random.Random

/** Draws well-typed queries. What the databases answer differently by their nature is left out, and the place says why. */
internal class Generator(
    private val random: Random,
) {
    private var names = 0
    private val ctes = mutableListOf<QuerySource>()

    /**
     * What an expression may be made of.
     *
     * @param leaves columns of the query, or its group keys
     * @param outer columns of the queries around it
     * @param rows where aggregates may stand: what they are made of
     */
    private class Scope(
        val leaves: List<Node>,
        val outer: List<Node> = listOf(),
        val rows: Scope? = null,
    ) {
        /** What a subquery sees. Of group keys only plain columns: PostgreSQL knows no others inside of it. */
        val columns get() = (leaves + outer).filterIsInstance<Col>()
    }

    fun query(): Query = query(null, listOf(), 2, compounds = 3)

    private fun chance(percent: Int) = random.nextInt(100) < percent

    private fun <T> some(
        from: List<T>,
        max: Int,
    ): List<T> = from.shuffled(random).take(random.nextInt(1, max + 1))

    private fun kind() = Kind.entries.random(random)

    private fun kinds() = (1..random.nextInt(1, 5)).map { kind() }

    // ---- queries

    private fun query(
        kinds: List<Kind>?,
        outer: List<Col>,
        depth: Int,
        compounds: Int = 1,
    ): Query = if (compounds > 0 && chance(22)) compound(kinds ?: kinds(), outer, depth, compounds) else select(kinds, outer, depth)

    private fun compound(
        kinds: List<Kind>,
        outer: List<Col>,
        depth: Int,
        compounds: Int,
    ): CompoundQuery {
        fun member() = if (compounds > 1 && chance(25)) compound(kinds, outer, depth - 1, compounds - 1) else select(kinds, outer, depth - 1)
        val left = member()
        val right = member()
        val order = if (chance(60)) kinds.indices.shuffled(random).map { key(it, null) } else listOf()
        val shown = if (order.isNotEmpty() && chance(25)) order.take(random.nextInt(1, order.size + 1)) else order
        val total = order.isNotEmpty() && shown.size == order.size
        return CompoundQuery(SetOp.entries.random(random), left, right, shown, limit(total), offset(total), total)
    }

    private fun limit(total: Boolean) = if (total && chance(40)) rows(6) else null

    private fun offset(total: Boolean) = if (total && chance(25)) rows(4) else null

    private fun rows(below: Long) = Value(Kind.LONG, random.nextLong(0, below), random.nextLong(0, below))

    private fun select(
        kinds: List<Kind>?,
        outer: List<Col>,
        depth: Int,
    ): SelectQuery {
        val taken = mutableSetOf<String>()
        val root = source(taken, outer, depth)
        val sources = mutableListOf(root)
        val joins = mutableListOf<Joined>()
        while (joins.size < 2 && chance(if (depth > 1) 45 else 25)) {
            joins += join(sources, source(taken, outer, depth), outer, taken)
            sources += joins.last().source
        }
        val visible = outer.filter { it.source.name !in taken } // a name means the nearest source
        val rows = Scope(sources.flatMap(::columns), visible)
        val where = if (chance(38)) expr(Kind.BOOL, rows, depth) else null
        val grouped = chance(28)
        var keys = if (grouped && chance(80)) groupKeys(rows) else listOf()
        val scope = if (grouped) Scope(keys, visible, rows) else rows
        val distinct = chance(15)
        val star = kinds == null && !grouped && chance(10)
        var items =
            if (star) columns(root).map { Item(it, null) } else items(kinds, scope, depth, if (grouped) listOf() else sources)
        if (grouped && keys.isNotEmpty() && chance(30)) {
            // an expression with values in it is known as a key by its alias only
            val at = items.indices.random(random)
            val node = expr(items[at].node.kind, Scope(rows.leaves), 1)
            if (node !is Col && node !is Value) {
                keys = keys + node
                items = items.mapIndexed { i, item -> if (i == at) Item(node, item.alias ?: "k$i") else item }
            }
        }
        // SQLite takes HAVING without keys only beside an aggregate in the select list
        val groups = keys.isNotEmpty() || items.any { aggregates(it.node) }
        val having = if (grouped && groups && chance(40)) expr(Kind.BOOL, scope, 1) else null
        val wanted = order(items, scope, plain = !distinct && !grouped)
        val all = items.indices.shuffled(random).map { key(it, null) }
        val bySources = !distinct && !grouped && sources.all { it is TableSource }
        val order =
            when (random.nextInt(5)) {
                0, 1 -> wanted
                2 -> if (bySources) wanted + sources.map { key(null, Col(it, 0)) } else wanted + all
                else -> wanted + all
            }
        val total = order.size > wanted.size
        return SelectQuery(
            root,
            joins,
            items,
            distinct,
            where,
            keys,
            having,
            if (total || chance(50)) order else listOf(),
            limit(total),
            offset(total),
            total,
            star,
        )
    }

    private fun columns(source: Source): List<Col> = source.kinds.indices.map { Col(source, it) }

    private fun source(
        taken: MutableSet<String>,
        outer: List<Col>,
        depth: Int,
    ): Source {
        if (depth > 0 && chance(18)) {
            val reused = ctes.filter { it.name !in taken }.randomOrNull(random)
            if (reused != null && chance(40)) return reused.also { taken += it.name }
            val cte = chance(50)
            val name = if (cte) "w${++names}" else alias(taken)
            val body = query(null, if (cte) listOf() else outer, depth - 1)
            return QuerySource(body, name, cte).also {
                if (cte) ctes += it
                taken += name
            }
        }
        if (chance(5)) {
            val kinds = (1..random.nextInt(1, 4)).map { kind() }
            val rows = (1..random.nextInt(1, 4)).map { kinds.map { if (chance(20)) null else Value(it, Values.of(it, random), Values.of(it, random)) } }
            return ValuesSource("v${++names}", kinds, rows).also { taken += it.name }
        }
        val fixture = Fixture.all.random(random)
        val plain = fixture.table.tableName()
        val alias = if (plain !in taken && chance(50)) null else alias(taken)
        return TableSource(fixture, alias).also { taken += it.name }
    }

    /** Names come again in inner queries, where they mean another source. */
    private fun alias(taken: Set<String>): String = listOf("x", "y", "z").firstOrNull { it !in taken && chance(60) } ?: "s${++names}"

    private fun join(
        left: List<Source>,
        right: Source,
        outer: List<Col>,
        taken: Set<String>,
    ): Joined {
        val kind = JoinKind.entries.random(random)
        if (kind == JoinKind.CROSS) return Joined(kind, right, null)
        val equalities = equalities(left, right)
        // PostgreSQL joins fully by equality only
        val on =
            if (equalities.isNotEmpty() && (kind == JoinKind.FULL || chance(75))) {
                equalities.random(random)
            } else if (kind == JoinKind.FULL) {
                return Joined(JoinKind.LEFT, right, expr(Kind.BOOL, Scope((left + right).flatMap(::columns)), 1))
            } else {
                expr(Kind.BOOL, Scope((left + right).flatMap(::columns), outer.filter { it.source.name !in taken }), 1)
            }
        return Joined(kind, right, on)
    }

    private fun equalities(
        left: List<Source>,
        right: Source,
    ): List<Node> {
        val result = mutableListOf<Node>()
        for (source in left) {
            if (source is TableSource && right is TableSource) {
                for (link in Fixture.links) {
                    if (link.from == source.fixture && link.to == right.fixture) result += equal(Col(source, link.column), Col(right, 0))
                    if (link.from == right.fixture && link.to == source.fixture) result += equal(Col(source, 0), Col(right, link.column))
                }
            } else {
                for (a in columns(source)) {
                    columns(right).filter { it.kind == a.kind && a.kind != Kind.BOOL }.forEach { result += equal(a, it) }
                }
            }
        }
        return result
    }

    private fun equal(
        a: Node,
        b: Node,
    ) = Call(Operations.byResult.getValue(Kind.BOOL).first { it.name == "eq" && it.params[0].kind == a.kind }, listOf(a, b))

    private fun items(
        kinds: List<Kind>?,
        scope: Scope,
        depth: Int,
        windowed: List<Source>,
    ): List<Item> {
        val taken = mutableSetOf<String>()
        val used = mutableSetOf<Pair<Source, Int>>()
        var named = true
        return (kinds ?: kinds()).map { kind ->
            val node =
                when {
                    windowed.isNotEmpty() && windowed.all { it is TableSource } && chance(12) -> {
                        over(kind, scope, windowed, named = named && chance(40)).also { if (it?.named == true) named = false }
                    }

                    scope.rows == null && chance(40) -> {
                        column(kind, scope)
                    }

                    else -> {
                        null
                    }
                } ?: expr(kind, scope, depth)
            // a column that stands there twice is told apart by a name
            if (node is Col && used.add(node.source to node.index) && chance(60)) Item(node, null) else Item(node, itemName(taken))
        }
    }

    private fun column(
        kind: Kind,
        scope: Scope,
    ): Node? = scope.leaves.filter { it.kind == kind }.randomOrNull(random)

    /** Some of them are the names of columns as well. */
    private fun itemName(taken: MutableSet<String>): String {
        val name = if (chance(20)) listOf("name", "rank", "id", "day").random(random) else "c${taken.size}"
        return if (taken.add(name)) name else "d${taken.size}".also { taken += it }
    }

    private fun groupKeys(rows: Scope): List<Node> {
        val columns = some(rows.leaves, 2)
        return columns.map { column ->
            // of bound values PostgreSQL does not know that those in SELECT are those of GROUP BY, and these have some inside
            val bound = setOf("not", "round", "power")
            val ops = Operations.all.filter { it.params.size == 1 && !it.literals && it.params[0].kind == column.kind && it.name !in bound }
            if (ops.isNotEmpty() && chance(25)) Call(ops.random(random), listOf(column)) else column
        }
    }

    private fun order(
        items: List<Item>,
        scope: Scope,
        plain: Boolean,
    ): List<Key> =
        (0 until random.nextInt(0, 3)).map {
            val column = if (plain && chance(50)) scope.leaves.randomOrNull(random) else null
            val item = items.indices.random(random)
            if (column != null) key(null, column) else key(item, null)
        }

    private fun key(
        item: Int?,
        node: Node?,
    ) = Key(item, node, random.nextBoolean(), if (chance(60)) Nulls.DEFAULT else Nulls.entries.random(random))

    // ---- expressions

    private fun expr(
        kind: Kind,
        scope: Scope,
        depth: Int,
    ): Node {
        if (depth <= 0) return leaf(kind, scope)
        if (kind == Kind.BOOL && chance(18)) return test(scope, depth)
        if (depth > 1 && chance(4)) return scalar(kind, scope, depth)
        if (scope.rows != null && chance(35)) aggregated(kind, scope.rows)?.let { return it }
        if (kind != Kind.BOOL && chance(45)) return leaf(kind, scope)
        return call(Operations.byResult.getValue(kind).random(random), scope, depth)
    }

    private fun call(
        op: Op,
        scope: Scope,
        depth: Int,
    ): Node =
        Call(
            op,
            op.params.mapIndexed { i, param ->
                when {
                    param.literal != null -> Value(param.kind, param.literal(random), param.literal(random))

                    // PostgreSQL has to know the type of one operand; a bare value has none that is sure
                    i == 0 -> typed(expr(param.kind, scope, depth - 1))

                    else -> expr(param.kind, scope, depth - 1)
                }
            },
        )

    private fun typed(node: Node): Node = if (node is Value) Value(node.kind, node.first, node.second, cast = true) else node

    private fun leaf(
        kind: Kind,
        scope: Scope,
    ): Node {
        if (scope.outer.isNotEmpty() && chance(25)) scope.outer.filter { it.kind == kind }.randomOrNull(random)?.let { return it }
        if (chance(80)) column(kind, scope)?.let { return it }
        if (scope.rows != null && chance(60)) aggregated(kind, scope.rows)?.let { return it }
        return Value(kind, Values.of(kind, random), Values.of(kind, random), cast = chance(60))
    }

    private fun values(
        kind: Kind,
        size: Int,
    ): List<Any?> = (0 until size).map { if (chance(8)) null else Values.of(kind, random) }

    private fun test(
        scope: Scope,
        depth: Int,
    ): Node {
        val kind = kind()
        return when (random.nextInt(if (depth > 1) 8 else 4)) {
            0, 1 -> {
                val size = random.nextInt(0, 5)
                InList(expr(kind, scope, depth - 1), values(kind, size), values(kind, size), chance(35))
            }

            2 -> {
                val parts = (1..random.nextInt(1, 4)).map { typed(leaf(kind(), scope)) }
                val rows = (0 until random.nextInt(0, 4)).map { parts.map { part -> Value(part.kind, Values.of(part.kind, random), Values.of(part.kind, random)) } }
                InRows(parts, rows, chance(35))
            }

            3 -> {
                val left = (1..random.nextInt(1, 4)).map { typed(leaf(kind(), scope)) }
                CompareRows(Comparing.entries.random(random), left, left.map { leaf(it.kind, scope) })
            }

            4, 5 -> {
                val parts = (1..random.nextInt(1, 3)).map { typed(leaf(kind(), scope)) }
                InQuery(parts, query(parts.map { it.kind }, scope.columns, depth - 1), chance(35))
            }

            else -> {
                val inner = query(null, scope.columns, depth - 1)
                // SQLite takes DISTINCT for nothing inside of EXISTS, and then OFFSET passes over too few rows
                Exists(if (inner is SelectQuery && inner.distinct) inner.copy(offset = null) else inner)
            }
        }
    }

    /** Of one row: an aggregate of all, or the first. */
    private fun scalar(
        kind: Kind,
        scope: Scope,
        depth: Int,
    ): Node {
        if (chance(35)) {
            val all = select(listOf(kind), scope.columns, depth - 1)
            val order = listOf(key(0, null))
            return Scalar(all.copy(order = order, limit = Value(Kind.LONG, 1L, 1L), offset = null, total = true))
        }
        val taken = mutableSetOf<String>()
        val outer = scope.columns
        val root = source(taken, outer, depth - 1)
        val visible = outer.filter { it.source.name !in taken }
        val rows = Scope(columns(root), visible)
        val item = aggregated(kind, rows) ?: return leaf(kind, scope)
        return Scalar(
            SelectQuery(root, listOf(), listOf(Item(item, null)), where = if (chance(80)) expr(Kind.BOOL, rows, depth - 1) else null),
        )
    }

    /** Of the query's own columns only: an aggregate of outer columns belongs to the outer query. */
    private fun aggregated(
        kind: Kind,
        rows: Scope,
    ): Node? {
        val own = Scope(rows.leaves)
        val filter = if (chance(20)) expr(Kind.BOOL, own, 1) else null
        val choices = mutableListOf<AggregateFn>()
        if (kind == Kind.LONG) choices += listOf(AggregateFn.COUNT_ROWS, AggregateFn.COUNT)
        if (kind == Kind.INT || kind == Kind.LONG || kind == Kind.DOUBLE) choices += AggregateFn.SUM
        if (kind == Kind.DOUBLE) choices += AggregateFn.AVG
        if (kind == Kind.TEXT) choices += AggregateFn.JOINED
        if (kind != Kind.BOOL) choices += listOf(AggregateFn.MIN, AggregateFn.MAX) // PostgreSQL has none of booleans
        val fn = choices.randomOrNull(random) ?: return null
        val of =
            when (fn) {
                AggregateFn.COUNT_ROWS -> null
                AggregateFn.COUNT -> kind()
                AggregateFn.AVG -> listOf(Kind.INT, Kind.LONG, Kind.DOUBLE).random(random)
                else -> kind
            }
        val distinct = fn != AggregateFn.COUNT_ROWS && fn != AggregateFn.JOINED && chance(20)
        return Aggregated(fn, of?.let { typed(expr(it, own, 1)) }, distinct, filter)
    }

    private fun frame(): Frame {
        val unit = Unit.entries.random(random)
        // a distance of values would need one number to sort by
        val far = if (unit == Unit.RANGE) 0 else 2
        return Frame(
            unit,
            if (chance(30)) null else -random.nextInt(0, far + 1),
            if (chance(30)) null else random.nextInt(0, far + 1),
            if (chance(60)) Left.NONE else Left.entries.random(random),
        )
    }

    private fun over(
        kind: Kind,
        scope: Scope,
        sources: List<Source>,
        named: Boolean,
    ): Over? {
        val keys = sources.map { key(null, Col(it, 0)) }
        val partition = if (chance(50)) some(scope.leaves, 1) else listOf()
        val some = (0 until random.nextInt(0, 2)).map { key(null, scope.leaves.random(random)) }
        val choices = mutableListOf(WindowFn.LAG, WindowFn.LEAD, WindowFn.FIRST, WindowFn.LAST, WindowFn.NTH)
        if (kind == Kind.LONG) choices += listOf(WindowFn.ROW_NUMBER, WindowFn.RANK, WindowFn.DENSE_RANK)
        if (kind == Kind.INT) choices += WindowFn.NTILE
        if (kind != Kind.BOOL) choices += listOf(WindowFn.AGGREGATE, WindowFn.AGGREGATE)
        val fn = choices.random(random)
        val ranking = fn == WindowFn.ROW_NUMBER || fn == WindowFn.RANK || fn == WindowFn.DENSE_RANK || fn == WindowFn.NTILE
        val peers = fn == WindowFn.RANK || fn == WindowFn.DENSE_RANK
        val arg =
            when {
                ranking -> null

                // SQL has no DISTINCT in windows on PostgreSQL, and no order inside of the call
                fn == WindowFn.AGGREGATE -> Aggregated(if (kind == Kind.LONG) AggregateFn.COUNT else AggregateFn.MAX, typed(expr(kind, scope, 1)), false, if (chance(20)) expr(Kind.BOOL, scope, 1) else null)

                else -> typed(expr(kind, scope, 1))
            }
        val framed = !ranking && fn != WindowFn.LAG && fn != WindowFn.LEAD && chance(50)
        val frame = if (framed) frame() else null
        // without a total order, where it does not matter which of its peers comes first
        val anyPeer = fn == WindowFn.AGGREGATE && frame?.unit != Unit.ROWS && frame?.out in setOf(null, Left.NONE, Left.GROUP)
        val loose = peers || anyPeer
        val order = if (loose && (some.isNotEmpty() || frame == null) && chance(70)) some else some + keys
        return Over(fn, arg, random.nextInt(1, 4), partition, order, frame, named)
    }
}
