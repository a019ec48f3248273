package dev.kinglet.contract

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import java.io.File
import java.net.URLClassLoader

/** Jackson is optional: plain documents need none, and what needs it says so (JSN-01). */
class WithoutJacksonSpec :
    FunSpec({
        test("an application without Jackson has plain documents, and is told which artifact classes need") {
            val path = System.getProperty("java.class.path").split(File.pathSeparator)
            val urls = path.filterNot { "jackson" in File(it).name }.map { File(it).toURI().toURL() }
            URLClassLoader(urls.toTypedArray(), ClassLoader.getPlatformClassLoader()).use { loader ->
                val run = loader.loadClass("dev.kinglet.fixtures.WithoutJackson").getMethod("run")
                val hint =
                    "\n  hint: add com.fasterxml.jackson.core:jackson-databind (Jackson 2), or give a JsonMapper of your own; " +
                        "json() of plain maps, lists and scalars needs none"
                run.invoke(null) shouldBe
                    "{a=[1, true]}\n" +
                    "JSON of java.lang.StringBuilder is written by Jackson, which is not on the class path$hint\n" +
                    "JSON of java.lang.Thread\$State is written by Jackson, which is not on the class path$hint"
            }
        }
    })
