package dev.kinglet.expr

import dev.kinglet.fixtures.Samples.SAMPLE
import dev.kinglet.type.HasType
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.ints.shouldBeGreaterThan
import io.kotest.matchers.shouldBe
import org.jspecify.annotations.NonNull
import org.jspecify.annotations.Nullable
import java.lang.reflect.AnnotatedParameterizedType
import java.lang.reflect.AnnotatedType
import java.lang.reflect.GenericArrayType
import java.lang.reflect.Method
import java.lang.reflect.Modifier
import java.lang.reflect.ParameterizedType
import java.lang.reflect.Type
import java.lang.reflect.TypeVariable
import java.lang.reflect.WildcardType
import java.time.LocalDateTime
import java.time.temporal.Temporal

/** What a signature says of null is what [Exprs.isNullable] knows of the expression, or reading it would refuse its NULL (MOD-35). */
class NullnessSpec :
    FunSpec({
        /** What a signature says: true or false, or null for "as the operand". */
        fun said(returned: AnnotatedType): Boolean? {
            val type = (returned as? AnnotatedParameterizedType)?.annotatedActualTypeArguments?.first() ?: return true // Condition
            val variable = type.type as? TypeVariable<*>
            return when {
                type.isAnnotationPresent(Nullable::class.java) -> true
                type.isAnnotationPresent(NonNull::class.java) -> false
                variable == null -> false
                variable.genericDeclaration == Expr::class.java -> null
                variable.annotatedBounds.any { it.isAnnotationPresent(Nullable::class.java) } -> null
                else -> false
            }
        }

        fun element(type: Type): Class<*> =
            when (type) {
                is Class<*> -> type
                is WildcardType -> element(type.upperBounds.single())
                is TypeVariable<*> -> element(type.bounds.first())
                is ParameterizedType -> element(type.rawType)
                is GenericArrayType -> element(type.genericComponentType)
                else -> error("no sample of $type")
            }

        fun operand(
            of: Class<*>,
            nullable: Boolean,
        ): Expr<*> {
            val column =
                when (of) {
                    String::class.java -> SAMPLE.label
                    Temporal::class.java -> SAMPLE.moment
                    else -> SAMPLE.number
                }
            return if (nullable) column else Fn.value(plain(of), column)
        }

        fun argument(
            type: Type,
            nullable: Boolean,
        ): Any? {
            val raw = (type as? ParameterizedType)?.rawType ?: type
            return when (raw) {
                Expr::class.java -> operand(element((type as ParameterizedType).actualTypeArguments.single()), nullable)
                Class::class.java -> Int::class.java
                Map::class.java, java.util.Map::class.java -> mapOf(1 to 1)
                Condition::class.java -> SAMPLE.number.eq(1)
                Subquery::class.java -> SAMPLE.select(SAMPLE.id)
                HasType::class.java -> SAMPLE.number
                DatePart::class.java -> DatePart.DAY
                TsQuery::class.java -> TsQuery.plain("a")
                is GenericArrayType -> arrayOf<Expr<*>>()
                Array<Any>::class.java -> arrayOf<Any>()
                Int::class.java -> 1
                Double::class.java -> 1.0
                is TypeVariable<*> -> if (nullable && raw.annotatedBounds.any { it.isAnnotationPresent(Nullable::class.java) }) null else 1
                else -> plain(element(raw))
            }
        }

        fun expr(result: Any?): Expr<*>? =
            when (result) {
                is Expr<*> -> result
                is WindowFunction<*> -> result.over()
                else -> null
            }

        fun disagreements(
            methods: List<Method>,
            self: (Method, Boolean) -> Expr<*>?,
        ) = methods.flatMap { method ->
            listOf(true, false).mapNotNull { nullable ->
                withClue("$method") {
                    val arguments = method.annotatedParameterTypes.map { argument(it.type, nullable && !it.isAnnotationPresent(NonNull::class.java)) }
                    val made = expr(method.invoke(self(method, nullable), *arguments.toTypedArray())) ?: return@mapNotNull null
                    val expected = said(method.annotatedReturnType) ?: nullable
                    if (Exprs.isNullable(made) == expected) null else "$method of ${if (nullable) "nullable" else "what is never NULL"}"
                }
            }
        }

        // takes an expression of JSON as it is, and there is none to give it here; what one makes of a value is read as Object?;
        // words are looked for in NULL as in no words
        val views = setOf("json", "toJson", "match")
        val functions = Fn::class.java.methods.filter { Modifier.isStatic(it.modifiers) && !it.isBridge && it.name !in views }

        test("each function of Fn is nullable where its signature says so") {
            functions.size shouldBeGreaterThan 70
            disagreements(functions) { _, _ -> null }.shouldBeEmpty()
        }

        test("each method of Expr is nullable where its signature says so") {
            val methods =
                Expr::class.java.declaredMethods.filter {
                    Modifier.isPublic(it.modifiers) && Expr::class.java.isAssignableFrom(it.returnType) &&
                        it.parameterTypes.none { type -> type == String::class.java || type.isArray || type == Collection::class.java }
                }
            methods.size shouldBeGreaterThan 20
            val ofText =
                Expr::class.java.declaredMethods
                    .filter { method ->
                        method.genericParameterTypes.any { it is ParameterizedType && element(it.actualTypeArguments.single()) == String::class.java }
                    }.toSet()
            disagreements(methods) { method, nullable ->
                operand(if (method in ofText) String::class.java else Number::class.java, nullable)
            }.shouldBeEmpty()
        }

        test("CASE is nullable where a branch is, or where it may have none") {
            val one = SAMPLE.number.eq(1)
            val nullable: Expr<Int?> = SAMPLE.number
            Exprs.isNullable(Fn.`when`(one, 1).end()) shouldBe true
            Exprs.isNullable(Fn.`when`(one, 1).otherwise(2)) shouldBe false
            Exprs.isNullable(Fn.`when`(one, Fn.value(1)).otherwise(Fn.value(2))) shouldBe false
            Exprs.isNullable(Fn.`when`(one, nullable).otherwise(2)) shouldBe true
            Exprs.isNullable(Fn.`when`<Int?>(one, 1).otherwise(nullable)) shouldBe true
            Exprs.isNullable(Fn.caseOf(nullable, mapOf(1 to 2)).otherwise(3)) shouldBe false
        }

        test("what may be NULL for the sake of order looks deeper than the types") {
            fun mayBe(expr: Expr<*>) = Exprs.mayBeNull(expr) { it == SAMPLE.number }
            mayBe(SAMPLE.number) shouldBe true
            mayBe(SAMPLE.big) shouldBe false
            mayBe(Fn.value(1).plus(SAMPLE.number)) shouldBe true
            mayBe(SAMPLE.number.cast(Long::class.java)) shouldBe true
            mayBe(SAMPLE.big.cast(Long::class.java)) shouldBe false
            mayBe(SAMPLE.number.coalesce(1)) shouldBe false
            mayBe(SAMPLE.number.coalesce(SAMPLE.number)) shouldBe true
            mayBe(Fn.mod(SAMPLE.big, 2L)) shouldBe false
            mayBe(Fn.orNull(SAMPLE.big)) shouldBe false
            mayBe(SAMPLE.number.collate("C").`as`("x")) shouldBe true
            mayBe(Fn.count(SAMPLE.number)) shouldBe false
            mayBe(Fn.`when`(SAMPLE.number.eq(1), SAMPLE.big).otherwise(Fn.value(1L))) shouldBe false
        }
    })

private fun plain(type: Class<*>): Any =
    when (type) {
        String::class.java -> "a"
        Temporal::class.java -> LocalDateTime.of(2024, 2, 29, 1, 2)
        else -> 1
    }
