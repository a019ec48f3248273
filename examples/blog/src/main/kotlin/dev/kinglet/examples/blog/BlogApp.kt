package dev.kinglet.examples.blog

import dev.kinglet.Database
import dev.kinglet.errors.DataException
import dev.kinglet.errors.KingletException
import dev.kinglet.migrate.Migrations
import dev.kinglet.web.NotFound
import dev.kinglet.web.Problem
import dev.kinglet.web.ktor.KingletRequests
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
import java.net.BindException
import java.net.ServerSocket
import java.nio.file.Path
import kotlin.system.exitProcess

/**
 * A blog of one author on Kinglet, after peewee's example.
 *
 * `KINGLET_URL` names the database, as [Database.connect] takes it, and is a SQLite file in the folder for temporary files
 * unless set. `PASSWORD` is the author's; unless set, a new one is printed at each start. `SECRET` signs sessions. `PORT` is
 * 7071 and `HOST` localhost unless set; `SITE` is where visitors find it. The argument `rebuild` indexes all texts anew.
 */
fun main(args: Array<String>) {
    val host = setting("HOST") ?: "localhost"
    val port = setting("PORT") ?: "7071"
    val number = port.toIntOrNull()?.takeIf { it in 0..65535 } ?: fail("PORT=$port is no port.")
    try {
        val url = setting("KINGLET_URL")
        val db = if (url == null) Database.sqlite(usualFile()) else Database.connect(url)
        prepare(db)
        if ("rebuild" in args) {
            println("${rebuild()} entries are indexed anew.")
            return db.close()
        }
        ServerSocket(number).close() // a port that is taken is told here, and not in a thread of the server
        val settings = Settings(setting("PASSWORD"), setting("SECRET"), setting("SITE") ?: "http://$host:$port")
        val security = Security(settings)
        val server = serve(db, settings, security, host, number)
        println("Blog example on http://$host:${server.port()}/ ($db)")
        if (settings.password == null) println("Log in with the password ${security.password}")
        Runtime.getRuntime().addShutdownHook(Thread { server.stop(0, 1000).also { db.close() } })
        Thread.currentThread().join()
    } catch (e: BindException) {
        fail("Port $port is taken. Choose another one, as in PORT=7072.")
    } catch (e: KingletException) {
        fail("It cannot start: " + e.message)
    }
}

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
    return Entry.select().list().onEach { it.retell() }.onEach { it.save() }.size
}

/** The blog on this database, which is [prepare]d, and listening. */
fun serve(db: Database, settings: Settings, security: Security, host: String = "localhost", port: Int = 0) =
    embeddedServer(CIO, port, host) { blog(db, settings, security) }.start()

fun EmbeddedServer<*, *>.port(): Int = runBlocking { engine.resolvedConnectors().first().port }

fun Application.blog(db: Database, settings: Settings, security: Security) {
    install(security.plugin)
    install(KingletRequests) {
        scope =
            requestScope(db) {
                writeTransactions()
                exclude("/style.css")
                if (settings.site.startsWith("http://localhost")) serverTiming()
            }
    }
    install(ProblemPages)
    install(IgnoreTrailingSlash)
    routing {
        reading(settings)
        writing(db)
        login(security)
        route("{...}") { handle { throw NotFound.of("The page") } }
    }
}

private val PROBLEMS =
    mapOf(
        400 to "This request could not be read.",
        403 to "This form is too old, or not from here. Go back, load the page again and retry.",
        404 to "There is nothing here.",
        413 to "This is too large.",
        500 to "Something went wrong on our side.",
    )

/** An exception becomes a page that looks like the others. */
private val ProblemPages =
    createApplicationPlugin("ProblemPages") {
        on(CallFailed) { call, cause ->
            if (cause is CancellationException) return@on // the server stops, or the visitor has left
            val status =
                when (cause) {
                    is Refused -> cause.status.value

                    is DataException, is ContentTransformationException -> 400

                    // text with a zero byte, no form
                    else -> Problem.of(cause)?.status() ?: 500
                }
            if (status == 500) call.application.log.error(call.request.path(), cause)
            call.page("problem.peb", "problem" to (PROBLEMS[status] ?: "This did not work."), status = status)
        }
    }

private fun usualFile(): Path {
    val user = System.getProperty("user.name").replace(Regex("\\W"), "_")
    return Path.of(System.getProperty("java.io.tmpdir"), "kinglet-blog-$user.db")
}

private fun setting(name: String): String? = System.getenv(name)?.takeIf { it.isNotBlank() }

private fun fail(why: String): Nothing {
    System.err.println(why)
    exitProcess(1)
}
