package dev.kinglet.examples.blog

import dev.kinglet.expr.Condition
import dev.kinglet.expr.Fn
import dev.kinglet.expr.and
import dev.kinglet.expr.eq
import dev.kinglet.expr.inQuery
import dev.kinglet.m2m.getValue
import dev.kinglet.m2m.manyToMany
import dev.kinglet.m2m.through
import dev.kinglet.model.Model
import dev.kinglet.model.OnDelete
import dev.kinglet.model.Problems
import dev.kinglet.model.SearchMatch
import dev.kinglet.model.Table
import dev.kinglet.model.eq
import dev.kinglet.model.foreignKey
import dev.kinglet.model.getValue
import dev.kinglet.model.set
import dev.kinglet.model.setValue
import dev.kinglet.query.Select
import java.time.Instant

/** A text of the blog, or a draft of one. */
class Entry : Model<Long>() {
    companion object : Table<Entry, Long>(::Entry) {
        val id = autoId()
        val title = varchar(200)
        val slug = varchar(100).unique()
        val content = text()
        val plain = text()
        val published = bool().defaultTo(false)
        val timestamp = instant().defaultTo { Instant.now() }
        val changedAt = instant().onWrite(Instant::now)
        val tags = manyToMany(Tag::class).through(EntryTag::class).backref("entries")

        /** Kept by the databases themselves, whoever writes: a tsvector, or a table of FTS5 with triggers. */
        val search = search(title.weight(4.0), plain).language("english")

        init {
            index(published, timestamp, id)
        }

        fun public(): Select<Entry> = where(published eq true).orderBy(timestamp.desc())

        fun drafts(): Select<Entry> = where(published eq false).orderBy(timestamp.desc())

        /** What was published and has these words, the best first. Any text will do; an empty one finds nothing. */
        fun found(match: SearchMatch): Select<Entry> =
            where((published eq true) and match).orderBy(match.rank().desc(), id.desc())
    }

    val id by Entry.id
    var title by Entry.title

    /** Its address. Made of the title when it is stored first, and kept after that: others have linked to it. */
    var slug by Entry.slug

    /** In Markdown. */
    var content by Entry.content

    /** The words alone, for the search and for summaries. */
    var plain by Entry.plain
        private set
    var published by Entry.published

    /** When it was published, or begun as a draft. */
    val timestamp by Entry.timestamp
    val changedAt by Entry.changedAt
    val tags by Entry.tags

    /** The names of its tags, of an entry that was selected with [tagNames]: they cost no statement. */
    val tagList: List<String> get() = get(tagNames).orEmpty().split(' ').filter { it.isNotEmpty() }
    val html: String get() = Markdown.html(content)
    val summary: String get() = if (plain.length <= 280) plain else plain.take(280).substringBeforeLast(' ') + " …"

    /** Makes it a change, whatever else was changed: browsers ask by this time whether what they have is new. */
    fun touch() = set(Entry.changedAt, Instant.now())

    override fun beforeSave() {
        plain = Markdown.plain(content)
        if (persisted() && changed(Entry.published) && published) set(Entry.timestamp, Instant.now())
        if (!persisted() && (Entry.slug !in changed() || slug.isEmpty())) slug = slugOf(title)
    }

    override fun validate(problems: Problems) {
        if (title.isBlank()) problems.add(Entry.title, "Give it a title.")
        if (title.length > 200) problems.add(Entry.title, "This is too long: 200 characters are the most.")
        if (content.isBlank()) problems.add(Entry.content, "Write something first.")
        val misspelt = slug != slugOf(slug) || (slug.isEmpty() && title.isNotBlank())
        if (misspelt) problems.add(Entry.slug, "Use letters and digits, and - between them.")
        if (slug in RESERVED) problems.add(Entry.slug, "This address is a page of the blog itself.")
    }
}

class Tag : Model<Long>() {
    companion object : Table<Tag, Long>(::Tag) {
        val id = autoId()
        val name = varchar(100).unique()
    }

    val name by Tag.name
}

/** Which entry has which tag. */
class EntryTag : Model<Long>() {
    companion object : Table<EntryTag, Long>(::EntryTag) {
        val id = autoId()
        val entry = foreignKey(Entry::class).onDelete(OnDelete.CASCADE).withoutIndex() // the pair begins with it
        val tag = foreignKey(Tag::class).onDelete(OnDelete.CASCADE)

        init {
            uniqueIndex(entry, tag)
        }
    }
}

/** All tags of an entry as one text, with a blank between them: a value of its row. */
val tagNames =
    Tag.select().join(EntryTag).where(EntryTag.entry eq Entry)
        .asValue(Fn.stringAgg(Tag.name, " ").orderBy(Tag.name)).`as`("tag_names")

/** Has this tag. */
fun tagged(name: String): Condition = Entry.id inQuery EntryTag.select(EntryTag.entry).join(Tag).where(Tag.name eq name)

/** Puts these tags, with commas between them, on an entry in place of those that it has. */
fun Entry.tagWith(names: String) {
    val slugs = names.split(',').map(::slugOf).filter { it.isNotEmpty() }
    tags.set(slugs.distinct().map { Tag.getOrCreate(Tag.name set it).row })
}

/** The addresses that are pages of the blog itself. */
val RESERVED = setOf("create", "drafts", "login", "logout")

/** A title as an address: letters and digits in lower case, and one `-` for whatever is between them. */
fun slugOf(title: String): String =
    title.lowercase().replace(Regex("[^\\p{L}\\p{N}]+"), "-").trim('-').take(100).trim('-')

/** This as an address that is free: with a number behind it where another entry or the blog itself has it. */
fun freeSlug(text: String): String {
    val slug = slugOf(text)
    val taken = RESERVED + Entry.where(Entry.slug.startsWith(slug)).values(Entry.slug).toSet()
    return (sequenceOf(slug) + generateSequence(2) { it + 1 }.map { "${slug.take(95)}-$it" }).first { it !in taken }
}
