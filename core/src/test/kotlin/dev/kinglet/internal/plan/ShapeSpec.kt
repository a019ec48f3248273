package dev.kinglet.internal.plan

import dev.kinglet.expr.Condition
import dev.kinglet.expr.Expr
import dev.kinglet.expr.Fn
import dev.kinglet.expr.FunctionCall
import dev.kinglet.expr.Operator
import dev.kinglet.expr.Selection
import dev.kinglet.expr.Sort
import dev.kinglet.expr.SqlFunction
import dev.kinglet.expr.Window
import dev.kinglet.fixtures.Declared.Folder.FOLDER
import dev.kinglet.fixtures.Declared.Tenanted
import dev.kinglet.fixtures.Doc
import dev.kinglet.model.Table
import dev.kinglet.query.Assignment
import dev.kinglet.query.Attached
import dev.kinglet.query.Compound
import dev.kinglet.query.Conflict
import dev.kinglet.query.Cte
import dev.kinglet.query.CteDefinition
import dev.kinglet.query.DeleteDefinition
import dev.kinglet.query.Derived
import dev.kinglet.query.InsertDefinition
import dev.kinglet.query.Join
import dev.kinglet.query.Link
import dev.kinglet.query.Lock
import dev.kinglet.query.QueryDefinition
import dev.kinglet.query.RawDefinition
import dev.kinglet.query.Relation
import dev.kinglet.query.Select
import dev.kinglet.query.SelectDefinition
import dev.kinglet.query.SelectOptions
import dev.kinglet.query.Source
import dev.kinglet.query.Unnest
import dev.kinglet.query.UpdateDefinition
import dev.kinglet.query.ValuesDefinition
import dev.kinglet.query.each
import dev.kinglet.query.tree
import dev.kinglet.type.DataType
import dev.kinglet.type.Dialect
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainAll
import io.kotest.matchers.collections.shouldNotBeEmpty
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import tour.Models.Favorite.FAVORITE
import tour.Models.Tweet.TWEET
import tour.Models.User.USER
import java.lang.reflect.RecordComponent

/**
 * Every part of every node and clause is in the key of a query, or two different queries share a plan. The parts are found
 * by reflection, so a new one is checked, or asks here for a second sample, without anyone thinking of it.
 */
class ShapeSpec :
    FunSpec({
        val planner = Planner(Dialect.SQLITE, 10)

        fun key(query: QueryDefinition) = planner.key(query)

        fun make(
            type: Class<*>,
            values: List<Any?>,
        ): Any {
            val constructor = type.getDeclaredConstructor(*type.recordComponents.map { it.type }.toTypedArray())
            constructor.isAccessible = true
            return constructor.newInstance(*values.toTypedArray())
        }

        fun pair(component: RecordComponent): Pair<Any?, Any?> =
            Samples[component.genericType.typeName]
                ?: error("a second sample is needed for ${component.declaringRecord} ${component.name}: ${component.genericType.typeName}")

        /** The names of the components in which two instances may differ and still have one key. */
        fun shared(
            type: Class<*>,
            keyOf: (Any) -> Any,
        ): List<String> {
            val base = type.recordComponents.map { pair(it).first }
            val key = keyOf(make(type, base))
            return type.recordComponents.indices.mapNotNull { i ->
                val other = make(type, base.toMutableList().also { it[i] = pair(type.recordComponents[i]).second })
                type.recordComponents[i].name.takeIf { keyOf(other) == key }
            }
        }

        val nodes =
            listOf("Nodes", "Calls")
                .flatMap { Class.forName("dev.kinglet.expr.$it").declaredClasses.toList() }
                .filter { it.isRecord && Expr::class.java.isAssignableFrom(it) }

        test("a scope is in the key, and what it compares with is not (MOD-29, OPS-18)") {
            val all = FOLDER.select()
            val mine = key(all.definition())
            Tenanted.current = 2
            try {
                key(all.definition()) shouldBe mine
            } finally {
                Tenanted.current = 1
            }
            key(FOLDER.unscoped().select().definition()) shouldNotBe mine
        }

        test("each part of each expression node is in the key; values are not") {
            nodes.shouldNotBeEmpty()
            for (node in nodes) {
                withClue(node.simpleName) {
                    val values = mapOf("Value" to listOf("value"), "InList" to listOf("values")) +
                        // only that of the database is sent
                        listOf("ByDialect", "TestByDialect").associateWith { listOf("postgres") }
                    shared(node) { key(USER.select(it as Expr<*>).definition()) } shouldBe
                        (values[node.simpleName] ?: listOf())
                }
            }
        }

        test("no two kinds of node with equal parts have one key") {
            val keys =
                nodes.associate { node ->
                    node.simpleName to
                        key(USER.select(make(node, node.recordComponents.map { pair(it).first }) as Expr<*>).definition())
                }
            // of one way into SQL; which operator, or which function, is told apart
            keys.entries.groupBy({ it.value }, { it.key }).values.filter { it.size > 1 }.map { it.toSet() }.toSet() shouldBe
                setOf(setOf("Plain", "Test", "Aggregated"), setOf("Comparison", "Arithmetic"))
        }

        test("each part of a function call and of a window is in the key") {
            val function = Class.forName("dev.kinglet.expr.Calls\$Plain").getDeclaredConstructor(FunctionCall::class.java)
            function.isAccessible = true
            shared(FunctionCall::class.java) { key(USER.select(function.newInstance(it) as Expr<*>).definition()) }
                .shouldBeEmpty()

            fun over(window: Any) = key(USER.select(Fn.rowNumber().over(window as Window)).definition())
            shared(Window::class.java) { over((it as Window).let { w -> Window(null, w.partitionBy, w.orderBy, w.frame) }) } shouldBe
                listOf("name")
            over(Window.partitionBy(USER.id).`as`("w")) shouldNotBe over(Window.partitionBy(USER.id).`as`("v"))
            shared(Window.Frame::class.java) {
                over(Window(null, listOf(), listOf(), it as Window.Frame))
            }.shouldBeEmpty()
            // a named one is written out where the query declares it
            shared(Window::class.java) {
                key(USER.select().window((it as Window).let { w -> if (w.name == null) w.`as`("w") else w }).definition())
            }.shouldBeEmpty()
            key(USER.select(Fn.rowNumber().over(Window.partitionBy(USER.id).`as`("w"))).definition()) shouldNotBe
                key(
                    USER
                        .select(
                            Fn.rowNumber().over(
                                Window(
                                    "w",
                                    listOf(USER.id),
                                    listOf(),
                                    Window.Frame(
                                        Window.Unit.ROWS,
                                        Window.Bound.currentRow(),
                                        Window.Bound.following(1),
                                        Window.Exclude.NO_OTHERS,
                                    ),
                                ),
                            ),
                        ).definition(),
                )
        }

        test("each part of each statement is in the key") {
            // of a compound the other clauses stand in its members, so it is looked at by itself
            shared(SelectDefinition::class.java) { key(it as SelectDefinition) } shouldBe listOf("limit", "offset")
            key(USER.select().limit(1).definition()) shouldNotBe key(USER.select().definition())
            key(USER.select().offset(1).definition()) shouldNotBe key(USER.select().definition())

            fun options(options: Any) =
                key(
                    USER.select().definition().let {
                        SelectDefinition(
                            it.root,
                            it.items,
                            false,
                            listOf(),
                            null,
                            listOf(),
                            null,
                            listOf(),
                            null,
                            null,
                            options as SelectOptions,
                        )
                    },
                )
            shared(SelectOptions::class.java, ::options).shouldBeEmpty()
            shared(Compound::class.java) {
                options(SelectOptions(listOf(), listOf(), listOf(), null, it as Compound))
            }.shouldBeEmpty()
            shared(Lock::class.java) {
                options(SelectOptions(listOf(), listOf(), listOf(), it as Lock, null))
            }.shouldBeEmpty()
            shared(InsertDefinition::class.java) { key(it as InsertDefinition) } shouldBe listOf("values")
            key(InsertDefinition(USER, listOf(USER.email), listOf(USER.username), listOf())) shouldNotBe
                key(InsertDefinition(USER, listOf(USER.email), listOf(Fn.value("x")), listOf()))
            val insert = InsertDefinition(USER, listOf(USER.email), listOf(Fn.value("x")), listOf())
            shared(Conflict::class.java) { key(insert.withConflict(it as Conflict)) }.shouldBeEmpty()
            // what is compared with an index is written with its values, so they are part of the key
            key(insert.withConflict(partial("a"))) shouldNotBe key(insert.withConflict(partial("b")))
            key(insert.withConflict(updated("a"))) shouldBe key(insert.withConflict(updated("b")))
            shared(UpdateDefinition::class.java) { key(it as UpdateDefinition) }.shouldBeEmpty()
            shared(Assignment.Part::class.java) {
                key(UpdateDefinition(USER, listOf(it as Assignment.Part), null))
            }.shouldBeEmpty()
            shared(DeleteDefinition::class.java) { key(it as DeleteDefinition) }.shouldBeEmpty()
            shared(RawDefinition::class.java) { key(it as RawDefinition) }.shouldBeEmpty()
        }

        test("each part of a join and of a source is in the key") {
            fun joined(join: Any) =
                key(
                    USER.select().join(TWEET).definition().let {
                        SelectDefinition(
                            it.root,
                            it.items,
                            false,
                            listOf(join as Join),
                            null,
                            listOf(),
                            null,
                            listOf(),
                            null,
                            null,
                            SelectOptions.NONE,
                        )
                    },
                )
            shared(Join::class.java, ::joined).shouldBeEmpty()
            shared(Link::class.java) { joined(Join(Join.Kind.INNER, USER, TWEET, it as Link, false)) }.shouldBeEmpty()
            shared(Relation::class.java) { joined(Join(Join.Kind.CROSS, USER, it as Relation, anyLink, false)) }.shouldBeEmpty()

            fun rows(function: Any) = Relation("f", "f", listOf(USER.id), listOf(), function as SqlFunction)
            shared(SqlFunction::class.java) { joined(Join(Join.Kind.CROSS, USER, rows(it), anyLink, false)) }.shouldBeEmpty()
            val documents = listOf("each" to Doc.body, "tree" to Doc.body, "each" to Doc.body.at("a"))
            documents
                .map { (what, json) -> if (what == "each") json.each("e") else json.tree("e") }
                .map { joined(Join(Join.Kind.CROSS, USER, it, anyLink, true)) }
                .distinct()
                .size shouldBe 3
            shared(Unnest::class.java) { joined(Join(Join.Kind.CROSS, USER, it as Unnest<*>, anyLink, false)) }.shouldBeEmpty()
            shared(Attached::class.java) { key(USER.select(it as Attached).definition()) }.shouldBeEmpty()

            fun cte(definition: Any): Any {
                val make =
                    Cte::class.java.getDeclaredConstructor(
                        String::class.java,
                        CteDefinition::class.java,
                        java.util.function.Supplier::class.java,
                    )
                make.isAccessible = true
                val cte = make.newInstance("c", definition, java.util.function.Supplier { USER.executor() }) as Cte<*>
                return key(Select.from(cte, USER.id).definition())
            }
            shared(CteDefinition::class.java, ::cte).shouldBeEmpty()
            val body = USER.select(USER.id).definition()
            cte(CteDefinition(body, body, Compound.Operator.UNION, null)) shouldNotBe
                cte(CteDefinition(body, body, Compound.Operator.UNION_ALL, null))
            // the root of a list of values is only where it stands
            shared(ValuesDefinition::class.java) {
                cte(CteDefinition(it as ValuesDefinition, null, Compound.Operator.UNION, null))
            } shouldBe listOf("root")
            USER.select(USER.id).`as`("a").let { key(it.select(it.col(USER.id)).definition()) } shouldNotBe
                USER.select(USER.id).`as`("b").let { key(it.select(it.col(USER.id)).definition()) }
        }

        test("nothing that the definitions are made of was left out above") {
            // grows when a definition does: then a test above has to look at the new type, too
            fun reach(
                type: java.lang.reflect.Type,
                into: MutableSet<Class<*>>,
            ) {
                if (type is java.lang.reflect.ParameterizedType) type.actualTypeArguments.forEach { reach(it, into) }
                val c = (type as? Class<*>) ?: (type as? java.lang.reflect.ParameterizedType)?.rawType as? Class<*> ?: return
                if (!c.name.startsWith("dev.kinglet.query") && !c.name.startsWith("dev.kinglet.expr")) return
                if (c.isRecord && into.add(c)) c.recordComponents.forEach { reach(it.genericType, into) }
                if (c == Source::class.java) listOf(Relation::class.java, Unnest::class.java, Derived::class.java).forEach { reach(it, into) }
                if (c == Cte::class.java) reach(CteDefinition::class.java, into)
                if (c == QueryDefinition::class.java) c.permittedSubclasses.forEach { reach(it, into) }
                if (c == Selection::class.java) reach(Attached::class.java, into)
            }
            val all = mutableSetOf<Class<*>>()
            reach(QueryDefinition::class.java, all)
            setOf(
                SelectDefinition::class.java,
                SelectOptions::class.java,
                Compound::class.java,
                Lock::class.java,
                Join::class.java,
                Link::class.java,
                Relation::class.java,
                Unnest::class.java,
                Attached::class.java,
                CteDefinition::class.java,
                ValuesDefinition::class.java,
                InsertDefinition::class.java,
                UpdateDefinition::class.java,
                DeleteDefinition::class.java,
                Conflict::class.java,
                RawDefinition::class.java,
                Window::class.java,
                Window.Frame::class.java,
                Window.Bound::class.java,
                Sort::class.java,
                SqlFunction::class.java,
                Assignment.Part::class.java,
            ).shouldContainAll(all)
        }
    })

private fun partial(value: String) =
    Conflict(listOf(USER.email), USER.username.eq(value), null, Conflict.Action.NOTHING, listOf(), null)

private fun updated(value: String) =
    Conflict(
        listOf(USER.email),
        null,
        null,
        Conflict.Action.UPDATE,
        listOf(Assignment.Part(USER.username, Fn.value(value))),
        USER.username.eq(value),
    )

private val anyLink = Link(USER.id.eq(1L), null)

/** Two different values of each type that a part can have. */
private object Samples {
    private val id: Expr<*> = USER.id
    private val name: Expr<*> = USER.username
    private val condition: Condition = USER.id.eq(1L)
    private val other: Condition = USER.username.eq("x")
    private val select = USER.select(USER.id)
    private val compound =
        Compound(Compound.Operator.UNION, USER.select(USER.id).definition(), USER.select(USER.id).definition())
    private val owner = Table.alias(USER, "owner")

    private val pairs: Map<String, Pair<Any?, Any?>> =
        mapOf(
            "boolean" to (false to true),
            "int" to (1 to 2),
            "dev.kinglet.query.Conflict" to (null to updated("x")),
            "dev.kinglet.query.Conflict\$Action" to (Conflict.Action.NOTHING to Conflict.Action.UPDATE),
            "java.lang.Boolean" to (null to true),
            "java.lang.Long" to (1L to 2L),
            "java.lang.Object" to (1L to 2L),
            "java.lang.String" to ("a" to "b"),
            "java.util.List<java.lang.String>" to (listOf("a") to listOf("b")),
            "java.util.List<?>" to (listOf(1L) to listOf(2L)),
            "T" to (1L to 2L),
            "dev.kinglet.expr.Expr<?>" to (id to name),
            "dev.kinglet.expr.Expr<T>" to (id to name),
            "dev.kinglet.expr.Condition" to (condition to other),
            "dev.kinglet.expr.Subquery" to (select to USER.select(USER.username)),
            "dev.kinglet.expr.Operator" to (Operator.PLUS to Operator.MINUS),
            "dev.kinglet.type.Dialect" to (null to Dialect.POSTGRES),
            "dev.kinglet.expr.SqlFunction" to (SqlFunction("f", null, null) to SqlFunction("f", "g({0})", null)),
            "dev.kinglet.expr.FunctionCall" to (call("f") to call("g")),
            "dev.kinglet.expr.FunctionCall\$Nulls" to (FunctionCall.Nulls.ALWAYS to FunctionCall.Nulls.NEVER),
            "dev.kinglet.expr.Window" to (Window.partitionBy(USER.id) to Window.orderedBy(USER.id)),
            "dev.kinglet.expr.Window\$Frame" to
                (
                    null to
                        Window.Frame(
                            Window.Unit.ROWS,
                            Window.Bound.currentRow(),
                            Window.Bound.following(1),
                            Window.Exclude.NO_OTHERS,
                        )
                ),
            "dev.kinglet.expr.Window\$Unit" to (Window.Unit.ROWS to Window.Unit.RANGE),
            "dev.kinglet.expr.Window\$Bound" to (Window.Bound.preceding(1) to Window.Bound.preceding(2)),
            "dev.kinglet.expr.Window\$Exclude" to (Window.Exclude.TIES to Window.Exclude.GROUP),
            "java.util.List<dev.kinglet.expr.Window>" to (listOf<Window>() to listOf(Window.orderedBy(USER.id).`as`("w"))),
            "dev.kinglet.type.HasType" to (DataType.BIGINT to DataType.TEXT),
            "dev.kinglet.type.DataType<?>" to (DataType.BIGINT to DataType.TEXT),
            "java.util.List<dev.kinglet.expr.Expr<?>>" to (listOf(id, name) to listOf(id, name, id)),
            "java.util.List<java.util.List<dev.kinglet.expr.Expr<?>>>" to
                (listOf(listOf(id)) to listOf(listOf(id), listOf(name))),
            "java.util.List<dev.kinglet.expr.Sort>" to (listOf(USER.id.asc()) to listOf(USER.id.desc())),
            "java.util.List<dev.kinglet.expr.Selection>" to (listOf(USER.id) to listOf(USER)),
            "java.util.List<dev.kinglet.expr.ColumnExpr<?>>" to (listOf(USER.email) to listOf(USER.username)),
            "dev.kinglet.query.Source<?>" to (USER to owner),
            "java.util.List<dev.kinglet.query.Source<?>>" to (listOf(USER) to listOf(TWEET)),
            "dev.kinglet.query.SelectDefinition" to
                (USER.select(USER.email).definition() to USER.select(USER.username).definition()),
            "dev.kinglet.query.QueryDefinition" to
                (USER.select(USER.id).definition() to USER.select(USER.id, USER.username).definition()),
            "dev.kinglet.query.Compound" to (null to compound),
            "dev.kinglet.query.Compound\$Operator" to (Compound.Operator.UNION to Compound.Operator.EXCEPT),
            "dev.kinglet.query.Lock" to (null to Lock.forUpdate()),
            "dev.kinglet.query.Lock\$Strength" to (Lock.Strength.UPDATE to Lock.Strength.SHARE),
            "dev.kinglet.query.Lock\$IfLocked" to (Lock.IfLocked.WAIT to Lock.IfLocked.SKIP),
            "dev.kinglet.query.SelectOptions" to
                (SelectOptions.NONE to SelectOptions(listOf(), listOf(), listOf(), Lock.forUpdate(), null)),
            "java.util.List<dev.kinglet.query.Cte<?>>" to (listOf<Cte<*>>() to listOf(select.cte("c"))),
            "java.util.List<dev.kinglet.query.Join>" to
                (listOf<Join>() to listOf(Join(Join.Kind.INNER, USER, TWEET, anyLink, false))),
            "dev.kinglet.query.Join\$Kind" to (Join.Kind.INNER to Join.Kind.FULL),
            "dev.kinglet.expr.ArrayExpr<?, E>" to (Fn.array(Fn.arrayAgg(USER.id)) to Fn.array(Fn.arrayAgg(USER.username))),
            "dev.kinglet.query.Link" to (anyLink to Link(USER.id.eq(TWEET.id), null)),
            "dev.kinglet.expr.On" to (TWEET.user.forward() to FAVORITE.user.forward()),
            "dev.kinglet.expr.ColumnExpr<?>" to (TWEET.user to FAVORITE.user),
            "java.util.List<dev.kinglet.query.Assignment\$Part>" to
                (
                    listOf(Assignment.Part(USER.email, Fn.value("x"))) to
                        listOf(Assignment.Part(USER.username, Fn.value("x")))
                ),
        )

    private fun call(name: String) =
        FunctionCall(SqlFunction(name, null, null), listOf(id), false, listOf(), null, DataType.BIGINT, FunctionCall.Nulls.ALWAYS)

    operator fun get(type: String): Pair<Any?, Any?>? = pairs[type.replace("dev.kinglet.expr.Expr<? extends T>", "dev.kinglet.expr.Expr<T>")]
}
