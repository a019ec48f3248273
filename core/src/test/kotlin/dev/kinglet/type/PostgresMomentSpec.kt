package dev.kinglet.type

import dev.kinglet.errors.KingletException
import dev.kinglet.expr.Fn
import dev.kinglet.fixtures.Kind
import dev.kinglet.fixtures.Samples.SAMPLE
import dev.kinglet.fixtures.TestDatabases
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import java.time.LocalDateTime
import java.time.ZoneOffset
import java.time.format.DateTimeFormatter

/** Points in time on PostgreSQL, as bytes and where a connection has texts only. */
class PostgresMomentSpec :
    FunSpec({
        val moments =
            listOf("0001-01-01T00:00:00", "1969-12-31T23:59:59.999999", "1999-12-31T23:59:59.000001", "2000-01-01T00:00:00", "9999-12-31T23:59:59.999999")
                .map(LocalDateTime::parse)
        val digits = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS")

        for (setting in listOf("ApplicationName" to "usual", "preferQueryMode" to "simple", "binaryTransfer" to "false", "options" to "-c timezone=Asia/Tokyo")) {
            test("a moment is the same here and on the server, with $setting [POSTGRES]") {
                TestDatabases.fresh(Kind.POSTGRES) { it.createTables(SAMPLE) }
                TestDatabases.postgresBuilder().setting(setting.first, setting.second).open().use { db ->
                    db.bind(SAMPLE)
                    SAMPLE.insert(SAMPLE.big.to(1)).execute()

                    fun printed(
                        template: String,
                        value: Any,
                    ) = SAMPLE.select().scalar(Fn.raw(String::class.java, template, value))
                    for (moment in moments) {
                        printed("to_char({0}, 'YYYY-MM-DD HH24:MI:SS.US')", moment) shouldBe digits.format(moment)
                        val zoned = moment.atOffset(ZoneOffset.UTC).withOffsetSameInstant(ZoneOffset.ofHours(2))
                        printed("to_char({0} at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')", zoned) shouldBe digits.format(moment)
                        db.execute("update sample set moment = timestamp '${digits.format(moment)}'")
                        SAMPLE.select().scalar(SAMPLE.moment) shouldBe moment
                    }
                }
            }
        }

        test("what is no date of ours, and what is of another type, is the driver's to say [POSTGRES]") {
            TestDatabases.fresh(Kind.POSTGRES) { db ->
                db.bind(SAMPLE).createTables(SAMPLE)
                db.execute("insert into sample (moment) values ('infinity'), ('-infinity'), ('20000-01-01'), ('0044-03-15 BC'), (null)")
                val expected =
                    listOf(LocalDateTime.MAX, LocalDateTime.MIN, LocalDateTime.of(20_000, 1, 1, 0, 0), LocalDateTime.of(-43, 3, 15, 0, 0), null)
                // the server sends bytes from the sixth time on
                repeat(8) { SAMPLE.select().orderBy(SAMPLE.id).values(SAMPLE.moment) shouldBe expected }
                for (type in listOf("bigint", "double precision", "timestamptz")) {
                    db.dropTables(SAMPLE)
                    db.createTables(SAMPLE)
                    db.evictConnections()
                    db.execute("alter table sample alter moment type $type using null")
                    db.execute("insert into sample (moment) values (${if (type == "timestamptz") "now()" else "7"})")
                    repeat(8) { shouldThrow<KingletException> { SAMPLE.select().values(SAMPLE.moment) } }
                }
            }
        }
    })
