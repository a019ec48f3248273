package dev.kinglet.web

import com.fasterxml.jackson.core.util.DefaultIndenter
import com.fasterxml.jackson.databind.ObjectMapper
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import org.springframework.hateoas.CollectionModel
import org.springframework.hateoas.mediatype.hal.HalJacksonModule
import tools.jackson.core.type.TypeReference
import java.io.File

private data class Row(
    val id: Int,
    val text: String,
)

private val rows = listOf(Row(21, "meow"), Row(22, "\"<hiss>\""))
private val numbered = Page(rows, 2, 2, Total.Exact(5), null)
private val uncounted = UncountedPage(rows, 2, 2, false)
private val keyset = KeysetPage(rows, 2, null, "after", "end")
private val links = Links.of("/tweets", Parameters.parse("q=a b&page=2")).absolute("https://example.org")
private val mapper = ObjectMapper()

/** What a mapper writes of it is what the file has, to the order of the members. */
private fun Map<String, Any?>.shouldBeGolden(name: String) {
    val printer =
        com.fasterxml.jackson.core.util.DefaultPrettyPrinter().apply {
            indentArraysWith(DefaultIndenter("  ", "\n"))
            indentObjectsWith(DefaultIndenter("  ", "\n"))
        }
    val json = mapper.writer(printer).writeValueAsString(this) + "\n"
    val file = File("src/test/resources/pages/$name.json")
    if (System.getProperty("guide.write") != null) file.writeText(json)
    withClue(file) { json shouldBe file.readText() }
}

private fun Row.map() = mapOf("id" to id, "text" to text)

class PageJsonSpec :
    FunSpec({
        test("the plain form says the rows, the page and its neighbours (W7)") {
            PageJson.plain(numbered.map(Row::map), links).shouldBeGolden("plain")
            PageJson.plain(uncounted.map(Row::map), links).shouldBeGolden("plain-uncounted")
            PageJson.plain(keyset.map(Row::map), links).shouldBeGolden("plain-keyset")
        }

        test("a total says how well it is known") {
            fun total(total: Total) = (PageJson.plain(Page(rows, 1, 2, total, null), links)["page"] as Map<*, *>).let { it["total"] to it["totalIs"] }
            total(Total.Exact(5)) shouldBe (5L to "exact")
            total(Total.AtLeast(5)) shouldBe (5L to "atLeast")
            total(Total.Estimated(5)) shouldBe (5L to "estimated")
        }

        test("JSON:API has its members and no others") {
            for ((name, page) in mapOf("json-api" to numbered, "json-api-keyset" to keyset)) {
                val json = PageJson.jsonApi(page, links, "tweets", { it.id.toString() }, { mapOf("text" to it.text) })
                json.shouldBeGolden(name)
                json.keys shouldBe setOf("data", "links", "meta")
                for (resource in json["data"] as List<*>) {
                    (resource as Map<*, *>).keys shouldBe setOf("type", "id", "attributes")
                    (resource["attributes"] as Map<*, *>).keys.intersect(setOf("id", "type")) shouldBe setOf()
                }
                for ((key, link) in json["links"] as Map<*, *>) {
                    (key in setOf("self", "first", "prev", "next", "last")) shouldBe true
                    (link == null || link is String) shouldBe true
                }
            }
        }

        test("a connection of Relay has edges and the information of its page") {
            PageJson.relay(keyset.map(Row::map)) { "c" + it["id"] }.shouldBeGolden("relay")
            PageJson.relay(Page(listOf<Row>(), 1, 2, Total.Exact(0), null)) { "never" }.shouldBeGolden("relay-empty")
        }

        test("HAL is read by others as it was meant") {
            val json = PageJson.hal(numbered.map(Row::map), links, "tweets")
            json.shouldBeGolden("hal")
            PageJson.hal(keyset.map(Row::map), links, "tweets").shouldBeGolden("hal-keyset")
            val others = tools.jackson.databind.json.JsonMapper.builder().addModule(HalJacksonModule()).build()
            val read = others.readValue(mapper.writeValueAsString(json), object : TypeReference<CollectionModel<Map<String, Any>>>() {})
            read.content.toList() shouldBe rows.map { it.map() }
            read.links.toList().associate { it.rel.value() to it.href } shouldBe links.relations(numbered)
        }
    })
