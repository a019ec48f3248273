package dev.kinglet.random

import dev.kinglet.expr.Condition
import dev.kinglet.expr.DatePart
import dev.kinglet.expr.Expr
import dev.kinglet.expr.Fn
import java.math.BigDecimal
import java.math.RoundingMode
import java.time.DayOfWeek
import java.time.LocalDate
import java.time.LocalDateTime
import java.time.LocalTime
import java.time.temporal.ChronoUnit
import java.time.temporal.IsoFields
import java.time.temporal.TemporalAdjusters
import kotlin.math.abs
import kotlin.math.sign
import kotlin.math.sqrt
import kotlin.random.Random

/** A part of an operation: any expression of a type, or a value that the method takes as it is. */
internal class Param(
    val kind: Kind,
    val literal: ((Random) -> Any)? = null,
)

/**
 * An operation on expressions: how Kinglet says it, and what it means.
 *
 * @param strict NULL where an argument is NULL, so that [mean] sees none
 * @param say is handed an `Expr` for each parameter, and the plain value for a literal one
 */
internal class Op(
    val name: String,
    val result: Kind,
    val params: List<Param>,
    val strict: Boolean,
    val say: (List<Any>) -> Expr<*>,
    val mean: (List<Any?>) -> Any?,
) {
    val literals get() = params.any { it.literal != null }

    override fun toString(): String = name
}

@Suppress("UNCHECKED_CAST")
internal object Operations {
    val all = mutableListOf<Op>()
    val byResult: Map<Kind, List<Op>> by lazy { all.groupBy { it.result } }

    private fun Any.expr() = this as Expr<Any?>

    private fun Any.text() = this as Expr<String?>

    private fun Any.number() = this as Expr<Number?>

    private fun Any.long() = this as Expr<Long?>

    private fun Any.time() = this as Expr<java.time.temporal.Temporal?>

    /** A boolean column is no condition by itself. */
    fun condition(expr: Any): Condition = expr as? Condition ?: (expr as Expr<Boolean?>).eq(true)

    private fun op(
        name: String,
        result: Kind,
        vararg params: Any,
        strict: Boolean = true,
        say: (List<Any>) -> Expr<*>,
        mean: (List<Any?>) -> Any?,
    ) {
        all += Op(name, result, params.map { it as? Param ?: Param(it as Kind) }, strict, say, mean)
    }

    private fun literal(
        kind: Kind,
        make: (Random) -> Any,
    ) = Param(kind, make)

    fun compare(
        a: Any,
        b: Any,
    ): Int =
        when {
            a is Double && b is Double -> (a + 0.0).compareTo(b + 0.0)

            // one zero
            else -> (a as Comparable<Any>).compareTo(b)
        }

    /** LIKE: what stands for any text or one character; what is behind the escape stands for itself. */
    fun like(
        text: String,
        pattern: String,
        escape: Char,
        ignoreCase: Boolean,
    ): Boolean {
        fun matches(
            t: Int,
            p: Int,
        ): Boolean {
            if (p == pattern.length) return t == text.length
            val c = pattern[p]
            if (c == '%') return (t..text.length).any { matches(it, p + 1) }
            if (t == text.length) return false
            if (c == '_') return matches(t + 1, p + 1)
            val escaped = c == escape && p + 1 < pattern.length
            return text[t].equals(if (escaped) pattern[p + 1] else c, ignoreCase) && matches(t + 1, if (escaped) p + 2 else p + 1)
        }
        return matches(0, 0)
    }

    private val pattern =
        literal(Kind.TEXT) { random ->
            // no backslash at the end: PostgreSQL refuses such a pattern, for SQLite it is itself
            (1..random.nextInt(1, 4)).joinToString("") { listOf("%", "_", "a", "B", "\\%", "\\_", "\\\\", "*", "[", "!").random(random) }
        }

    private val piece = literal(Kind.TEXT) { Values.texts.random(it) }

    private fun comparisons() {
        for (k in Kind.entries) {
            op("eq", Kind.BOOL, k, k, say = { (a, b) -> a.expr().eq(b.expr()) }) { (a, b) -> compare(a!!, b!!) == 0 }
            op("ne", Kind.BOOL, k, k, say = { (a, b) -> a.expr().ne(b.expr()) }) { (a, b) -> compare(a!!, b!!) != 0 }
            op("lt", Kind.BOOL, k, k, say = { (a, b) -> a.expr().lt(b.expr()) }) { (a, b) -> compare(a!!, b!!) < 0 }
            op("le", Kind.BOOL, k, k, say = { (a, b) -> a.expr().le(b.expr()) }) { (a, b) -> compare(a!!, b!!) <= 0 }
            op("gt", Kind.BOOL, k, k, say = { (a, b) -> a.expr().gt(b.expr()) }) { (a, b) -> compare(a!!, b!!) > 0 }
            op("ge", Kind.BOOL, k, k, say = { (a, b) -> a.expr().ge(b.expr()) }) { (a, b) -> compare(a!!, b!!) >= 0 }
            op("eq value", Kind.BOOL, k, literal(k) { Values.of(k, it) }, say = { (a, b) -> a.expr().eq(b) }) { (a, b) ->
                compare(a!!, b!!) == 0
            }
            op("ne value", Kind.BOOL, k, literal(k) { Values.of(k, it) }, say = { (a, b) -> a.expr().ne(b) }) { (a, b) ->
                compare(a!!, b!!) != 0
            }
            op("le value", Kind.BOOL, k, literal(k) { Values.of(k, it) }, say = { (a, b) -> a.expr().le(b) }) { (a, b) ->
                compare(a!!, b!!) <= 0
            }
            op("distinct value", Kind.BOOL, k, literal(k) { Values.of(k, it) }, strict = false, say = { (a, b) ->
                a.expr().isDistinctFrom(b)
            }) { (a, b) -> !same(a, b) }
            op("distinct", Kind.BOOL, k, k, strict = false, say = { (a, b) -> a.expr().isDistinctFrom(b.expr()) }) { (a, b) ->
                !same(a, b)
            }
            op("not distinct", Kind.BOOL, k, k, strict = false, say = { (a, b) -> a.expr().isNotDistinctFrom(b.expr()) }) { (a, b) ->
                same(a, b)
            }
            op("null", Kind.BOOL, k, strict = false, say = { (a) -> a.expr().isNull() }) { (a) -> a == null }
            op("not null", Kind.BOOL, k, strict = false, say = { (a) -> a.expr().isNotNull() }) { (a) -> a != null }
            op("between", Kind.BOOL, k, k, k, strict = false, say = { (a, b, c) -> a.expr().between(b.expr(), c.expr()) }) { (a, b, c) ->
                and(
                    if (a == null || b == null) null else compare(a, b) >= 0,
                    if (a == null || c == null) null else compare(a, c) <= 0,
                )
            }
        }
    }

    fun same(
        a: Any?,
        b: Any?,
    ) = if (a == null || b == null) a == b else compare(a, b) == 0

    fun and(
        a: Boolean?,
        b: Boolean?,
    ): Boolean? = if (a == false || b == false) {
        false
    } else if (a == null || b == null) {
        null
    } else {
        true
    }

    fun or(
        a: Boolean?,
        b: Boolean?,
    ): Boolean? = not(and(not(a), not(b)))

    fun not(a: Boolean?): Boolean? = a?.not()

    private fun choices() {
        for (k in Kind.entries) {
            op("NULL", k, strict = false, say = { Fn.value(null as Any?, k.type).cast(k.type.javaType()) }) { null }
            op("coalesce", k, k, k, strict = false, say = { (a, b) -> a.expr().coalesce(b.expr()) }) { (a, b) -> a ?: b }
            op("coalesce value", k, k, literal(k) { Values.of(k, it) }, strict = false, say = { (a, b) -> a.expr().coalesce(b) }) { (a, b) ->
                a ?: b
            }
            op("nullIf", k, k, literal(k) { Values.of(k, it) }, say = { (a, b) -> Fn.nullIf(a.expr(), b) }) { (a, b) ->
                a.takeIf { compare(a!!, b!!) != 0 }
            }
            op("greatest", k, k, k, strict = false, say = { (a, b) -> Fn.greatest(a.expr(), b.expr()) }) { (a, b) ->
                if (a == null || b == null) {
                    a ?: b
                } else if (compare(a, b) >= 0) {
                    a
                } else {
                    b
                }
            }
            op("least", k, k, k, strict = false, say = { (a, b) -> Fn.least(a.expr(), b.expr()) }) { (a, b) ->
                if (a == null || b == null) {
                    a ?: b
                } else if (compare(a, b) <= 0) {
                    a
                } else {
                    b
                }
            }
            op("case", k, Kind.BOOL, k, k, strict = false, say = { (c, a, b) ->
                Fn.`when`(condition(c), a.expr()).otherwise(b.expr())
            }) { (c, a, b) -> if (c == true) a else b }
            op("case end", k, Kind.BOOL, k, strict = false, say = { (c, a) -> Fn.`when`(condition(c), a.expr()).end() }) { (c, a) ->
                if (c == true) a else null
            }
            op("case value", k, Kind.BOOL, literal(k) { Values.of(k, it) }, Kind.BOOL, k, strict = false, say = { (c, a, d, b) ->
                Fn.`when`(condition(c), a).`when`(condition(d), b as Expr<Any>).end()
            }) { (c, a, d, b) ->
                if (c == true) {
                    a
                } else if (d == true) {
                    b
                } else {
                    null
                }
            }
            op("case of", k, Kind.TEXT, piece, literal(k) { Values.of(k, it) }, k, strict = false, say = { (s, v, r, e) ->
                Fn.caseOf(s.text(), mapOf(v as String to r)).otherwise(e as Expr<Any>)
            }) { (s, v, r, e) -> if (s != null && s == v) r else e }
        }
    }

    private fun logic() {
        op("and", Kind.BOOL, Kind.BOOL, Kind.BOOL, strict = false, say = { (a, b) -> condition(a).and(condition(b)) }) { (a, b) ->
            and(a as Boolean?, b as Boolean?)
        }
        op("or", Kind.BOOL, Kind.BOOL, Kind.BOOL, strict = false, say = { (a, b) -> condition(a).or(condition(b)) }) { (a, b) ->
            or(a as Boolean?, b as Boolean?)
        }
        op("not", Kind.BOOL, Kind.BOOL, say = { (a) -> condition(a).not() }) { (a) -> not(a as Boolean) }
    }

    private fun texts() {
        val b = Kind.BOOL
        val t = Kind.TEXT
        op("like", b, t, pattern, say = { (a, p) -> a.text().like(p as String) }) { (a, p) -> like(a as String, p as String, '\\', false) }
        op("ilike", b, t, pattern, say = { (a, p) -> a.text().ilike(p as String) }) { (a, p) -> like(a as String, p as String, '\\', true) }
        op("contains", b, t, piece, say = { (a, p) -> a.text().contains(p as String) }) { (a, p) ->
            (a as String).contains(p as String, ignoreCase = true)
        }
        op("contains expr", b, t, t, say = { (a, p) -> a.text().contains(p.text()) }) { (a, p) ->
            (a as String).contains(p as String, ignoreCase = true)
        }
        op("starts", b, t, piece, say = { (a, p) -> a.text().startsWith(p as String) }) { (a, p) ->
            (a as String).startsWith(p as String, ignoreCase = true)
        }
        op("starts expr", b, t, t, say = { (a, p) -> a.text().startsWith(p.text()) }) { (a, p) ->
            (a as String).startsWith(p as String, ignoreCase = true)
        }
        op("ends", b, t, piece, say = { (a, p) -> a.text().endsWith(p as String) }) { (a, p) ->
            (a as String).endsWith(p as String, ignoreCase = true)
        }
        op("ends expr", b, t, t, say = { (a, p) -> a.text().endsWith(p.text()) }) { (a, p) ->
            (a as String).endsWith(p as String, ignoreCase = true)
        }
        val regexp =
            literal(t) { random -> listOf("^a", "b$", "a.?b", "[ab]+", "^(a|B)", "[^a-z]", "^$", "b{1}c", "\\\\", "\\[a]").random(random) }
        op("regexp", b, t, regexp, say = { (a, p) -> a.text().regexp(p as String) }) { (a, p) ->
            Regex(p as String).containsMatchIn(a as String)
        }
        op("iregexp", b, t, regexp, say = { (a, p) -> a.text().iregexp(p as String) }) { (a, p) ->
            Regex(p as String, RegexOption.IGNORE_CASE).containsMatchIn(a as String)
        }
        op("lower", t, t, say = { (a) -> Fn.lower(a.text()) }) { (a) -> (a as String).lowercase() }
        op("upper", t, t, say = { (a) -> Fn.upper(a.text()) }) { (a) -> (a as String).uppercase() }
        op("trim", t, t, say = { (a) -> Fn.trim(a.text()) }) { (a) -> (a as String).trim(' ') }
        op("ltrim", t, t, say = { (a) -> Fn.ltrim(a.text()) }) { (a) -> (a as String).trimStart(' ') }
        op("rtrim", t, t, say = { (a) -> Fn.rtrim(a.text()) }) { (a) -> (a as String).trimEnd(' ') }
        op("concat", t, t, t, say = { (x, y) -> x.text().concat(y.text()) }) { (x, y) -> "$x$y" }
        op("concat value", t, t, piece, say = { (x, y) -> x.text().concat(y as String) }) { (x, y) -> "$x$y" }
        val from = literal(Kind.INT) { it.nextInt(1, 4) }
        val length = literal(Kind.INT) { it.nextInt(0, 4) }
        op("from", t, t, from, say = { (a, i) -> Fn.substring(a.text(), i as Int) }) { (a, i) -> (a as String).drop(i as Int - 1) }
        op("substring", t, t, from, length, say = { (a, i, n) -> Fn.substring(a.text(), i as Int, n as Int) }) { (a, i, n) ->
            (a as String).drop(i as Int - 1).take(n as Int)
        }
        val some = literal(t) { random -> Values.texts.filter { it.isNotEmpty() }.random(random) }
        op("replace", t, t, some, piece, say = { (a, x, y) -> Fn.replace(a.text(), x as String, y as String) }) { (a, x, y) ->
            (a as String).replace(x as String, y as String)
        }
        op("length", Kind.INT, t, say = { (a) -> Fn.length(a.text()) }) { (a) -> (a as String).length }
        op("position", Kind.INT, t, piece, say = { (a, x) -> Fn.position(a.text(), x as String) }) { (a, x) ->
            (a as String).indexOf(x as String) + 1
        }
        op("position expr", Kind.INT, t, t, say = { (a, x) -> Fn.position(a.text(), x.text()) }) { (a, x) ->
            (a as String).indexOf(x as String) + 1
        }
    }

    private fun numbers() {
        val i = Kind.INT
        val l = Kind.LONG
        val d = Kind.DOUBLE
        op("plus", i, i, i, say = { (a, b) -> a.number().plus(b.number()) }) { (a, b) -> Math.addExact(a as Int, b as Int) }
        op("plus", l, l, l, say = { (a, b) -> a.number().plus(b.number()) }) { (a, b) -> Math.addExact(a as Long, b as Long) }
        op("plus", d, d, d, say = { (a, b) -> a.number().plus(b.number()) }) { (a, b) -> a as Double + b as Double }
        op("minus", i, i, i, say = { (a, b) -> a.number().minus(b.number()) }) { (a, b) -> Math.subtractExact(a as Int, b as Int) }
        op("minus", l, l, l, say = { (a, b) -> a.number().minus(b.number()) }) { (a, b) -> Math.subtractExact(a as Long, b as Long) }
        op("minus", d, d, d, say = { (a, b) -> a.number().minus(b.number()) }) { (a, b) -> a as Double - b as Double }
        // by small values only, so that nothing overflows: SQLite calculates with 64 bits where PostgreSQL has 32
        val factor = literal(i) { it.nextInt(-3, 4) }
        val wide = literal(l) { it.nextLong(-3, 4) }
        val exact = literal(d) { random -> listOf(-2.0, 0.5, 2.0, 1.0, 0.25).random(random) }
        op("times", i, i, factor, say = { (a, b) -> a.number().times(b as Number) }) { (a, b) -> Math.multiplyExact(a as Int, b as Int) }
        op("times", l, l, wide, say = { (a, b) -> a.number().times(b as Number) }) { (a, b) -> Math.multiplyExact(a as Long, b as Long) }
        op("times", d, d, exact, say = { (a, b) -> a.number().times(b as Number) }) { (a, b) -> a as Double * b as Double }
        val divisor = literal(i) { random -> listOf(-3, -2, 1, 2, 3, 5).random(random) }
        val wideDivisor = literal(l) { random -> listOf(-3L, -2L, 1L, 2L, 3L, 5L).random(random) }
        op("div", i, i, divisor, say = { (a, b) -> a.number().div(b as Number) }) { (a, b) -> a as Int / b as Int }
        op("div", l, l, wideDivisor, say = { (a, b) -> a.number().div(b as Number) }) { (a, b) -> a as Long / b as Long }
        op("div", d, d, exact, say = { (a, b) -> a.number().div(b as Number) }) { (a, b) -> a as Double / b as Double }
        op("mod", i, i, divisor, say = { (a, b) -> Fn.mod(a.number(), b as Number) }) { (a, b) -> a as Int % b as Int }
        op("mod", l, l, wideDivisor, say = { (a, b) -> Fn.mod(a.number(), b as Number) }) { (a, b) -> a as Long % b as Long }
        // by zero is an error on PostgreSQL and NULL on SQLite, so zero becomes NULL on both
        op("div expr", i, i, i, say = { (a, b) -> (a as Expr<Any?>).let { Operations.div(a, Fn.nullIf(b.expr(), 0)) } }) { (a, b) ->
            if (b == 0) null else a as Int / b as Int
        }
        op("mod expr", l, l, l, say = { (a, b) -> Fn.mod(a.number(), Fn.nullIf(b.expr(), 0L) as Expr<Number?>) }) { (a, b) ->
            if (b == 0L) null else a as Long % b as Long
        }
        op("abs", i, i, say = { (a) -> Fn.abs(a.number()) }) { (a) -> abs(a as Int) }
        op("abs", l, l, say = { (a) -> Fn.abs(a.number()) }) { (a) -> abs(a as Long) }
        op("abs", d, d, say = { (a) -> Fn.abs(a.number()) }) { (a) -> abs(a as Double) }
        op("negate", i, i, say = { (a) -> Fn.negate(a.number()) }) { (a) -> -(a as Int) }
        op("negate", l, l, say = { (a) -> Fn.negate(a.number()) }) { (a) -> -(a as Long) }
        op("negate", d, d, say = { (a) -> Fn.negate(a.number()) }) { (a) -> -(a as Double) }
        op("sign", i, i, say = { (a) -> Fn.sign(a.number()) }) { (a) -> (a as Int).sign }
        op("sign", i, l, say = { (a) -> Fn.sign(a.number()) }) { (a) -> (a as Long).sign }
        op("sign", i, d, say = { (a) -> Fn.sign(a.number()) }) { (a) -> (a as Double).sign.toInt() }
        for (k in listOf(i, l)) {
            op("floor", k, k, say = { (a) -> Fn.floor(a.number()) }) { (a) -> a }
            op("ceil", k, k, say = { (a) -> Fn.ceil(a.number()) }) { (a) -> a }
            op("round", k, k, say = { (a) -> Fn.round(a.number()) }) { (a) -> a }
        }
        op("floor", d, d, say = { (a) -> Fn.floor(a.number()) }) { (a) -> kotlin.math.floor(a as Double) }
        op("ceil", d, d, say = { (a) -> Fn.ceil(a.number()) }) { (a) -> kotlin.math.ceil(a as Double) }
        // the middle of numbers exact in binary goes away from zero on both; of others the database decides
        op("round", d, d, say = { (a) -> Fn.round(a.number(), 2) }) { (a) -> BigDecimal(a as Double).setScale(2, RoundingMode.HALF_UP).toDouble() }
        op("sqrt", d, d, say = { (a) -> Fn.sqrt(Fn.abs(a.number())) }) { (a) -> sqrt(abs(a as Double)) }
        op("power", d, i, say = { (a) -> Fn.power(a.number(), 2.0) }) { (a) -> (a as Int).toDouble() * a }
        op("bitAnd", i, i, literal(i) { it.nextInt(0, 16) }, say = { (a, b) -> Fn.bitAnd(a.number(), b as Number) }) { (a, b) ->
            a as Int and b as Int
        }
        op("bitOr", i, i, literal(i) { it.nextInt(0, 16) }, say = { (a, b) -> Fn.bitOr(a.number(), b as Number) }) { (a, b) ->
            a as Int or b as Int
        }
        op("bitXor", l, l, literal(l) { it.nextLong(0, 16) }, say = { (a, b) -> Fn.bitXor(a.number(), b as Number) }) { (a, b) ->
            a as Long xor b as Long
        }
        op("bitNot", i, i, say = { (a) -> Fn.bitNot(a.number()) }) { (a) -> (a as Int).inv() }
        val places = literal(i) { it.nextInt(0, 3) }
        op("left", l, l, places, say = { (a, n) -> Fn.shiftLeft(a.long(), n as Int) }) { (a, n) -> a as Long shl n as Int }
        op("right", i, i, places, say = { (a, n) -> Fn.shiftRight(a.number(), n as Int) }) { (a, n) -> a as Int shr n as Int }
    }

    private fun div(
        a: Expr<Any?>,
        b: Expr<*>,
    ): Expr<*> = a.div(b as Expr<Any?>)

    private val calendar =
        listOf(DatePart.YEAR, DatePart.QUARTER, DatePart.MONTH, DatePart.WEEK, DatePart.DAY, DatePart.DAY_OF_WEEK, DatePart.DAY_OF_YEAR)
    private val clock = listOf(DatePart.HOUR, DatePart.MINUTE, DatePart.SECOND)

    private fun dates() {
        val number = literal(Kind.INT) { it.nextInt(-14, 15) }
        for (k in listOf(Kind.MOMENT, Kind.DAY)) {
            for (part in if (k == Kind.DAY) calendar else calendar + clock) {
                op("part $part", Kind.INT, k, say = { (a) -> Fn.part(part, a.time()) }) { (a) -> part(part, moment(a!!)) }
                op("add $part", k, k, number, say = { (a, n) -> Fn.add(part, a.time(), n as Int) }) { (a, n) ->
                    unmoment(add(part, moment(a!!), (n as Int).toLong()), k)
                }
                if (part != DatePart.DAY_OF_WEEK && part != DatePart.DAY_OF_YEAR) {
                    op("truncate $part", k, k, say = { (a) -> Fn.truncate(part, a.time()) }) { (a) ->
                        unmoment(truncate(part, moment(a!!)), k)
                    }
                }
            }
        }
    }

    private fun moment(value: Any): LocalDateTime = value as? LocalDateTime ?: (value as LocalDate).atTime(LocalTime.MIN)

    private fun unmoment(
        value: LocalDateTime,
        kind: Kind,
    ): Any = if (kind == Kind.DAY) value.toLocalDate() else value

    private fun part(
        part: DatePart,
        at: LocalDateTime,
    ): Int =
        when (part) {
            DatePart.YEAR -> at.year
            DatePart.QUARTER -> (at.monthValue + 2) / 3
            DatePart.MONTH -> at.monthValue
            DatePart.WEEK -> at.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR)
            DatePart.DAY -> at.dayOfMonth
            DatePart.DAY_OF_WEEK -> at.dayOfWeek.value
            DatePart.DAY_OF_YEAR -> at.dayOfYear
            DatePart.HOUR -> at.hour
            DatePart.MINUTE -> at.minute
            DatePart.SECOND -> at.second
        }

    private fun add(
        part: DatePart,
        at: LocalDateTime,
        number: Long,
    ): LocalDateTime =
        when (part) {
            DatePart.YEAR -> at.plusYears(number)
            DatePart.QUARTER -> at.plusMonths(3 * number)
            DatePart.MONTH -> at.plusMonths(number)
            DatePart.WEEK -> at.plusWeeks(number)
            DatePart.DAY, DatePart.DAY_OF_WEEK, DatePart.DAY_OF_YEAR -> at.plusDays(number)
            DatePart.HOUR -> at.plusHours(number)
            DatePart.MINUTE -> at.plusMinutes(number)
            DatePart.SECOND -> at.plusSeconds(number)
        }

    private fun truncate(
        part: DatePart,
        at: LocalDateTime,
    ): LocalDateTime {
        val day = at.truncatedTo(ChronoUnit.DAYS)
        return when (part) {
            DatePart.YEAR -> day.withDayOfYear(1)
            DatePart.QUARTER -> day.withDayOfMonth(1).withMonth((at.monthValue + 2) / 3 * 3 - 2)
            DatePart.MONTH -> day.withDayOfMonth(1)
            DatePart.WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
            DatePart.DAY -> day
            DatePart.HOUR -> at.truncatedTo(ChronoUnit.HOURS)
            DatePart.MINUTE -> at.truncatedTo(ChronoUnit.MINUTES)
            DatePart.SECOND -> at.truncatedTo(ChronoUnit.SECONDS)
            else -> error(part)
        }
    }

    /*
     * Not here, because the databases differ: text of doubles (1 and 1.0), booleans (true and 1) and moments (trailing zeros);
     * a double to a whole number (rounded and cut), whence the floor; text that is no number (an error and 0).
     */
    private fun casts() {
        op("int to long", Kind.LONG, Kind.INT, say = { (a) -> a.expr().cast(Long::class.javaObjectType) }) { (a) -> (a as Int).toLong() }
        op("int to double", Kind.DOUBLE, Kind.INT, say = { (a) -> a.expr().cast(Double::class.javaObjectType) }) { (a) ->
            (a as Int).toDouble()
        }
        op("long to double", Kind.DOUBLE, Kind.LONG, say = { (a) -> a.expr().cast(Double::class.javaObjectType) }) { (a) ->
            (a as Long).toDouble()
        }
        op("double to int", Kind.INT, Kind.DOUBLE, say = { (a) -> Fn.floor(a.number()).cast(Int::class.javaObjectType) }) { (a) ->
            kotlin.math.floor(a as Double).toInt()
        }
        op("bool to int", Kind.INT, Kind.BOOL, say = { (a) -> a.expr().cast(Int::class.javaObjectType) }) { (a) -> if (a == true) 1 else 0 }
        op("bool to long", Kind.LONG, Kind.BOOL, say = { (a) -> a.expr().cast(Long::class.javaObjectType) }) { (a) ->
            if (a == true) 1L else 0L
        }
        op("long to bool", Kind.BOOL, Kind.LONG, say = { (a) -> a.expr().cast(Boolean::class.javaObjectType) }) { (a) -> a != 0L }
        op("int to bool", Kind.BOOL, Kind.INT, say = { (a) -> a.expr().cast(Boolean::class.javaObjectType) }) { (a) -> a != 0 }
        op("moment to day", Kind.DAY, Kind.MOMENT, say = { (a) -> a.expr().cast(LocalDate::class.java) }) { (a) ->
            (a as LocalDateTime).toLocalDate()
        }
        op("day to moment", Kind.MOMENT, Kind.DAY, say = { (a) -> a.expr().cast(LocalDateTime::class.java) }) { (a) ->
            (a as LocalDate).atStartOfDay()
        }
        op("int to text", Kind.TEXT, Kind.INT, say = { (a) -> a.expr().cast(String::class.java) }) { (a) -> a.toString() }
        op("long to text", Kind.TEXT, Kind.LONG, say = { (a) -> a.expr().cast(String::class.java) }) { (a) -> a.toString() }
        op("day to text", Kind.TEXT, Kind.DAY, say = { (a) -> a.expr().cast(String::class.java) }) { (a) -> a.toString() }
        op("text to text", Kind.TEXT, Kind.TEXT, say = { (a) -> a.expr().cast(String::class.java) }) { (a) -> a }
    }

    init {
        comparisons()
        choices()
        logic()
        texts()
        numbers()
        dates()
        casts()
    }
}
