package dev.kinglet.examples.blog

import dev.kinglet.Database
import dev.kinglet.errors.DataException
import dev.kinglet.migrate.Migrations
import dev.kinglet.web.NotFound
import dev.kinglet.web.Problem
import dev.kinglet.web.ktor.KingletRequests
import dev.kinglet.web.login.SessionKeys
import dev.kinglet.web.scope.requestScope
import io.ktor.server.application.Application
import io.ktor.server.application.createApplicationPlugin
import io.ktor.server.application.hooks.CallFailed
import io.ktor.server.application.install
import io.ktor.server.application.log
import io.ktor.server.cio.CIO
import io.ktor.server.engine.EmbeddedServer
import io.ktor.server.engine.embeddedServer
import io.ktor.server.plugins.ContentTransformationException
import io.ktor.server.request.path
import io.ktor.server.routing.IgnoreTrailingSlash
import io.ktor.server.routing.route
import io.ktor.server.routing.routing
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.runBlocking
import java.net.ServerSocket
import java.nio.file.Path

/**
 * A blog of one author on Kinglet, after peewee's example.
 *
 * `KINGLET_URL` names the database, as [Database.connect] takes it, and is a SQLite file in the folder for temporary files
 * unless set. `PASSWORD` is the author's; unless set, a new one is printed at each start. `SECRET` signs sessions. `PORT` is
 * 7071 and `HOST` localhost unless set; `SITE` is where visitors find it. The argument `rebuild` indexes all texts anew.
 */
fun main(args: Array<String>) {
    val file = Path.of(System.getProperty("java.io.tmpdir"), "kinglet-blog-${System.getProperty("user.name")}.db")
    val db = setting("KINGLET_URL")?.let { Database.connect(it) } ?: Database.sqlite(file)
    prepare(db)
    if ("rebuild" in args) {
        println("${rebuild()} entries are indexed anew.")
        return db.close()
    }
    val host = setting("HOST") ?: "localhost"
    val port = setting("PORT")?.toInt() ?: 7071
    ServerSocket(port).close() // a port that is taken is told here, and not in a thread of the server
    val password = setting("PASSWORD") ?: newPassword()
    val keys = setting("SECRET")?.let { SessionKeys.of("1", it) } ?: SessionKeys.random()
    val server = serve(db, Security(password, setting("SITE") ?: "http://$host:$port", keys), host, port)
    println("Blog example on http://$host:${server.port()}/ ($db)")
    if (setting("PASSWORD") == null) println("Log in with the password $password")
    Runtime.getRuntime().addShutdownHook(Thread { server.stop(0, 1000).also { db.close() } })
    Thread.currentThread().join()
}

private fun setting(name: String): String? = System.getenv(name)?.takeIf { it.isNotBlank() }

/** Brings the schema up to date, and fills an empty blog. */
fun prepare(db: Database) {
    db.bind(Entry, Tag, EntryTag)
    migrations(db).up()
    Seeds.plant(db)
}

/** Each database has a folder of its own: a search is a tsvector in one, and a table of FTS5 in the other. */
fun migrations(db: Database): Migrations = Migrations.ofResources(db, "db/" + db.dialect().name.lowercase())

/** Indexes all entries anew, and tells how many there are; their words are read anew, too. */
fun rebuild(): Int {
    Entry.search.rebuild() // first: what follows goes through the index
    return Entry.select().list().onEach { it.save() }.size
}

/** The blog on this database, which is [prepare]d, and listening. */
fun serve(db: Database, security: Security, host: String = "localhost", port: Int = 0) =
    embeddedServer(CIO, port, host) { blog(db, security) }.start()

fun EmbeddedServer<*, *>.port(): Int = runBlocking { engine.resolvedConnectors().first().port }

fun Application.blog(db: Database, security: Security) {
    install(security.plugin)
    install(KingletRequests) { scope = requestScope(db) { writeTransactions().exclude("/style.css") } }
    install(ProblemPages)
    install(IgnoreTrailingSlash)
    routing {
        reading(security.site)
        writing(db)
        login(security)
        route("{...}") { handle { throw NotFound.of("The page") } }
    }
}

/** An exception becomes a page that looks like the others: text with a zero byte is a bad request, and so is no form. */
private val ProblemPages =
    createApplicationPlugin("ProblemPages") {
        on(CallFailed) { call, cause ->
            if (cause is CancellationException) return@on // the server stops, or the visitor has left
            val status = when (cause) {
                is Refused -> cause.status.value
                is DataException, is ContentTransformationException -> 400
                else -> Problem.of(cause)?.status() ?: 500
            }
            if (status == 500) call.application.log.error(call.request.path(), cause)
            call.page("problem.peb", "status" to status, status = status)
        }
    }
