package guide

import dev.kinglet.Database
import dev.kinglet.migrate.Migrations
import dev.kinglet.migrate.change.AdoptOptions
import dev.kinglet.migrate.change.Adoption
import dev.kinglet.migrate.change.DiffOptions
import dev.kinglet.migrate.change.FileFormat
import dev.kinglet.migrate.change.SchemaDiff
import dev.kinglet.model.Model
import dev.kinglet.model.Table
import java.nio.file.Path

/** The regions of the pages on diffs and adoption, in Kotlin. */
object KotlinComparing {
    // region model
    class Singer : Model<Long>() {
        companion object : Table<Singer, Long>(::Singer) {
            val id = autoId()
            val fullName = text().formerly("name")
            val age = integer().nullable().index()
        }
    }

    // endregion

    fun diff(db: Database): SchemaDiff {
        // region diff
        val migrations = Migrations.of(db, Path.of("db/main"))
        val diff = migrations.diff(Singer)
        diff.lines().forEach(::println)
        // endregion
        return diff
    }

    fun generate(migrations: Migrations): List<Path> {
        // region generate
        val files = migrations.generate("full name", Singer)
        // endregion
        return files
    }

    fun rename(
        migrations: Migrations,
        singer: Table<*, *>,
    ): SchemaDiff {
        // region rename
        val diff = migrations.diff(DiffOptions.USUAL.rename("singer.name", "singer.full_name"), singer)
        // endregion
        return diff
    }

    fun check(
        migrations: Migrations,
        scratch: Database,
    ): List<SchemaDiff> {
        // region check
        val forgotten = migrations.check(Singer) // models against the snapshot
        val byHand = migrations.checkDatabase() // the snapshot against the database
        val edited = migrations.checkReplay(scratch) // against what the files make
        // endregion
        return listOf(forgotten, byHand, edited)
    }

    fun adopt(
        db: Database,
        db0: Path,
        sources: Path,
    ): Adoption {
        val migrations = Migrations.of(db, db0)
        // region adopt
        val done = migrations.adopt(AdoptOptions.of("shop", FileFormat.KOTLIN), sources)
        // endregion
        return done
    }
}
