package dev.kinglet.migrate.cli

import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldStartWith
import java.io.File
import java.util.concurrent.TimeUnit

/** The jar as somebody starts it who has nothing else (RUN-11). */
class ExecutableJarSpec :
    FunSpec({
        test("java -jar kinglet-migrate.jar") {
            val folder = tempdir()

            fun run(
                exit: Int,
                vararg words: String,
            ): String {
                val process =
                    ProcessBuilder(
                        listOf(ProcessHandle.current().info().command().get(), "-jar", System.getProperty("kinglet.jar")) + words,
                    ).directory(folder).redirectErrorStream(true).start()
                val text = process.inputStream.bufferedReader().readText()
                process.waitFor(60, TimeUnit.SECONDS) shouldBe true
                withClue(text) { process.exitValue() shouldBe exit }
                return text
            }

            run(0, "--help") shouldStartWith "kinglet-migrate [options] command\n"
            File(folder, "kinglet.properties").writeText("database = sqlite:///app.db\n")
            run(0, "create", "birds") shouldContain "0001_birds.sql"
            File(folder, "db/main/0001_birds.sql").writeText("create table bird (id integer primary key)")
            File(folder, "db/main/0002_name.java").writeText(
                "import dev.kinglet.migrate.*; class Name implements Migration { " +
                    "public void up(Migrator m) { m.addColumn(\"bird\", m.text(\"name\")); } }",
            )
            run(1, "status") shouldBe "[ ] 0001_birds\n[ ] 0002_name\nnext: kinglet-migrate up\n"
            run(0, "up") shouldContain "0002_name up "
            run(0, "status") shouldStartWith "[x] 0001_birds"
            run(2, "status", "--database", "postgresql://a:b@localhost:1/c") shouldStartWith "error: "
        }
    })
