package guide

import dev.kinglet.model.Model
import dev.kinglet.model.OnDelete
import dev.kinglet.model.Table
import dev.kinglet.model.create
import dev.kinglet.model.eq
import dev.kinglet.model.foreignKey
import dev.kinglet.model.getValue
import dev.kinglet.model.isA
import dev.kinglet.model.oneOf
import dev.kinglet.model.setValue

/** The regions of the page on polymorphism, in Kotlin. */
object KotlinPolymorphism {
    // region oneOf
    sealed interface Subject

    class Article :
        Model<Long>(),
        Subject {
        companion object : Table<Article, Long>(::Article) {
            val id = autoId()
            val title = text()
        }

        var title by Article.title
    }

    class Photo :
        Model<Long>(),
        Subject {
        companion object : Table<Photo, Long>(::Photo) {
            val id = autoId()
            val place = text()
        }

        var place by Photo.place
    }

    class Comment : Model<Long>() {
        companion object : Table<Comment, Long>(::Comment) {
            val id = autoId()
            val words = text()
            val article = foreignKey(Article::class).nullable().onDelete(OnDelete.CASCADE)
            val photo = foreignKey(Photo::class).nullable().onDelete(OnDelete.CASCADE)
            val subject = oneOf<_, Subject>(article, photo)
        }

        var words by Comment.words
        var subject by Comment.subject
    }
    // endregion

    fun write(): Comment {
        val article = Article.create { title = "On cats" }
        // region write
        val comment = Comment.create {
            words = "nice"
            subject = article
        }
        // endregion
        return comment
    }

    fun read(): List<String> {
        // region read
        return Comment.select().load(Comment.subject.load()).map { comment ->
            when (val subject = comment.subject) { // no else: the interface is sealed
                is Article -> subject.title

                is Photo -> subject.place
            }
        }
        // endregion
    }

    fun find(article: Article): Long {
        // region find
        val about = Comment.where(Comment.subject eq article).count()
        val photos = Comment.where(Comment.subject.isA<Photo>()).count()
        // endregion
        return about * 10 + photos
    }
}
