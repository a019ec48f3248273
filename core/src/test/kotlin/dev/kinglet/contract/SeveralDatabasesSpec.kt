package dev.kinglet.contract

import dev.kinglet.Database
import dev.kinglet.Databases
import dev.kinglet.errors.OperationalException
import dev.kinglet.errors.ProgrammingException
import dev.kinglet.expr.eq
import dev.kinglet.expr.inList
import dev.kinglet.fixtures.Kind
import dev.kinglet.fixtures.TestDatabases
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.sends
import dev.kinglet.fixtures.shouldRefuse
import dev.kinglet.transaction
import dev.kinglet.type.Dialect
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldStartWith
import tour.Models.Tweet
import tour.Models.Tweet.TWEET
import tour.Models.User.USER
import java.time.Duration

class SeveralDatabasesSpec :
    FunSpec({
        fun names(db: Database) = USER.select().using(db).orderBy(USER.username).values(USER.username)

        fun add(
            db: Database,
            name: String,
        ) = USER.insert(USER.username.to(name)).using(db).execute()

        test("a deferred database is named before it is connected, and pointed elsewhere (CON-07, CON-08)") {
            val db = Database.deferred()
            db.toString() shouldBe "a deferred database"
            db.isOpen shouldBe false
            db.bind(USER)
            for (use in listOf<(Database) -> Any?>(
                { USER.select().list() },
                { it.execute("select 1") },
                { it.transaction { } },
                { it.connection() },
                { it.createTables(USER) },
                { it.dialect() },
                { it.inSchema("a").execute("select 1") },
            )) {
                shouldRefuse<ProgrammingException>(
                    "the database is not connected yet",
                    null,
                    "it was made by Database.deferred(): call open(url) first",
                ) { use(db) }
            }
            db.close() // closes nothing
            val first = TestDatabases.temporaryFile()
            db.open("sqlite:///$first").createTables(USER)
            USER.create(USER.username.to("first"))
            db.isOpen shouldBe true
            val view = db.inSchema("main")
            names(view) shouldBe listOf("first")
            shouldRefuse<ProgrammingException>(
                "the database is pointed elsewhere inside of a transaction: SQLite file '$first'",
                null,
                "open it after the block has ended",
            ) {
                db.transaction {
                    names(db)
                    db.open("sqlite::memory:")
                }
            }
            // where the new one cannot be opened the one of before stays
            runCatching { db.open("sqlite:////no/such/folder/app.db") }.isFailure shouldBe true
            names(db) shouldBe listOf("first")
            db.open(Database.builder().sqlite(":memory:")).createTables(USER)
            USER.select().count() shouldBe 0
            names(view) shouldBe listOf()
            db.close()
            db.open("sqlite:///$first")
            names(db) shouldBe listOf("first")
            db.close()
        }

        test("a database that is connected for good is not pointed elsewhere") {
            Database.sqliteInMemory().use { db ->
                shouldRefuse<ProgrammingException>(
                    "the database is connected for good: SQLite in memory",
                    null,
                    "make it by Database.deferred() to connect it later, or elsewhere",
                ) { db.open("sqlite::memory:") }
            }
        }

        test("databases by their names, from settings and the environment (CON-12, OPS-31, CON-24)") {
            val settings =
                mapOf(
                    "main.url" to TestDatabases.postgresUrl.replace(Regex("//[^@]*@"), "//"),
                    "main.user" to "nobody",
                    "main.password" to "wrong",
                    "main.pool.max" to "2",
                    "local.url" to "sqlite:///${TestDatabases.temporaryFile()}",
                    "local.pragma.cache_size" to "-100",
                )
            val login = TestDatabases.postgresUrl.substringAfter("//").substringBefore("@").split(":")
            val environment =
                mapOf(
                    "KINGLET_MAIN_USER" to login[0],
                    "KINGLET_MAIN_PASSWORD" to login[1],
                    "KINGLET_LOCAL_PRAGMA_CACHE_SIZE" to "-200",
                    "KINGLET_OTHER_URL" to "for somebody else",
                    "PATH" to "/bin",
                )
            val all = Databases.of(settings, environment)
            all.names() shouldContainExactly setOf("local", "main")
            all["main"].dialect() shouldBe Dialect.POSTGRES
            all["main"].poolStats().maximum() shouldBe 2
            all["local"].query("select cache_size as n from pragma_cache_size").maps() shouldBe listOf(mapOf("n" to -200L))
            shouldRefuse<ProgrammingException>(
                "there is no database 'reports'",
                null,
                "there are local, main",
            ) { all["reports"] }
            runCatching {
                all.connection().use {
                    all["main"].connectionsInUse() shouldBe 0
                    all["main"].execute("select 1")
                    all["main"].connectionsInUse() shouldBe 1
                    error("the handler failed")
                }
            }.exceptionOrNull()!!.message shouldBe "the handler failed"
            all["main"].connectionsInUse() shouldBe 0
            all.toString() shouldContain "local=SQLite file '"
            all.close()
            all.close()
            all["local"].isOpen shouldBe false
        }

        test("settings of named databases that are wrong; none stays open") {
            shouldRefuse<ProgrammingException>("the setting 'url' names no database", null, "write it as main.url") {
                Databases.of(mapOf("url" to "sqlite::memory:"))
            }
            shouldRefuse<ProgrammingException>("the database 'main' has no URL", null, "set main.url") {
                Databases.of(mapOf("a.url" to "sqlite::memory:", "main.pool.max" to "3"))
            }
            shouldThrow<ProgrammingException> {
                Databases.of(mapOf("main.url" to "sqlite::memory:"), mapOf("KINGLET_MAIN_POOL_MAXX" to "3"))
            }.let {
                it.summary() shouldBe "the variable KINGLET_MAIN_POOL_MAXX is no setting"
                it.hint()!! shouldStartWith "it may end in URL, USER, PASSWORD, LOCKTIMEOUT, "
            }
        }

        contract("no query reads from two databases (CON-13)", USER, TWEET) { db ->
            Database.sqliteInMemory().use { other ->
                other.bind(TWEET).createTables(USER, TWEET)
                val where = "a query on %s in %s reads %s, which is in %s"
                val hint = "query one after the other with the keys that were found, or bind both to one database"
                for (joined in listOf(
                    { TWEET.select().join(USER).list() },
                    { TWEET.select().join(USER).count() },
                    { TWEET.select().join(USER).stream() },
                    { TWEET.where(TWEET.user.`in`(USER.where(USER.username eq "huey"))).list() },
                    { TWEET.update(TWEET.content.to("x")).where(TWEET.user.`in`(USER.select())).execute() },
                )) {
                    shouldRefuse<ProgrammingException>(
                        where.format("Tweet", "SQLite in memory", "User", db.toString()),
                        "Tweet",
                        hint,
                    ) { joined() }
                }
                db.connectionsInUse() shouldBe 0
                // said outright, it runs where that is
                TWEET.select().join(USER).using(db).list() shouldBe listOf()
                other.use(USER).use { TWEET.select().join(USER).list() shouldBe listOf() }
                // the keys of one go to the other
                val huey = USER.create(USER.username.to("huey"))
                other.execute("insert into \"user\" (username, join_date) values ('huey', '2026-01-01 00:00:00.000000')")
                TWEET.create(TWEET.user.to(huey), TWEET.content.to("meow"))
                TWEET.where(TWEET.user.key().inList(USER.select().values(USER.id))).count() shouldBe 1
                db.bind(TWEET)
            }
        }

        contract("use(..) is for this thread and these tables, nests, and gives back what was (CON-09, CON-10)", USER, TWEET) { db ->
            add(db, "here")
            Database.sqliteInMemory().use { other ->
                Database.sqliteInMemory().use { third ->
                    listOf(other, third).forEach { it.createTables(USER) }
                    add(other, "there")
                    other.use(USER).use {
                        USER.select().values(USER.username) shouldBe listOf("there")
                        third.use(USER).use { USER.select().count() shouldBe 0 }
                        USER.select().values(USER.username) shouldBe listOf("there")
                        var seen = listOf<String>()
                        Thread { seen = USER.select().values(USER.username) }.also { it.start() }.join()
                        seen shouldBe listOf("here")
                        // what it refers to is not taken along: rows remember where they are from
                        TWEET.bound() shouldBe db
                    }
                    USER.select().values(USER.username) shouldBe listOf("here")
                    runCatching { other.use(USER).use { error("out") } }
                    USER.bound() shouldBe db
                }
            }
        }

        fun schemas(db: Database) {
            for (schema in listOf("tenant_7", "tenant 8")) {
                if (db.dialect() == Dialect.POSTGRES) {
                    db.execute("drop schema if exists \"$schema\" cascade")
                    db.execute("create schema \"$schema\"")
                }
                db.inSchema(schema).createTables(USER, TWEET)
            }
        }

        for (kind in listOf(Kind.SQLITE_FILE, Kind.POSTGRES)) {
            test("the tables of a tenant are in its schema, named in the SQL (OPS-21, MOD-21) [$kind]") {
                val database =
                    if (kind == Kind.POSTGRES) {
                        TestDatabases.sharedPostgres.execute("create schema if not exists kinglet_test")
                        TestDatabases.postgresBuilder().open()
                    } else {
                        Database
                            .builder()
                            .sqlite(TestDatabases.temporaryFile().toString())
                            .attach("tenant_7", TestDatabases.temporaryFile().toString())
                            .attach("tenant 8", TestDatabases.temporaryFile().toString())
                            .open()
                    }
                database.use { db ->
                    schemas(db)
                    db.bind(USER, TWEET)
                    val seven = db.inSchema("tenant_7")
                    db.inSchema("tenant_7") shouldBe seven
                    seven.toString() shouldBe "$db, schema 'tenant_7'"
                    lateinit var tweet: Tweet
                    db.useSchema("tenant_7").use {
                        val huey = USER.create(USER.username.to("seven"))
                        tweet = TWEET.create(TWEET.user.to(huey), TWEET.content.to("of seven"))
                    }
                    db.useSchema("tenant 8").use { USER.create(USER.username.to("eight")) }
                    // keys go on behind the largest of that schema
                    seven.execute("insert into \"tenant_7\".\"user\" (id, username, join_date) values (70, 'x', '2026-01-01 00:00:00.000000')")
                    seven.resetSequences(USER)
                    db.useSchema("tenant_7").use { USER.create(USER.username.to("y")).id() shouldBe 71 }
                    seven.execute("delete from \"tenant_7\".\"user\" where id > 1")
                    db.sends(
                        "select \"user\".\"username\" from \"tenant 8\".\"user\" where \"user\".\"username\" = ?",
                        "update \"tenant 8\".\"user\" set \"username\" = ? where \"user\".\"username\" = ?",
                        "select \"tweet\".\"id\", \"user\".\"username\", \"user\".\"id\" from \"tenant 8\".\"tweet\"" +
                            " join \"tenant 8\".\"user\" on \"tweet\".\"user_id\" = \"user\".\"id\"",
                    ) {
                        db.useSchema("tenant 8").use {
                            USER.where(USER.username eq "eight").values(USER.username) shouldBe listOf("eight")
                            USER.update(USER.username.to("ate")).where(USER.username eq "eight").execute()
                            TWEET.select(TWEET.id, USER.username).join(USER).list() shouldBe listOf()
                        }
                    }
                    // a row remembers its tenant, also where the scope is over
                    val read = TWEET.select().using(seven).get()
                    val byKey =
                        "select \"user\".\"id\", \"user\".\"username\", \"user\".\"email\", \"user\".\"join_date\"," +
                            " \"user\".\"default_team_id\" from \"tenant_7\".\"user\" where \"user\".\"id\" = ?"
                    db.sends("$byKey limit ?", postgres = listOf("$byKey fetch next ? rows only")) {
                        read.user.username shouldBe "seven"
                    }
                    seven.transaction {
                        TWEET.delete().all().using(seven).execute()
                        db.inTransaction() shouldBe true
                        rollback()
                    }
                    TWEET.select().using(seven).count() shouldBe 1
                    seven.close() // closes nothing
                    names(seven) shouldBe listOf("seven")
                    db.connectionsInUse() shouldBe 0
                    if (kind == Kind.POSTGRES) {
                        // nothing was set on a connection
                        db.query("select current_schema() as s").maps() shouldBe listOf(mapOf("s" to "kinglet_test"))
                        db.execute("drop schema \"tenant_7\" cascade")
                        db.execute("drop schema \"tenant 8\" cascade")
                    }
                }
            }
        }

        test("a schema that is not there [POSTGRES]") {
            TestDatabases.fresh(Kind.POSTGRES) { db ->
                shouldThrow<ProgrammingException> { db.inSchema("nowhere").createTables(USER) }.summary() shouldBe
                    "schema \"nowhere\" does not exist"
            }
        }

        // two databases stand in for one and its replica: what goes where can be told by what comes back
        for (kind in listOf(Kind.SQLITE_FILE, Kind.POSTGRES)) {
            test("reads go to the replica, and to the primary after a write of this thread (CON-11, B10) [$kind]") {
                val copy =
                    if (kind == Kind.POSTGRES) {
                        TestDatabases.fresh(kind) { it.createTables(USER) }
                        TestDatabases.sharedPostgres.execute("drop schema if exists kinglet_replica cascade")
                        TestDatabases.sharedPostgres.execute("create schema kinglet_replica")
                        TestDatabases.postgresUrl.replace("currentSchema=kinglet_test", "currentSchema=kinglet_replica")
                    } else {
                        "sqlite:///${TestDatabases.temporaryFile()}"
                    }
                Database.connect(copy).use { it.createTables(USER).let { db -> add(db, "replica") } }
                val builder =
                    if (kind == Kind.POSTGRES) {
                        TestDatabases.postgresBuilder()
                    } else {
                        Database.builder().sqlite(TestDatabases.temporaryFile().toString())
                    }
                builder.readReplica("$copy${if ('?' in copy) "&" else "?"}pool.max=2").readYourWrites(Duration.ofMinutes(1))
                builder.open().use { db ->
                    db.bind(USER)

                    fun seen(): List<String> = names(db)

                    fun <R> elsewhere(body: () -> R): R {
                        var answer: Result<R>? = null
                        Thread { answer = runCatching(body) }.also { it.start() }.join()
                        return answer!!.getOrThrow()
                    }
                    elsewhere {
                        seen() shouldBe listOf("replica")
                        USER.select().stream().use { it.toList().single().username } shouldBe "replica"
                        USER.get(1L).username shouldBe "replica"
                    }
                    elsewhere {
                        db.createTables(USER)
                        add(db, "primary")
                        seen() shouldBe listOf("primary")
                        USER.select().stream().use { it.toList().single().username } shouldBe "primary"
                    }
                    elsewhere {
                        seen() shouldBe listOf("replica")
                        db.transaction { seen() } shouldBe listOf("primary")
                        // that transaction may have written, so what comes after it sees the primary
                        seen() shouldBe listOf("primary")
                    }
                    elsewhere {
                        db.primary().use {
                            seen() shouldBe listOf("primary")
                            db.primary().use { }
                            seen() shouldBe listOf("primary")
                        }
                        seen() shouldBe listOf("replica")
                        db.query("select username as n from \"user\"").maps() shouldBe listOf(mapOf("n" to "primary"))
                        if (kind == Kind.POSTGRES) {
                            USER.select().forUpdate().list().single().username shouldBe "primary"
                        }
                        db.connection().use {
                            seen() shouldBe listOf("replica")
                            seen() shouldBe listOf("replica")
                            db.connectionsInUse() shouldBe 1
                        }
                    }
                    db.connectionsInUse() shouldBe 0
                    db.poolStats().maximum() shouldBe (if (kind == Kind.POSTGRES) 12 else 10)
                    val log = db.record()
                    elsewhere { seen() }
                    log.count() shouldBe 1
                }
            }
        }

        test("a thread that wrote reads from the replica again when the time is over (CON-11)") {
            val copy = "sqlite:///${TestDatabases.temporaryFile()}"
            Database.connect(copy).use { db -> db.createTables(USER).also { add(it, "replica") } }
            Database
                .builder()
                .sqlite(TestDatabases.temporaryFile().toString())
                .readReplica(copy)
                .readYourWrites(Duration.ZERO)
                .open()
                .use { db ->
                    db.createTables(USER)
                    add(db, "primary")
                    names(db) shouldBe listOf("replica")
                }
        }

        test("a replica that is lost costs one error, then reads go to the primary (CON-11) [POSTGRES]") {
            TestDatabases.fresh(Kind.POSTGRES) { admin ->
                admin.createTables(USER)
                add(admin, "huey")
                admin.execute("drop role if exists kinglet_reader")
                admin.execute("create role kinglet_reader login password 'reader'")
                try {
                    admin.execute("grant usage on schema kinglet_test to kinglet_reader")
                    admin.execute("grant select on all tables in schema kinglet_test to kinglet_reader")
                    val copy = TestDatabases.postgresUrl.replace(Regex("//[^@]*@"), "//kinglet_reader:reader@")
                    TestDatabases
                        .postgresBuilder()
                        .poolSize(1)
                        .readReplica("$copy&pool.timeout=300&pool.max=2")
                        .open()
                        .use { db ->
                            fun who() = USER.select().using(db).values(dev.kinglet.expr.Fn.raw(String::class.java, "current_user"))
                            who() shouldBe listOf("kinglet_reader")
                            admin.execute("alter role kinglet_reader nologin")
                            admin.execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'kinglet_reader'")
                            shouldThrow<OperationalException> { who() }.kind() shouldBe OperationalException.Kind.CONNECTION
                            repeat(3) { (who() == listOf("kinglet_reader")) shouldBe false }
                            db.connectionsInUse() shouldBe 0
                        }
                } finally {
                    admin.execute("drop owned by kinglet_reader")
                    admin.execute("drop role kinglet_reader")
                }
            }
        }

        test("a replica that is no copy is refused") {
            shouldThrow<ProgrammingException> {
                TestDatabases.postgresBuilder().readReplica("sqlite::memory:").open()
            }.let {
                it.summary() shouldStartWith "SQLite in memory as a replica of PostgreSQL at "
                it.hint() shouldBe "a replica is a copy of the same kind of database"
            }
            shouldThrow<OperationalException> {
                Database.builder().sqlite(":memory:").readReplica("sqlite:////no/such/folder/app.db").open()
            }.kind() shouldBe OperationalException.Kind.CONNECTION
        }
    })
