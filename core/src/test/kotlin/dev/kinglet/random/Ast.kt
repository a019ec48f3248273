package dev.kinglet.random

/*
 * What the generator makes: queries as plain data. Both Kinglet's query (AsKinglet.kt) and the expected answer (Evaluator.kt)
 * are derived from it, and neither knows the other. Nodes are compared by identity.
 */

internal sealed interface Node {
    val kind: Kind
}

internal class Col(
    val source: Source,
    val index: Int,
) : Node {
    override val kind get() = source.kinds[index]
}

/**
 * A value that is bound, and another one of the same type: a query is run with all first values and with all second ones, so
 * that a plan that keeps a value is found out.
 */
internal class Value(
    override val kind: Kind,
    val first: Any,
    val second: Any,
    val cast: Boolean = false,
) : Node {
    fun of(second: Boolean): Any = if (second) this.second else first
}

internal class Call(
    val op: Op,
    val args: List<Node>,
) : Node {
    override val kind get() = op.result
}

internal sealed interface Test : Node {
    override val kind get() = Kind.BOOL
}

internal class InList(
    val operand: Node,
    val first: List<Any?>,
    val second: List<Any?>,
    val negated: Boolean,
) : Test

internal class InRows(
    val parts: List<Node>,
    val rows: List<List<Node>>,
    val negated: Boolean,
) : Test

internal enum class Comparing { EQ, NE, LT, LE, GT, GE }

internal class CompareRows(
    val how: Comparing,
    val left: List<Node>,
    val right: List<Node>,
) : Test

internal class InQuery(
    val parts: List<Node>,
    val query: Query,
    val negated: Boolean,
) : Test

internal class Exists(
    val query: Query,
) : Test

/** The one item of a query that has one row at most. */
internal class Scalar(
    val query: SelectQuery,
) : Node {
    override val kind get() = query.kinds[0]
}

internal enum class AggregateFn { COUNT_ROWS, COUNT, SUM, MIN, MAX, AVG, JOINED }

internal class Aggregated(
    val fn: AggregateFn,
    val arg: Node?,
    val distinct: Boolean,
    val filter: Node?,
) : Node {
    override val kind: Kind
        get() =
            when (fn) {
                AggregateFn.COUNT_ROWS, AggregateFn.COUNT -> Kind.LONG
                AggregateFn.AVG -> Kind.DOUBLE
                else -> arg!!.kind
            }
}

internal enum class WindowFn { ROW_NUMBER, RANK, DENSE_RANK, NTILE, LAG, LEAD, FIRST, LAST, NTH, AGGREGATE }

internal class Over(
    val fn: WindowFn,
    val arg: Node?,
    val number: Int,
    val partition: List<Node>,
    val order: List<Key>,
    val frame: Pair<Int?, Int?>?,
    val named: Boolean,
) : Node {
    override val kind: Kind
        get() =
            when (fn) {
                WindowFn.ROW_NUMBER, WindowFn.RANK, WindowFn.DENSE_RANK -> Kind.LONG
                WindowFn.NTILE -> Kind.INT
                else -> arg!!.kind
            }
}

internal enum class Nulls { DEFAULT, FIRST, LAST }

/** What is sorted by: an item of the select list by its position, or else an expression. */
internal class Key(
    val item: Int?,
    val node: Node?,
    val descending: Boolean,
    val nulls: Nulls,
)

internal sealed class Source(
    val name: String,
) {
    abstract val kinds: List<Kind>
}

internal class TableSource(
    val fixture: Fixture,
    val alias: String?,
) : Source(alias ?: fixture.table.tableName()) {
    override val kinds get() = fixture.kinds
}

internal class QuerySource(
    val query: Query,
    name: String,
    val cte: Boolean,
) : Source(name) {
    override val kinds get() = query.kinds
}

internal sealed class Query {
    abstract val kinds: List<Kind>
    abstract val order: List<Key>
    abstract val limit: Value?
    abstract val offset: Value?

    /** Whether the order says all: then the rows are a list, otherwise a multiset. */
    abstract val total: Boolean
}

internal class Item(
    val node: Node,
    val alias: String?,
)

internal enum class JoinKind { INNER, LEFT, RIGHT, FULL, CROSS }

internal class Joined(
    val kind: JoinKind,
    val source: Source,
    val on: Node?,
)

internal class SelectQuery(
    val root: Source,
    val joins: List<Joined>,
    val items: List<Item>,
    val distinct: Boolean = false,
    val where: Node? = null,
    val groupBy: List<Node> = listOf(),
    val having: Node? = null,
    override val order: List<Key> = listOf(),
    override val limit: Value? = null,
    override val offset: Value? = null,
    override val total: Boolean = false,
) : Query() {
    override val kinds get() = items.map { it.node.kind }

    /** Whether rows become groups; without keys that takes an aggregate. */
    val grouped: Boolean get() = groupBy.isNotEmpty() || having != null || items.any { aggregates(it.node) }

    fun copy(
        joins: List<Joined> = this.joins,
        items: List<Item> = this.items,
        distinct: Boolean = this.distinct,
        where: Node? = this.where,
        having: Node? = this.having,
        order: List<Key> = this.order,
        limit: Value? = this.limit,
        offset: Value? = this.offset,
        total: Boolean = this.total,
    ) = SelectQuery(root, joins, items, distinct, where, groupBy, having, order, limit, offset, total)
}

/** Whether there is an aggregate in it, of its own query. */
internal fun aggregates(node: Node): Boolean =
    when (node) {
        is Aggregated -> true
        is Call -> node.args.any(::aggregates)
        is InList -> aggregates(node.operand)
        is InRows -> node.parts.any(::aggregates)
        is InQuery -> node.parts.any(::aggregates)
        is CompareRows -> (node.left + node.right).any(::aggregates)
        else -> false
    }

internal enum class SetOp { UNION, UNION_ALL, INTERSECT, EXCEPT }

internal class CompoundQuery(
    val op: SetOp,
    val left: Query,
    val right: Query,
    override val order: List<Key> = listOf(),
    override val limit: Value? = null,
    override val offset: Value? = null,
    override val total: Boolean = false,
) : Query() {
    override val kinds get() = left.kinds
}
