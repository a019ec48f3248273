package dev.kinglet.random

/** Smaller queries that may fail as well: one clause, item or join dropped, or one half of a compound alone. */
internal object Shrinker {
    /** The smallest query found that still fails. */
    fun smallest(
        query: Query,
        fails: (Query) -> Boolean,
    ): Query {
        var best = query
        var tries = 200
        search@ while (true) {
            for (candidate in smaller(best)) {
                if (tries-- == 0) return best
                if (fails(candidate)) {
                    best = candidate
                    continue@search
                }
            }
            return best
        }
    }

    private fun smaller(query: Query): Sequence<Query> =
        when (query) {
            is SelectQuery -> smaller(query)
            is CompoundQuery -> smaller(query)
        }

    private fun smaller(query: CompoundQuery): Sequence<Query> =
        sequence {
            yield(query.left)
            yield(query.right)
            if (query.limit != null || query.offset != null) {
                yield(CompoundQuery(query.op, query.left, query.right, query.order, null, null, query.total))
            }
            if (query.order.isNotEmpty()) yield(CompoundQuery(query.op, query.left, query.right))
            for (left in smaller(query.left).filter { it.kinds == query.kinds }) {
                yield(CompoundQuery(query.op, left, query.right, query.order, query.limit, query.offset, query.total))
            }
            for (right in smaller(query.right).filter { it.kinds == query.kinds }) {
                yield(CompoundQuery(query.op, query.left, right, query.order, query.limit, query.offset, query.total))
            }
        }

    private fun smaller(query: SelectQuery): Sequence<Query> =
        sequence {
            if (query.limit != null) yield(query.copy(limit = null))
            if (query.offset != null) yield(query.copy(offset = null))
            if (query.order.isNotEmpty() && query.limit == null && query.offset == null) yield(query.copy(order = listOf(), total = false))
            if (query.having != null) yield(query.copy(having = null))
            if (query.where != null) {
                yield(query.copy(where = null))
                parts(query.where).filter { it.kind == Kind.BOOL }.forEach { yield(query.copy(where = it)) }
            }
            if (query.distinct) yield(query.copy(distinct = false))
            if (query.items.size > 1 && query.order.isEmpty()) {
                query.items.forEach { item -> yield(query.copy(items = query.items - item)) }
            }
            if (query.order.isEmpty()) {
                for ((i, item) in query.items.withIndex()) {
                    for (part in parts(item.node).filter { it.kind == item.node.kind }) {
                        yield(query.copy(items = query.items.toMutableList().also { it[i] = Item(part, item.alias ?: "c$i") }))
                    }
                }
            }
            // what still speaks of it fails otherwise, and is not taken
            if (query.joins.isNotEmpty()) yield(query.copy(joins = query.joins.dropLast(1)))
            val root = query.root
            if (root is QuerySource) yield(root.query)
        }

    private fun parts(node: Node): List<Node> =
        when (node) {
            is Call -> node.args.filterIndexed { i, _ -> node.op.params[i].literal == null }
            else -> listOf()
        }
}
