package guide

import dev.kinglet.Database
import dev.kinglet.errors.DataException
import dev.kinglet.errors.KingletException
import dev.kinglet.errors.ModelException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.expr.Aggregate
import dev.kinglet.expr.Fn
import dev.kinglet.expr.Fn.upper
import dev.kinglet.fixtures.Kind
import dev.kinglet.fixtures.TestDatabases
import dev.kinglet.query.Cte
import dev.kinglet.query.Delete
import dev.kinglet.query.Derived
import dev.kinglet.query.Insert
import dev.kinglet.query.Lock
import dev.kinglet.query.OnConflict
import dev.kinglet.query.Relation
import dev.kinglet.query.Returning
import dev.kinglet.query.Select
import dev.kinglet.query.Update
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import java.lang.reflect.Modifier

/**
 * What we show, we run: each code block of the README and of docs/ that names a region is that region, and each block of
 * SQL is what the region sent. `<!-- region java:Results#single -->` is the region `single` of `java/guide/Results.java`;
 * without a file name it is one of `FirstSteps`. What the regions of another file send is recorded by a test here, too.
 */
class GuideSpec :
    FunSpec({
        val pages = Pages("core")
        val root = pages.root
        val sent = pages.sent

        fun Database.sending(
            name: String,
            body: () -> Unit,
        ) = sent.record(this, name, body)

        test("the Java of the guide runs") {
            FirstSteps.open().use { db ->
                db.sending("java.create") { FirstSteps.create() }
                db.sending("java.join") { FirstSteps.join() shouldContainExactly listOf("huey: meow") }
                db.sending("java.read") { FirstSteps.read() }
                db.sending("java.write") { FirstSteps.write() }
                db.sending("java.group") { FirstSteps.group() shouldContainExactly listOf(FirstSteps.Author("huey", 1)) }
                db.sending("java.alias") { FirstSteps.aliases() }
                db.sending("java.stream") { FirstSteps.stream() }
                FirstSteps.counted(db)
                FirstSteps.transaction(db)
                sent["java.schema"] = db.createTablesSql(FirstSteps.User.USER, FirstSteps.Tweet.TWEET)
            }
        }

        test("the Kotlin of the guide runs") {
            open().use { db ->
                db.sending("kotlin.create") { create() }
                db.sending("kotlin.join") { join() shouldContainExactly listOf("Ursula: The Dispossessed") }
                db.sending("kotlin.group") { group() shouldContainExactly listOf(Shelf("Ursula", 1)) }
                db.sending("kotlin.alias") { aliases().first().author.name shouldBe "Ursula" }
                db.sending("kotlin.transaction") { change(db) shouldBe 1 }
            }
        }

        test("the Java of the page on results runs") {
            FirstSteps.open().use { db ->
                FirstSteps.create()
                FirstSteps.User.USER.create(FirstSteps.User.USER.username.to("mickey"))

                fun shown(
                    name: String,
                    what: Any?,
                ) {
                    sent["java:Results.$name"] = listOf(what.toString())
                }
                db.sending("java:Results.one") { Results.one().size shouldBe 4 }
                db.sending("java:Results.objects") {
                    Results.objects() shouldContainExactly listOf(Results.Author("huey", 1), Results.Author("mickey", 0))
                }
                db.sending("java:Results.nested") { shown("nested.rows", Results.nested().single()) }
                db.sending("java:Results.rows") { Results.rows() shouldBe "huey1huey2" }
                db.sending("java:Results.values") { Results.values() shouldBe 2L }
                db.sending("java:Results.parts") { Results.parts() shouldBe 1 }
                db.sending("java:Results.streams") { Results.streams() }
                shown("plan", Results.explained())
                val user = FirstSteps.User.USER
                val tweet = FirstSteps.Tweet.TWEET
                shown("several", shouldThrow<DataException> { user.select().single() }.message)
                shown(
                    "missing",
                    shouldThrow<ProgrammingException> {
                        tweet.select(tweet.content, user.email).join(user).into(Results.TweetLine::class.java)
                    }.message,
                )
                shown("reference", shouldThrow<ModelException> { tweet.select().rows().first()[tweet.user] }.message)
            }
        }

        test("the Kotlin of the page on results runs") {
            open().use { db ->
                create()
                db.sending("kotlin:Results.nested") {
                    KotlinResults.nested() shouldContainExactly
                        listOf(KotlinResults.BookLine("The Dispossessed", KotlinResults.Writer("Ursula", null)))
                }
                db.sending("kotlin:Results.made") { KotlinResults.made() shouldContainExactly listOf(Shelf("Ursula", 1)) }
                db.sending("kotlin:Results.rows") { KotlinResults.rows() shouldBe "Ursula1" }
                KotlinResults.one().name shouldBe "Ursula"
                db.sending("kotlin:Results.streams") {
                    KotlinResults.streams() shouldContainExactly listOf("The Dispossessed", "Ursula")
                }
            }
        }

        test("the Java of the page on loading runs") {
            FirstSteps.open().use { db ->
                FirstSteps.create()
                val user = FirstSteps.User.USER
                val tweet = FirstSteps.Tweet.TWEET
                tweet.create(tweet.content.to("woof"), tweet.user.to(user.create(user.username.to("mickey"))))

                fun shown(
                    name: String,
                    what: Any?,
                ) {
                    sent["java:Loading.$name"] = listOf(what.toString())
                }
                val tweets = tweet.select().list().size
                db.sending("java:Loading.together") { Loading.together().last() shouldBe "mickey: woof" }
                db.sending("java:Loading.backrefs") { Loading.backrefs() shouldBe tweets }
                db.sending("java:Loading.many") { Loading.many().size shouldBe 2 }
                db.sending("java:Loading.query") { Loading.query() }
                db.sending("java:Loading.perParent") { Loading.perParent() }
                db.sending("java:Loading.strategies") { Loading.strategies() }
                db.bind(guide.Loading.Follow.FOLLOW).createTables(guide.Loading.Follow.FOLLOW)
                guide.Loading.Follow.FOLLOW.create(
                    guide.Loading.Follow.FOLLOW.from.key().to(1L),
                    guide.Loading.Follow.FOLLOW.to.key().to(2L),
                )
                db.sending("java:Loading.flat") { Loading.flat() }
                db.sending("java:Loading.under") { Loading.under() }
                db.sending("java:Loading.branches") { Loading.branches() }
                Loading.single(db)
                shown("strict", shouldThrow<ProgrammingException> { Loading.strict() }.message!!.withoutLines())
                shown("guard", shouldThrow<ProgrammingException> { Loading.guard(db) }.message!!.withoutLines())
                Loading.repeats(db).size shouldBe 1
                shown("maps", Loading.maps())
                shown("json", Loading.json().replace(Regex("\\d{4}-[-T:.\\d]+"), "2026-01-01T12:00"))
            }
        }

        test("the Kotlin of the page on loading runs") {
            open().use { db ->
                create()
                KotlinLoading.together() shouldContainExactly listOf("The Dispossessed by Ursula")
                db.sending("kotlin:Loading.many") { KotlinLoading.many() shouldContainExactly listOf(1) }
                KotlinLoading.perParent()
                db.sending("kotlin:Loading.flat") { KotlinLoading.flat() }
                db.sending("kotlin:Loading.strategies") { KotlinLoading.strategies() }
                shouldThrow<ProgrammingException> { KotlinLoading.strict() }
                KotlinLoading.guard(db)
                sent["kotlin:Loading.maps"] = listOf(KotlinLoading.maps().toString())
                KotlinLoading.json() shouldBe """{"id":1,"author":1,"title":"The Dispossessed"}"""
            }
        }

        test("the Java of the page on rows runs") {
            Rows.open().use { db ->
                lateinit var ursula: Rows.Writer
                db.sending("java:Rows.save") { ursula = Rows.save().also { it.persisted() shouldBe true } }
                db.sending("java:Rows.refresh") { Rows.refresh(ursula) }
                db.sending("java:Rows.stale") { Rows.stale() shouldBe true }
                sent["java:Rows.lost"] = listOf(shouldThrow<KingletException> { Rows.lost() }.message!!)
                sent["java:Rows.invalid"] =
                    listOf(
                        shouldThrow<KingletException> {
                            Rows.Article.ARTICLE.create(Rows.Article.ARTICLE.title.to(" "), Rows.Article.ARTICLE.writer.to(ursula))
                        }.message!!,
                    )
                db.sending("java:Rows.ensured") { Rows.ensured() shouldBe true }
                db.sending("java:Rows.bulk") { Rows.bulk().map { it.id() } shouldContainExactly listOf(3L, 4L) }
                val comment = Rows.Comment.COMMENT
                val article = Rows.Article.ARTICLE.get(1L)
                repeat(2) { comment.create(comment.article.to(article), comment.by.to(ursula)) }
                sent["java:Rows.steps"] = Rows.plan(ursula).map { it.toString() }
                db.sending("java:Rows.delete") { Rows.delete(ursula) shouldBe 4 }
                sent["java:Rows.delete"] = sent["java:Rows.delete"].lines().drop(1) // the catalogue is not shown
            }
        }

        test("the Kotlin of the page on rows runs") {
            KotlinRows.open().use { db ->
                KotlinRows.save().changed() shouldBe listOf()
                KotlinRows.stale() shouldBe 5
                KotlinRows.ensured() shouldBe true
                KotlinRows.bulk().map { it.lines } shouldContainExactly listOf(5, 6)
                KotlinRows.delete() shouldBe 3
                published.size shouldBe 7
                db.inTransaction() shouldBe false
            }
        }

        test("the Java of the page on the schema runs") {
            fun refused(
                name: String,
                body: () -> Any?,
            ) {
                sent["java:Schemas.$name"] = listOf(shouldThrow<KingletException> { body() }.message.toString())
            }
            FirstSteps.open().use { db ->
                FirstSteps.create()
                db.bind(Schemas.Busy.BUSY, Schemas.Line.LINE)
                sent["java:Schemas.statement"] = Schemas.statement(db).filter { "line" in it.take(50) }
                db.createTables(Schemas.Busy.BUSY)
                sent["java:Schemas.view"] = listOf(db.createTablesSql(Schemas.Busy.BUSY).last())
                db.sending("java:Schemas.reading") { Schemas.reading() shouldContainExactly listOf(1L) }
                sent["java:Schemas.table"] = listOf(Schemas.table(db).toString())
                refused("writing") { Schemas.writing() }
                refused("cascade") { Schemas.cascade(db) }
                Schemas.check(db) shouldContainExactly listOf()
                db.dropTables(Schemas.Busy.BUSY)
                db.execute("drop index tweet_timestamp")
                db.execute("alter table \"user\" add column phone text")
                sent["java:Schemas.check"] = Schemas.check(db).map { it.toString() }
                db.sending("java:Schemas.change") { Schemas.change(db) }
            }
            TestDatabases.fresh(Kind.POSTGRES) { db ->
                db.bind(FirstSteps.User.USER, FirstSteps.Tweet.TWEET).createTables(FirstSteps.User.USER, FirstSteps.Tweet.TWEET)
                db.sending("java:Schemas.postgres") { Schemas.postgres(db) }
                db.inSchema("tenant").schema().dropSchema().execute()
                sent["java:Schemas.pg.statement"] =
                    db.schema().create(Schemas.Line.LINE).sql().filter { "line" in it.take(50) || "comment" in it }
            }
        }

        test("the Kotlin of the page on the schema runs") {
            open().use { db ->
                create()
                db.bind(KotlinSchemas.Shelved, KotlinSchemas.Edition).createTables(KotlinSchemas.Shelved)
                sent["kotlin:Schemas.view"] = listOf(db.createTablesSql(KotlinSchemas.Shelved).last())
                db.sending("kotlin:Schemas.reading") { KotlinSchemas.view() shouldBe 1L }
                sent["kotlin:Schemas.table"] = listOf(KotlinSchemas.table(db).toString())
                sent["kotlin:Schemas.cascade"] = listOf(shouldThrow<KingletException> { KotlinSchemas.cascade(db) }.message.toString())
                sent["kotlin:Schemas.writing"] = listOf(shouldThrow<KingletException> { KotlinSchemas.writing() }.message.toString())
                sent["kotlin:Schemas.check"] = KotlinSchemas.check(db)
                sent["kotlin:Schemas.statement"] = KotlinSchemas.statement(db).filter { "edition" in it.take(60) }
                KotlinSchemas.change(db)
                sent["kotlin:Schemas.declare"] = db.createTablesSql(KotlinSchemas.Edition).filter { "edition" in it.take(60) }
            }
            TestDatabases.fresh(Kind.POSTGRES) { db ->
                db.bind(Author, Book).createTables(Author, Book)
                KotlinSchemas.postgres(db)
                db.inSchema("tenant").schema().dropSchema().execute()
            }
        }

        test("models of one name may have back-references of one name, in two packages") {
            Database.sqliteInMemory().use { db ->
                db.bind(FirstSteps.User.USER, FirstSteps.Tweet.TWEET, tour.Models.User.USER, tour.Models.Tweet.TWEET)
            }
        }

        test("the page on transactions runs") { transactionsPage(sent) }

        test("the page on faults runs") { faultsPage(sent) }

        test("the page on columns runs") { columnsPage(sent) }

        test("the page on databases runs") { databasesPage(sent) }

        test("the page on searching runs") { searchPage(sent) }
        test("the page on what only PostgreSQL has runs") { postgresqlPage(sent) }

        test("the page on SQLite runs") { sqliteConnectionsPage(sent) }

        test("the page on PostgreSQL runs, where it is about connections") {
            TestDatabases.fresh(Kind.POSTGRES) { db -> postgresConnectionsPage(db, sent) }
        }

        test("the Java of the page on queries runs") {
            val user = FirstSteps.User.USER
            val tweet = FirstSteps.Tweet.TWEET
            val favorite = Queries.Favorite.FAVORITE
            val category = Queries.Category.CATEGORY

            fun Database.runs(
                name: String,
                answer: Any?,
                body: () -> Any?,
            ) = sending("java:Queries.$name") { withClue(name) { body() shouldBe answer } }

            fun refused(
                name: String,
                body: () -> Any?,
            ) {
                sent["java:Queries.$name"] = listOf(shouldThrow<KingletException> { body() }.message!!)
            }

            Database.sqliteInMemory().use { db ->
                Queries.seed(db)
                db.runs("conditions", listOf(1L, 2L, 2L)) { Queries.conditions() }
                db.runs("nulls", listOf(2L, 0L, 2L)) { Queries.nulls() }
                db.runs("lists", listOf(2L, 0L, 3L, 2L)) { Queries.lists() }
                db.runs("patterns", listOf(1L, 1L, 0L, 2L)) { Queries.patterns() }
                db.runs("rowValues", listOf(1L, listOf("purr", "hiss"))) { Queries.rowValues() }
                db.runs("subqueries", listOf(3L, 2L, 1L)) { Queries.subqueries() }
                db.runs("expressions", "[MEOW!, 0.5, 2026-02-28T12:00, 12] FEBRUARY") { Queries.expressions() }
                db.runs("cases", listOf("short", "short", "short", "short", "long")) { Queries.cases() }
                db.runs("custom", listOf("6D656F77")) { Queries.custom() }
                db.sending("java:Queries.groups") { sent["java:Queries.groups.rows"] = Queries.groups().map { it.toString() } }
                db.runs("orders", listOf("mickey", "mickey", listOf("whine", "woof"))) { Queries.orders() }
                db.runs("path", listOf("meow by huey", "meow by huey", "woof by mickey")) { Queries.path() }
                db.runs("missed", listOf("zaizee: -", "mickey: woof", "mickey: whine", "huey: meow", "huey: hiss", "huey: purr")) {
                    Queries.missed()
                }
                db.runs("unrelated", listOf("mickey")) { Queries.unrelated() }
                db.runs("right", listOf("zaizee: no tweet", "mickey: woof")) { Queries.right() }
                db.runs("attached", listOf("HUEY")) { Queries.attached() }
                db.runs("filters", listOf(3L, 3L)) { Queries.filters() }
                db.runs("values", listOf("huey 3")) { Queries.values() }
                db.runs("derived", listOf("purr", "whine")) { Queries.derived() }
                db.runs("joinedDerived", listOf(3L, 2L, 0L)) { Queries.joinedDerived().map { it["number"] } }
                db.runs("cte", listOf("huey")) { Queries.cte() }
                db.runs("recursive", listOf("cats" to 1, "dogs" to 1, "lions" to 2)) {
                    Queries.recursive().map { it["name"] to it["depth"] }
                }
                db.runs("listed", listOf("mickey", "huey")) { Queries.listed().map { it["username"] } }
                db.sending("java:Queries.tree") { sent["java:Queries.outline"] = listOf(Queries.tree()) }
                db.runs("compounds", listOf("meow", "whine")) { Queries.compounds() }
                db.runs("nested", listOf("1")) { Queries.nested() }
                db.runs("windows", listOf("purr", "whine")) { Queries.windows() }
                db.runs("frames", listOf(1L to 1.0, 3L to 1.5)) { Queries.frames().map { it["total"] to it["mean"] } }
                db.runs("limitPer", listOf("whine", "purr")) { Queries.limitPer() }
                db.runs("limitRoots", listOf("huey", "huey", "huey")) { Queries.limitRoots() }
                db.runs("relations", listOf(mapOf("username" to "huey"))) { Queries.relations(db) }
                db.runs("functions", listOf("whine", "meow")) { Queries.functions() }
                db.runs("raws", listOf("hiss..", "woof..")) { Queries.raws() }
                db.runs("statement", listOf("1 HUEY", listOf(mapOf("n" to 3L)))) { Queries.statement(db) }
                db.runs("parts", listOf("purr", "meow")) { Queries.parts() }
                sent["java:Queries.shown"] = Queries.shown().map { it.toString() }

                refused("rowParts") { Fn.row(user.id, user.email).eq(1L) }
                refused("twoColumns") { tweet.where(tweet.id.`in`(favorite.select(favorite.id, favorite.user))).list() }
                refused("noWay") { tweet.select().filter(category.name.eq("cats")) }
                refused("ambiguous") { tweet.select().join(user).filter(favorite.id.isNotNull()) }
                refused("notThere") { tweet.select(tweet.id, user.email).list() }
                refused("neverNull") { user.select().leftJoin(tweet).values(upper(tweet.content)) }
                refused("notSelected") {
                    val busy = tweet.select(tweet.user).cte("busy")
                    busy.select(busy.col(tweet.content)).list()
                }
                refused("ofCompound") { user.select(user.username).union(tweet.select(tweet.content)).where(user.id.eq(1L)) }
                refused("writes") { Queries.writes() }
                refused("distinctOn") { Queries.distinctOn() }
                refused("locks") { Queries.locks(db) }
                refused("lateral") { Queries.lateral() }
                refused("placeholder") { Fn.rawCondition("id = ?", 1) }
                db.runs("returned", listOf(2, listOf("WHINE"), "new")) { Queries.returned() }
                category.update(category.parent.to(category.get(4L))).where(category.id.eq(1L)).execute()
                db.runs("guarded", 3L + 1L) { Queries.guarded() }
            }
            TestDatabases.fresh(Kind.POSTGRES) { db ->
                Queries.seed(db)
                db.runs("pg.distinctOn", listOf("purr", "whine")) { Queries.distinctOn() }
                db.runs("pg.locks", listOf("meow", "meow")) { Queries.locks(db) }
                db.runs("pg.lateral", listOf("huey: purr", "mickey: whine", "zaizee: -")) { Queries.lateral() }
                db.runs("pg.series", listOf(1, 2, 3)) { Queries.series(db) }
                db.runs("pg.writes", listOf("whine")) { Queries.writes() }
                refused("pg.grouped") { tweet.select(tweet.content, Fn.count()).groupBy(tweet.user).maps() }
            }
        }

        test("the Kotlin of the page on queries runs") {
            fun Database.runs(
                name: String,
                answer: Any?,
                body: () -> Any?,
            ) = sending("kotlin:Queries.$name") { withClue(name) { body() shouldBe answer } }

            Database.sqliteInMemory().use { db ->
                KotlinQueries.seed(db)
                db.runs("conditions", listOf(1L, 1L, 2L, 2L, 2L, 2L)) { KotlinQueries.conditions() }
                db.runs("rowValues", listOf("Orlando", "Tehanu")) { KotlinQueries.rowValues() }
                db.runs("expressions", "TEHANU!3") { KotlinQueries.expressions() }
                db.runs("cases", listOf("Tehanu", "Orlando", "Lavinia")) { KotlinQueries.cases() }
                db.runs("groups", listOf(mapOf("name" to "Ursula", "books" to 2L, "late" to 1L, "titles" to "Lavinia, Tehanu"))) {
                    KotlinQueries.groups()
                }
                db.runs("orders", listOf("Ursula", "Virginia", "Zadie")) { KotlinQueries.orders() }
                db.runs("missed", listOf("Zadie: null", "Virginia: Orlando", "Ursula: Tehanu", "Ursula: Lavinia")) {
                    KotlinQueries.missed()
                }
                db.runs("values", listOf("Ursula: 2", "Virginia: 1", "Zadie: 0")) { KotlinQueries.values() }
                db.runs("derived", listOf("Ursula")) { KotlinQueries.derived() }
                db.runs("recursive", listOf("fiction", "fantasy")) { KotlinQueries.recursive() }
                db.runs("tree", "fiction of 1") { KotlinQueries.tree() }
                db.runs("compounds", listOf("Lavinia", "Orlando", "Tehanu", "Ursula", "Virginia", "Zadie")) { KotlinQueries.compounds() }
                db.runs("limitPer", listOf("Orlando", "Lavinia")) { KotlinQueries.limitPer() }
                db.runs("windows", listOf(1L to 2L, 2L to 1L, 3L to 1L)) { KotlinQueries.windows().map { it["so_far"] to it["place"] } }
                db.runs("relations", listOf("Lavinia", "Orlando", "Tehanu")) { KotlinQueries.relations(db) }
                db.runs("raws", listOf(1L, 0L, 1L)) { KotlinQueries.raws() }
                db.runs("parts", listOf("Lavinia", "Orlando")) { KotlinQueries.parts() }
                db.runs("returned", listOf("Lavinia (2008)")) { KotlinQueries.returned() }
            }
            TestDatabases.fresh(Kind.POSTGRES) { db ->
                KotlinQueries.seed(db)
                db.runs("pg.locks", "Tehanu") { KotlinQueries.locks(db) }
                db.runs("pg.lateral", listOf("Ursula: Lavinia", "Virginia: Orlando", "Zadie: null")) { KotlinQueries.lateral() }
            }
        }

        test("the page on polymorphism runs") { polymorphismPage(sent) }

        test("what the pages say of references of several columns runs") { referencesPage(sent) }

        test("the page on queries names every clause and every function") {
            val page = root.resolve("docs/queries.md").readText()
            val inside = setOf("definition", "body", "keyColumns", "relates", "link", "qualifier", "executor", "equals", "hashCode", "toString", "rowShape", "usedDatabase")
            val types =
                listOf(Fn::class, Select::class, Cte::class, Derived::class, Lock::class, Relation::class, Aggregate::class)
            types
                .flatMap { type -> type.java.declaredMethods.filter { Modifier.isPublic(it.modifiers) && !it.isSynthetic } }
                .filterNot { it.declaringClass.isRecord && it.parameterCount == 0 && it.returnType != it.declaringClass }
                .map { it.name }
                .filterNot { it in inside || Regex("\\b$it\\b") in page }
                .distinct()
                .sorted() shouldBe listOf()
        }

        test("the Java of the page on writing statements runs") {
            val user = FirstSteps.User.USER
            val tweet = FirstSteps.Tweet.TWEET
            val page = Writing.Page.PAGE

            fun Database.runs(
                name: String,
                answer: Any?,
                body: () -> Any?,
            ) = sending("java:Writing.$name") { withClue(name) { body() shouldBe answer } }

            fun refused(
                name: String,
                body: () -> Any?,
            ) {
                sent["java:Writing.$name"] = listOf(shouldThrow<KingletException> { body() }.message!!)
            }

            fun run(
                db: Database,
                pg: String,
            ) {
                db.bind(user, tweet, page).createTables(user, tweet, page)
                db.runs("${pg}insert", Unit) { Writing.insert() }
                db.runs("${pg}many", 6) { Writing.many(java.util.stream.Stream.of("e", "f").map { listOf(it) }) }
                db.runs("${pg}keys", listOf(9L, 10L)) { Writing.keys() }
                val huey = user.get(1L)
                db.runs("${pg}where", null) { Writing.where(huey) }
                db.runs("${pg}from", 1) { Writing.from() }
                db.runs("${pg}ignore", null) { Writing.ignore() }
                db.runs("${pg}update", 1L) { Writing.update() }
                db.runs("${pg}excluded", "/") { Writing.excluded() }
                db.runs("${pg}bulk", 2) { Writing.bulk() }
                db.runs("${pg}once", true) { Writing.once(db) }
                Writing.once(db) shouldBe false
                db.runs("${pg}updates", 2 + 1 + 1 + 10) { Writing.updates() }
                db.runs("${pg}joined", 2) { Writing.joined() }
                db.runs("${pg}deletes", 2) { Writing.deletes() }
                tweet.insert(tweet.user.key().to(1L), tweet.content.to("last")).execute()
                db.runs("${pg}returned", listOf("last")) { Writing.returned().map { it.content } }
                Writing.portions(db, listOf("/a", "/b"))
                db.runs("${pg}sequences", Unit) { Writing.sequences(db) }
                user.insert(user.username.to("next")).execute() shouldBe 101L
            }

            Database.sqliteInMemory().use { db ->
                run(db, "")
                sent["java:Writing.partial"] =
                    listOf(page.insert(page.path.to("/")).onConflict(page.path).where(page.hits.gt(0)).doNothing().sql().text())
                refused("noColumn") { user.insert(mapOf("name" to "huey")) }
                refused("missing") { user.insertMany(listOf(mapOf("username" to "k"), mapOf("username" to null))).execute() }
                refused("noTarget") { user.insert(user.username.to("k")).onConflict() }
                refused("constraint") { user.insert(user.username.to("k")).onConflictConstraint("user_username").doNothing().execute() }
                db.execute("create unique index by_hits on page (path) where hits > 0")
                Writing.partial()
            }
            TestDatabases.fresh(Kind.POSTGRES) { db -> run(db, "pg.") }
        }

        test("the Kotlin of the page on writing statements runs") {
            open().use { db ->
                KotlinWriting.insert() shouldBe 1L
                KotlinWriting.many(sequenceOf("Ann", "Bob")) shouldBe 4
                KotlinWriting.upsert() shouldBe null
                KotlinWriting.updates() shouldBe 1
                KotlinWriting.portions(db, listOf("Carl"))
            }
        }

        test("the page on writing statements names every clause") {
            val shown = root.resolve("docs/writing.md").readText()
            val inside = setOf("of", "many", "definition", "given", "equals", "hashCode", "toString")
            listOf(Insert::class, OnConflict::class, Update::class, Delete::class, Returning::class)
                .flatMap { type -> type.java.declaredMethods.filter { Modifier.isPublic(it.modifiers) && !it.isSynthetic } }
                .map { it.name }
                .filterNot { it in inside || Regex("\\b$it\\b") in shown }
                .distinct()
                .sorted() shouldBe listOf()
        }

        test("what the page on JSON shows runs") { jsonPage(sent) }

        test("every page shows what was run, and the SQL that was sent") { pages.showWhatWasRun() }

        test("every block of Java, Kotlin or SQL on the pages is one of those") { pages.showNothingElse() }
    })

/** Line numbers change with every edit above them. */
private fun String.withoutLines() = replace(Regex("\\.(java|kt):\\d+"), ".$1:..")
