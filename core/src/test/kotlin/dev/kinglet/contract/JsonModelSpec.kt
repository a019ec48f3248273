package dev.kinglet.contract

import dev.kinglet.expr.Condition
import dev.kinglet.expr.Expr
import dev.kinglet.expr.JsonPath
import dev.kinglet.fixtures.Doc
import dev.kinglet.fixtures.contract
import dev.kinglet.type.Json
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import java.math.BigDecimal
import java.math.BigInteger
import java.math.MathContext
import kotlin.random.Random

/** What every database answers of random documents, against what JSON means, in memory (JSN-02..JSN-07). */
class JsonModelSpec :
    FunSpec({
        for (seed in 1..3) {
            contract("random documents, seed $seed", Doc) { _ -> RandomDocuments(Random(seed)).all() }
        }
    })

/** What is at a path where nothing is. */
private object Nothing

private class RandomDocuments(
    private val random: Random,
) {
    private val docs: List<Any?> = List(120) { document(0) } + listOf("a", 1L, true, listOf<Any?>(), mapOf<String, Any?>())
    private val stored: List<Any> = docs.filterNotNull() // of a column as a whole null is SQL's

    fun all() {
        Doc.insertMany(listOf(Doc.body), stored.map { listOf(it) }).execute() shouldBe stored.size
        Doc.insert(Doc.body.toNull()).execute()
        gives("the documents", Doc.body) { it }
        // in the order of keys that both databases keep
        Doc.select().orderBy(Doc.id).values(Doc.body).map { "$it" } shouldBe (stored + null).map { "${Json.parse(Json.write(it))}" }
        repeat(60) { reads(path()) }
        repeat(60) { compares(path(), part()) }
        repeat(60) { changes(path(), document(1)) }
    }

    private fun reads(path: JsonPath) {
        val at = Doc.body.at(path)
        gives("$path", at) { at(it, path).known() }
        // of objects and arrays the blanks are the database's own
        gives("$path as text", at.asText(), { t -> if (t is String && t.take(1) in "{[".map(Char::toString) && t != "{0}") Json.parse(t) else t }) {
            text(at(it, path))
        }
        gives("$path as long", at.asLong()) { at(it, path) as? Long }
        gives("$path as int", at.asInt()) { (at(it, path) as? Long)?.takeIf { n -> n in Int.MIN_VALUE..Int.MAX_VALUE }?.toInt() }
        gives("$path as double", at.asDouble()) { (at(it, path) as? Number)?.toDouble() }
        gives("$path as decimal", at.asDecimal(), { (it as? BigDecimal)?.round(MathContext(15)) }) { (at(it, path) as? Number)?.let(::decimal) }
        gives("$path as boolean", at.asBoolean()) { at(it, path) as? Boolean }
        gives("type of $path", at.jsonType()) { type(at(it, path)) }
        gives("length of $path", at.length()) { length(at(it, path)) }
        finds("$path is null", at.isNull()) { at(it, path).known() == null }
        gives("type", Doc.body.jsonType()) { type(it) }
        gives("length", Doc.body.length()) { length(it) }
    }

    private fun compares(
        path: JsonPath,
        part: Any?,
    ) {
        val at = Doc.body.at(path)
        val other = part()
        finds("$path = $part", at.eq(part)) { at(it, path).known() == part }
        finds("$path <> $part", at.ne(part)) { v -> at(v, path).known().let { if (part == null) it != null else it != null && it != part } }
        finds("$path in", at.`in`(listOf(part, other))) { v -> at(v, path).known().let { it != null && (it == part || it == other) } }
        finds("document = $part", Doc.body.eq(part)) { it == part }
        val key = keys.random(random)
        val keys = List(random.nextInt(3)) { keys.random(random) }
        finds("has $key", Doc.body.hasKey(key)) { has(it, key) }
        finds("has all $keys", Doc.body.hasAllKeys(keys)) { d -> keys.all { has(d, it) } }
        finds("has any $keys", Doc.body.hasAnyKey(keys)) { d -> keys.any { has(d, it) } }
        finds("$path has $key", at.hasKey(key)) { v -> at(v, path).known().let { it != null && has(it, key) } }
        if (part != null) {
            finds("contains $part", Doc.body.contains(part)) { contains(it, part) }
            finds("$path contains $part", at.contains(part)) { v -> at(v, path).known().let { it != null && contains(it, part) } }
            finds("contained by $part", Doc.body.containedBy(part)) { contains(part, it) }
        }
    }

    private fun changes(
        path: JsonPath,
        value: Any?,
    ) {
        gives("set $path to $value", Doc.body.set(path, value)) { set(it, path.steps, value) }
        gives("insert $value at $path", Doc.body.insert(path, value)) { if (at(it, path) == Nothing) set(it, path.steps, value) else it }
        gives("replace $path by $value", Doc.body.replace(path, value)) { if (at(it, path) == Nothing) it else set(it, path.steps, value) }
        gives("append $value at $path", Doc.body.append(path, value)) { set(it, path.steps, appended(at(it, path), value)) }
        gives("append $value", Doc.body.append(value)) { appended(it, value) }
        gives("remove $path", Doc.body.remove(path)) { remove(it, path.steps) }
        gives("set and remove", Doc.body.set(path, value).remove(path)) { remove(set(it, path.steps, value), path.steps) }
        val more = document(1) as? Map<*, *>
        if (more != null) gives("merge $more", Doc.body.merge(more)) { if (it is Map<*, *>) it + more else it }
    }

    // ---- asking

    private fun gives(
        what: String,
        expr: Expr<*>,
        read: (Any?) -> Any? = { it },
        answer: (Any) -> Any?,
    ) {
        withClue(what) {
            val there = Doc.select().orderBy(Doc.id).values(expr).map { exact(read(it)) }
            there.last() shouldBe null // of a document that is NULL
            for ((i, doc) in stored.withIndex()) {
                withClue("of $doc") { there[i] shouldBe exact(answer(doc)) }
            }
        }
    }

    private fun finds(
        what: String,
        condition: Condition,
        answer: (Any) -> Boolean,
    ) {
        withClue(what) {
            val there = Doc.where(condition.and(Doc.body.isNotNull())).orderBy(Doc.id).values(Doc.body)
            there shouldBe stored.filter { answer(it) }
        }
    }

    private fun exact(value: Any?) = if (value is BigDecimal) value.stripTrailingZeros().toPlainString() else value

    private fun decimal(number: Number) = BigDecimal(number.toString()).round(MathContext(15)) // as many as SQLite keeps

    private fun Any?.known() = takeIf { it != Nothing }

    // ---- what JSON means

    private fun at(
        doc: Any?,
        path: JsonPath,
    ): Any? = path.steps.fold(doc, ::step)

    private fun step(
        json: Any?,
        step: Any,
    ): Any? =
        when {
            step is String && json is Map<*, *> && step in json -> json[step]
            step is Int && json is List<*> -> if (index(json, step) in json.indices) json[index(json, step)] else Nothing
            else -> Nothing
        }

    private fun index(
        list: List<*>,
        step: Int,
    ) = if (step < 0) list.size + step else step

    private fun text(value: Any?): Any? =
        when (value) {
            null, Nothing -> null
            is String -> value
            is BigDecimal -> value.toPlainString()
            is Map<*, *>, is List<*> -> value
            else -> value.toString()
        }

    private fun type(value: Any?): String? =
        when (value) {
            Nothing -> null
            null -> "null"
            is String -> "string"
            is Number -> "number"
            is Boolean -> "boolean"
            is Map<*, *> -> "object"
            else -> "array"
        }

    private fun length(value: Any?): Int? = (value as? Map<*, *>)?.size ?: (value as? List<*>)?.size

    private fun has(
        json: Any?,
        key: String,
    ) = json == key || (json is Map<*, *> && key in json) || (json is List<*> && key in json)

    private fun contains(
        all: Any?,
        part: Any?,
        inside: Boolean = false,
    ): Boolean =
        when {
            part is Map<*, *> -> all is Map<*, *> && part.all { (k, v) -> k in all && contains(all[k], v, true) }
            part is List<*> && all is List<*> -> part.all { p -> all.any { (it is Map<*, *> || it is List<*>) == (p is Map<*, *> || p is List<*>) && contains(it, p, true) } }
            part is List<*> -> false
            all is List<*> -> !inside && part in all
            else -> all == part
        }

    private fun set(
        json: Any?,
        steps: List<Any>,
        value: Any?,
    ): Any? {
        if (steps.isEmpty()) return value
        val inner = { set(step(json, steps[0]), steps.drop(1), value) }
        val missing = json == null || json == Nothing
        return when (val step = steps[0]) {
            is String -> {
                if (missing) {
                    mapOf(step to inner())
                } else if (json is Map<*, *>) {
                    json + (step to inner())
                } else {
                    json
                }
            }

            else -> {
                val list = if (missing) listOf<Any?>() else json as? List<*> ?: return json
                when (val place = index(list, step as Int)) {
                    in list.indices -> list.toMutableList().also { it[place] = inner() }
                    else -> if (place < 0) listOf(inner()) + list else list + listOf(inner())
                }
            }
        }
    }

    private fun appended(
        json: Any?,
        value: Any?,
    ): Any? = if (json == null || json == Nothing) {
        listOf(value)
    } else if (json is List<*>) {
        json + listOf(value)
    } else {
        json
    }

    private fun remove(
        json: Any?,
        steps: List<Any>,
    ): Any? {
        val step = steps[0]
        val there = step(json, step)
        if (there == Nothing) return json
        if (json is Map<*, *>) return if (steps.size == 1) json.filterKeys { it != step } else json + (step to remove(there, steps.drop(1)))
        val list = (json as List<*>).toMutableList()
        if (steps.size == 1) list.removeAt(index(list, step as Int)) else list[index(list, step as Int)] = remove(there, steps.drop(1))
        return list
    }

    // ---- chance

    private fun document(depth: Int): Any? {
        val kind = random.nextInt(if (depth < 4) 10 else 4)
        return when {
            (depth == 0 && kind < 6) || kind >= 7 -> List(random.nextInt(5)) { keys.random(random) to document(depth + 1) }.toMap()
            kind >= 4 -> List(random.nextInt(4)) { document(depth + 1) }
            else -> scalars.random(random)
        }
    }

    /** A part of a document, or another one. */
    private fun part(): Any? {
        var part: Any? = if (random.nextInt(4) == 0) document(2) else stored.random(random)
        repeat(random.nextInt(4)) {
            val inner = (part as? Map<*, *>)?.values ?: part as? List<*> ?: listOf()
            if (inner.isNotEmpty()) part = inner.random(random)
        }
        return when (val p = part) {
            is Map<*, *> -> p.filter { random.nextInt(3) > 0 }
            is List<*> -> p.shuffled(random).drop(random.nextInt(2))
            else -> p
        }
    }

    private fun path(): JsonPath = JsonPath(List(1 + random.nextInt(3)) { if (random.nextInt(3) == 0) random.nextInt(-4, 4) else keys.random(random) })

    private companion object {
        val keys = listOf("a", "a", "b", "b", "c", "", "a.b", "it's", "say \"so\"", "back\\slash", "k[0]", "0", "1", "-1", "ä", "日", "🐦", "\uffee", "{0} ?", "a\nb", "x y", "#-1", "null")
        val scalars =
            listOf(null, true, false, 0L, 1L, -1L, 12L, Long.MAX_VALUE, Long.MIN_VALUE, BigInteger("92233720368547758080")) +
                listOf("0.1", "1.5", "-2.25", "123456.789", "0.000001").map(::BigDecimal) +
                listOf("", "a", "b", "1", "true", "null", "it's", "\"", "\\", "日本語", "🐦", "a\u0001\n\tb", "{0}", "?")
    }
}
