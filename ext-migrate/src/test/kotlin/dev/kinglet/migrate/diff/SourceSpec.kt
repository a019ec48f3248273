package dev.kinglet.migrate.diff

import dev.kinglet.Database
import dev.kinglet.fixtures.TestDatabases
import dev.kinglet.migrate.Migration
import dev.kinglet.migrate.change.DiffOptions
import dev.kinglet.migrate.change.FileFormat
import dev.kinglet.migrate.change.SchemaDiff
import dev.kinglet.migrate.internal.diff.Differ
import dev.kinglet.migrate.internal.diff.Source
import dev.kinglet.migrate.operationsOf
import dev.kinglet.type.Dialect
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import org.jetbrains.kotlin.cli.jvm.K2JVMCompiler
import java.io.File
import java.net.URLClassLoader
import java.nio.file.Files
import java.nio.file.Path
import javax.tools.ToolProvider

private class Written(
    val name: String,
    val diff: SchemaDiff,
    val database: Database,
    val source: String,
)

/** What is written compiles, and says just what the diff says (M3, DIF-06). */
class SourceSpec :
    FunSpec({
        Database.sqliteInMemory().let { sqlite ->
            for (format in listOf(FileFormat.JAVA, FileFormat.KOTLIN)) {
                test("every change written in $format compiles and says the operations of the diff") {
                    val written = mutableListOf<Written>()
                    for (db in listOf(sqlite, TestDatabases.sharedPostgres)) {
                        for (change in Seeded.all.filter { it.only == null || it.only == db.dialect() }) {
                            val before = Differ.wanted(db, listOf(Birds(declare = change.old)))
                            val diff = Differ.offline(db, listOf(Birds(declare = change.new)), DiffOptions.USUAL, before)
                            val first =
                                Differ.offline(
                                    db,
                                    listOf(Birds(declare = change.new)),
                                    DiffOptions.USUAL,
                                    dev.kinglet.migrate.change.SchemaState.empty(db.dialect()),
                                )
                            for (one in listOf(first, diff)) {
                                val name = "M${written.size}"
                                written += Written(name, one, db, Source.of(one, format, name, db).up())
                            }
                        }
                    }
                    val classes = compiled(written, format)
                    for (one in written) {
                        val migration =
                            classes.loadClass(one.name).getDeclaredConstructor().also { it.isAccessible = true }.newInstance() as Migration
                        withClue(one.source) {
                            val up = operationsOf(one.database) { migration.up(it) }
                            one.diff.before().after(up) shouldBe one.diff.after()
                            val down = operationsOf(one.database) { migration.down(it) }
                            one.diff.after().after(down).toString() shouldBe
                                one.diff
                                    .after()
                                    .after(one.diff.inverses().flatMap { it.operations() })
                                    .toString()
                        }
                    }
                }
            }
        }
    })

private fun compiled(
    written: List<Written>,
    format: FileFormat,
): ClassLoader {
    val folder = Files.createTempDirectory("kinglet-source")
    val classes = Files.createDirectory(folder.resolve("classes"))
    val files =
        written.map { one ->
            Files.writeString(folder.resolve("${one.name}.${format.extension()}"), one.source).toString()
        }
    val path = System.getProperty("surefire.test.class.path") ?: System.getProperty("java.class.path")
    if (format == FileFormat.JAVA) {
        val compiler = ToolProvider.getSystemJavaCompiler()
        val options = arrayOf("-d", classes.toString(), "-classpath", path, "-proc:none") + files
        compiler.run(null, null, null, *options) shouldBe 0
    } else {
        val options =
            arrayOf("-d", classes.toString(), "-classpath", path, "-no-stdlib", "-no-reflect", "-nowarn", "-jvm-target", "17") + files
        K2JVMCompiler().exec(System.err, *options).code shouldBe 0
    }
    return URLClassLoader(arrayOf(classes.toUri().toURL()), Birds::class.java.classLoader)
}
