package dev.kinglet.expr

// The receivers are invariant: with Expr<out T> the type would widen until `name eq 5` compiled.

/** Equal; null means IS NULL. See [Expr.eq]. */
public infix fun <T> Expr<T>.eq(value: T): Condition = this.eq(value)

/** Equal to another expression, nullable or not. See [Expr.eq]. */
public infix fun <T> Expr<T>.eq(other: Expr<out T?>): Condition = this.eq(other)

/** Not equal; null means IS NOT NULL. See [Expr.ne]. */
public infix fun <T> Expr<T>.ne(value: T): Condition = this.ne(value)

/** Not equal to another expression. See [Expr.ne]. */
public infix fun <T> Expr<T>.ne(other: Expr<out T?>): Condition = this.ne(other)

/** Less than. See [Expr.lt]. */
public infix fun <T> Expr<T>.lt(value: T & Any): Condition = this.lt(value)

/** Less than another expression. See [Expr.lt]. */
public infix fun <T> Expr<T>.lt(other: Expr<out T?>): Condition = this.lt(other)

/** Less or equal. See [Expr.le]. */
public infix fun <T> Expr<T>.le(value: T & Any): Condition = this.le(value)

/** Less than another expression, or equal to it. See [Expr.le]. */
public infix fun <T> Expr<T>.le(other: Expr<out T?>): Condition = this.le(other)

/** Greater than. See [Expr.gt]. */
public infix fun <T> Expr<T>.gt(value: T & Any): Condition = this.gt(value)

/** Greater than another expression. See [Expr.gt]. */
public infix fun <T> Expr<T>.gt(other: Expr<out T?>): Condition = this.gt(other)

/** Greater or equal. See [Expr.ge]. */
public infix fun <T> Expr<T>.ge(value: T & Any): Condition = this.ge(value)

/** Greater than another expression, or equal to it. See [Expr.ge]. */
public infix fun <T> Expr<T>.ge(other: Expr<out T?>): Condition = this.ge(other)

/** Between the two ends, both included: `age between 18..65`. See [Expr.between]. */
public infix fun <T : Comparable<T>> Expr<T>.between(range: ClosedRange<T>): Condition =
    this.between(range.start, range.endInclusive)

/** Between the two ends, both included. See [Expr.between]. */
@JvmName("betweenNullable")
public infix fun <T : Comparable<T>> Expr<T?>.between(range: ClosedRange<T>): Condition =
    this.between(range.start, range.endInclusive)

/** Different; NULL differs from every value and not from NULL. See [Expr.isDistinctFrom]. */
public infix fun <T> Expr<T>.isDistinctFrom(value: T): Condition = this.isDistinctFrom(value)

/** Different from another expression, or just one of them NULL. See [Expr.isDistinctFrom]. */
public infix fun <T> Expr<T>.isDistinctFrom(other: Expr<out T?>): Condition = this.isDistinctFrom(other)

/** Equal; NULL equals NULL. See [Expr.isNotDistinctFrom]. */
public infix fun <T> Expr<T>.isNotDistinctFrom(value: T): Condition = this.isNotDistinctFrom(value)

/** Equal to another expression, or both NULL. See [Expr.isNotDistinctFrom]. */
public infix fun <T> Expr<T>.isNotDistinctFrom(other: Expr<out T?>): Condition = this.isNotDistinctFrom(other)

/** One of these values; an empty collection matches nothing. See [Expr.in], whose name is Kotlin's. */
public infix fun <T> Expr<T>.inList(values: Collection<T>): Condition = this.`in`(values)

/** None of these values; an empty collection matches every row. See [Expr.notIn]. */
public infix fun <T> Expr<T>.notInList(values: Collection<T>): Condition = this.notIn(values)

/** One of the values of a query. See [Expr.in], whose name is Kotlin's. */
public infix fun <T> Expr<T>.inQuery(query: Subquery): Condition = this.`in`(query)

/** None of the values of a query. See [Expr.notIn]. */
public infix fun <T> Expr<T>.notInQuery(query: Subquery): Condition = this.notIn(query)

/** Contains this text, without regard to case. See [Expr.contains]. */
public infix fun Expr<out String?>.contains(text: String): Condition = this.contains(text)

/** Contains this text, without regard to case. See [Expr.contains]. */
public infix fun Expr<out String?>.contains(text: Expr<out String?>): Condition = this.contains(text)

/** Starts with this text, without regard to case. See [Expr.startsWith]. */
public infix fun Expr<out String?>.startsWith(text: String): Condition = this.startsWith(text)

/** Starts with this text, without regard to case. See [Expr.startsWith]. */
public infix fun Expr<out String?>.startsWith(text: Expr<out String?>): Condition = this.startsWith(text)

/** Ends with this text, without regard to case. See [Expr.endsWith]. */
public infix fun Expr<out String?>.endsWith(text: String): Condition = this.endsWith(text)

/** Ends with this text, without regard to case. See [Expr.endsWith]. */
public infix fun Expr<out String?>.endsWith(text: Expr<out String?>): Condition = this.endsWith(text)

/** SQL's LIKE. See [Expr.like]. */
public infix fun Expr<out String?>.like(pattern: String): Condition = this.like(pattern)

/** SQL's LIKE. See [Expr.like]. */
public infix fun Expr<out String?>.like(pattern: Expr<out String?>): Condition = this.like(pattern)

/** SQL's LIKE, without regard to case. See [Expr.ilike]. */
public infix fun Expr<out String?>.ilike(pattern: String): Condition = this.ilike(pattern)

/** SQL's LIKE, without regard to case. See [Expr.ilike]. */
public infix fun Expr<out String?>.ilike(pattern: Expr<out String?>): Condition = this.ilike(pattern)

/** A part of the text matches. See [Expr.regexp]. */
public infix fun Expr<out String?>.regexp(pattern: String): Condition = this.regexp(pattern)

/** A part of the text matches, without regard to case. See [Expr.iregexp]. */
public infix fun Expr<out String?>.iregexp(pattern: String): Condition = this.iregexp(pattern)

/** This text and then the other. See [Expr.concat]. */
public infix fun <T : String?> Expr<T>.concat(text: String): Expr<T> = this.concat(text)

/** This text and then the other. See [Expr.concat]. */
public infix fun <T : String?> Expr<T>.concat(text: Expr<out String?>): Expr<T> = this.concat(text)

/** This value, or the other where this is NULL. See [Expr.coalesce]. */
public infix fun <T> Expr<T>.coalesce(other: T & Any): Expr<T & Any> = this.coalesce(other)

/** This value, or the other where this is NULL. See [Expr.coalesce]. */
public infix fun <T, R : T?> Expr<T>.coalesce(other: Expr<R>): Expr<R> = this.coalesce(other)

// plus, minus, times and div are Java's own methods, which Kotlin takes for its operators; so is Condition.not

/** The rest of a division of whole numbers. See [Fn.mod]. */
public operator fun <T : Number?> Expr<T>.rem(divisor: T & Any): Expr<T> = Fn.mod(this, divisor)

/** The rest of a division of whole numbers. See [Fn.mod]. */
public operator fun <T : Number?> Expr<T>.rem(divisor: Expr<out T?>): Expr<T> = Fn.mod(this, divisor)

/** With its sign turned. See [Fn.negate]. */
public operator fun <T : Number?> Expr<T>.unaryMinus(): Expr<T> = Fn.negate(this)

/** CAST to the column type that stands for a class: `age.cast<Double>() * 0.75`. See [Expr.cast]. */
public inline fun <reified R : Any> Expr<*>.cast(): Expr<R> = this.cast(R::class.javaObjectType)

/** Compared and sorted by a collation of the database. See [Expr.collate]. */
public infix fun <T> Expr<T>.collate(collation: String): Expr<T> = this.collate(collation)

/** Gives the expression a name; see [Expr.as], whose name is Kotlin's. */
public infix fun <T> Expr<T>.alias(name: String): Expr<T> = this.`as`(name)

/** Both. See [Condition.and]. */
public infix fun Condition.and(other: Condition): Condition = this.and(other)

/** Either, or both. See [Condition.or]. */
public infix fun Condition.or(other: Condition): Condition = this.or(other)

/** Begins a CASE: where the condition holds, this value. See [Fn.when], whose name is Kotlin's. */
public fun <T> caseWhen(
    condition: Condition,
    value: T & Any,
): Case<T> = Fn.`when`(condition, value)

/** Begins a CASE: where the condition holds, the value of this expression. See [Fn.when]. */
public fun <T> caseWhen(
    condition: Condition,
    value: Expr<T>,
): Case<T> = Fn.`when`(condition, value)

/** Where the condition holds, this value. See [Case.when], whose name is Kotlin's. */
public fun <T> Case<T>.orWhen(
    condition: Condition,
    value: T,
): Case<T> = `when`(condition, value)

/** Where the condition holds, the value of this expression. See [Case.when]. */
public fun <T> Case<T>.orWhen(
    condition: Condition,
    value: Expr<out T>,
): Case<T> = `when`(condition, value)

/** The value over the window that each row is in. See [WindowFunction.over]. */
public infix fun <T> WindowFunction<T>.over(window: Window): Expr<T> = this.over(window)

/** One of these rows; of none, nothing matches. See [RowValue.in], whose name is Kotlin's. */
public infix fun RowValue.inRows(rows: Collection<List<Any?>>): Condition = this.`in`(rows)

/** None of these rows; of none, everything matches. See [RowValue.notIn]. */
public infix fun RowValue.notInRows(rows: Collection<List<Any?>>): Condition = this.notIn(rows)

/** One of the rows of a query. See [RowValue.in], whose name is Kotlin's. */
public infix fun RowValue.inQuery(query: Subquery): Condition = this.`in`(query)

/** None of the rows of a query. See [RowValue.notIn]. */
public infix fun RowValue.notInQuery(query: Subquery): Condition = this.notIn(query)
