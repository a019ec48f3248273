package com.example

import dev.kinglet.Database
import dev.kinglet.m2m.ManyToMany

/** Uses two of the published artifacts from Kotlin. */
object KotlinConsumer {
    val used: List<Class<*>> = listOf(Database::class.java, ManyToMany::class.java)
}
