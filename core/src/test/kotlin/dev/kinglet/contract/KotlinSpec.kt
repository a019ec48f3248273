package dev.kinglet.contract

import dev.kinglet.errors.ModelException
import dev.kinglet.errors.NotFoundException
import dev.kinglet.expr.*
import dev.kinglet.fixtures.contract
import dev.kinglet.fixtures.statements
import dev.kinglet.model.*
import dev.kinglet.query.*
import dev.kinglet.transaction
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import tour.Author
import tour.Book

/** What Kotlin adds: delegates, infix conditions, operators, and types that know about null (MOD-35). */
class KotlinSpec :
    FunSpec({
        contract("delegates read and write the columns of the companion, and hold nothing", Author, Book) { db ->
            val ursula = Author.create { name = "Ursula" }
            ursula.id shouldBe 1L
            val length: Int? = ursula.bio?.length
            length.shouldBeNull()
            ursula.bio = "writes"
            ursula.save() shouldBe 1
            Author[1L].bio shouldBe "writes"
            Author::class.java.declaredFields.filterNot { java.lang.reflect.Modifier.isStatic(it.modifiers) } shouldBe listOf()
            shouldThrow<ModelException> { Author().id }.summary() shouldBe "author.id has no value: the row was not saved"
            shouldThrow<NotFoundException> { Author[99] }
            val book = Book.create {
                author = ursula
                title = "Tehanu"
            }
            db.statements(0) {
                book.author shouldBe ursula
                book.editor.shouldBeNull()
                book.authorId shouldBe 1L
                book.editorId.shouldBeNull()
            }
            db.statements(1) { ursula.books.list().map { it.title } shouldContainExactly listOf("Tehanu") }
        }

        contract("infix conditions and operators compose", Author, Book) { _ ->
            listOf("a", "b", "c").forEach { Author.create { name = it } }

            fun names(condition: Condition) = Author.where(condition).orderBy(Author.id).values(Author.name)
            names((Author.name eq "a") or (Author.name eq "b")) shouldContainExactly listOf("a", "b")
            names((Author.id gt 1L) and (Author.id lt 3L)) shouldContainExactly listOf("b")
            names((Author.id ge 2L) and (Author.id le 3L)) shouldContainExactly listOf("b", "c")
            names(!(Author.name eq "a")) shouldContainExactly listOf("b", "c")
            names(Author.name ne "a") shouldContainExactly listOf("b", "c")
            names(Author.bio eq null) shouldContainExactly listOf("a", "b", "c")
            names(Author.bio ne null) shouldBe listOf()
            names(Author.bio eq Author.name) shouldBe listOf()
            names(Author.name inList listOf("a", "c")) shouldContainExactly listOf("a", "c")
            names(Author.name notInList listOf("a", "c")) shouldContainExactly listOf("b")
            names(Author.id inQuery Author.where(Author.name eq "b")) shouldContainExactly listOf("b")
            names(Author.id notInQuery Author.where(Author.name eq "b")) shouldContainExactly listOf("a", "c")
            names(Author.name contains "A") shouldContainExactly listOf("a")
            names((Author.name startsWith "b") or (Author.name endsWith "c")) shouldContainExactly listOf("b", "c")
            names(Author.name like "_") shouldContainExactly listOf("a", "b", "c")
            names(Author.id + 1L eq 3L) shouldContainExactly listOf("b")
            names(Author.id * 2L - 1L eq 5L) shouldContainExactly listOf("c")
        }

        contract("aliases are read by index, joined by their foreign keys", Author, Book) { db ->
            val ursula = Author.create { name = "Ursula" }
            val virginia = Author.create { name = "Virginia" }
            Book.create {
                author = ursula
                editor = virginia
                title = "Tehanu"
            }
            val owner = Author.alias("owner")
            val editor = Author.alias("editor")
            val book =
                db.statements(1) {
                    Book
                        .select(Book, owner[Author.name], editor[Author.name])
                        .join(owner, Book.author eq owner)
                        .joinFrom(Book, editor, Book.editor eq editor)
                        .get()
                }
            db.statements(0) { book.author.name to book.editor?.name } shouldBe ("Ursula" to "Virginia")
            val again = Book.alias("again")
            again[Book.author].target() shouldBe Author
            Book.select().join(again, again[Book.author] eq Book.author).count() shouldBe 1
        }

        contract("a derived table and an alias by infix names", Author, Book) { _ ->
            Author.create { name = "Ursula" }
            val named = Fn.upper(Author.name) alias "shout"
            val inner = Author.select(Author.id, named) alias "inner"
            inner.select(inner.col(named)).values(inner.col(named)) shouldContainExactly listOf("URSULA")
        }

        contract("a transaction answers what its body answers", Author, Book) { db ->
            val answer: Int = db.transaction {
                Author.create { name = "Ursula" }
                42
            }
            answer shouldBe 42
            Author.select().count() shouldBe 1
            Author.update(Author.name set "Ursula K.").where(Author.name eq "Ursula").execute() shouldBe 1
        }

        contract("a row is changed by index, too", Author, Book) { _ ->
            val ursula = Author.create { name = "Ursula" }
            ursula[Author.name] = "Ursula K."
            ursula[Author.name] shouldBe "Ursula K."
            ursula.changed() shouldContainExactly listOf(Author.name)
        }
    })
