package dev.kinglet.examples.blog

import dev.kinglet.Database
import dev.kinglet.fixtures.Kind
import dev.kinglet.fixtures.TestDatabases
import dev.kinglet.fixtures.contract
import dev.kinglet.migrate.Migrations
import dev.kinglet.type.Dialect
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import java.nio.file.Path

/** Migrations, the index of the search and the seeds. */
class SchemaSpec :
    FunSpec({
        fun folder(db: Database) = Migrations.of(db, Path.of("src/main/resources/db", db.dialect().name.lowercase()))

        contract("the migrations make what the models say, and nobody forgot or edited one") { db ->
            prepare(db)
            db.schema().check(Entry, Tag, EntryTag) shouldBe listOf()
            migrations(db).up().runs() shouldBe listOf()
            folder(db).check(Entry, Tag, EntryTag).lines() shouldBe listOf()
            folder(db).diff(Entry, Tag, EntryTag).lines() shouldBe listOf()
            folder(db).checkDatabase().lines() shouldBe listOf()
            if (db.dialect() == Dialect.SQLITE) {
                TestDatabases.fresh(Kind.SQLITE_MEMORY) { scratch -> folder(db).checkReplay(scratch).lines() shouldBe listOf() }
            }
        }

        contract("both migrations can be taken back, and made again") { db ->
            prepare(db)
            migrations(db).down(2).runs().size shouldBe 2
            prepare(db)
            Entry.select().count() shouldBe 6
        }

        contract("an empty blog is filled once") { db ->
            prepare(db)
            Entry.select().count() shouldBe 6
            Tag.select().count() shouldBe 8
            prepare(db)
            Entry.select().count() shouldBe 6
            Entry.delete().where(Entry.slug.ne("on-writing-less")).execute()
            prepare(db)
            Entry.select().count() shouldBe 1
        }

        contract("the command makes the words and their index anew") { db ->
            prepare(db)
            Entry.update(Entry.plain.to("nothing")).where(Entry.published.eq(true)).execute()
            if (db.dialect() == Dialect.SQLITE) db.execute("insert into entry_search (entry_search) values ('delete-all')")
            Entry.where(Entry.search.matches("cursor")).count() shouldBe 0
            rebuild() shouldBe 6
            Entry.where(Entry.search.matches("cursor")).count() shouldBe 1
            Entry.where(Entry.search.matches("nothing -none")).count() shouldBe 1
        }
    })
