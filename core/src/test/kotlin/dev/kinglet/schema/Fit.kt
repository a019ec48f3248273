package dev.kinglet.schema

/** A door to what the room keeps to itself. */
fun fit(name: String): String = SchemaNames.fit(name)
