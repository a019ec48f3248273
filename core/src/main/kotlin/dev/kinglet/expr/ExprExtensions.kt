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

/** Starts with this text, without regard to case. See [Expr.startsWith]. */
public infix fun Expr<out String?>.startsWith(text: String): Condition = this.startsWith(text)

/** Ends with this text, without regard to case. See [Expr.endsWith]. */
public infix fun Expr<out String?>.endsWith(text: String): Condition = this.endsWith(text)

/** SQL's LIKE. See [Expr.like]. */
public infix fun Expr<out String?>.like(pattern: String): Condition = this.like(pattern)

/** Gives the expression a name; see [Expr.as], whose name is Kotlin's. */
public infix fun <T> Expr<T>.alias(name: String): Expr<T> = this.`as`(name)

/** Both. See [Condition.and]. */
public infix fun Condition.and(other: Condition): Condition = this.and(other)

/** Either, or both. See [Condition.or]. */
public infix fun Condition.or(other: Condition): Condition = this.or(other)
