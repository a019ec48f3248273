package dev.kinglet.internal.exec

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactlyInAnyOrder
import org.sqlite.core.NativeDB
import java.lang.reflect.Modifier

/** SQLite is opened without a mutex of its own, which is right for as long as its driver has one. */
class SqliteMonitorSpec :
    FunSpec({
        test("the driver calls the library in the monitor of the connection, but to interrupt it and to ask for its version") {
            NativeDB::class.java.declaredMethods
                .filter { Modifier.isNative(it.modifiers) && !Modifier.isSynchronized(it.modifiers) }
                .map { it.name } shouldContainExactlyInAnyOrder listOf("interrupt", "libversion_utf8")
        }
    })
