package com.example

import dev.kinglet.Database
import dev.kinglet.expr.*
import dev.kinglet.m2m.*
import dev.kinglet.model.*
import dev.kinglet.query.*
import dev.kinglet.transaction

/** What an application in Kotlin does with two of the published artifacts. */
class Course : Model<Long>() {
    companion object : Table<Course, Long>(::Course) {
        val id = autoId()
        val title = text()
        val room = text().nullable()
    }

    var title by Course.title
    var room by Course.room
}

class Requirement : Model<Long>() {
    companion object : Table<Requirement, Long>(::Requirement) {
        val id = autoId()
        val course = foreignKey(Course::class)
        val needs = foreignKey(Course::class)
    }
}

data class Title(
    val title: String,
    val room: String?,
)

fun titles(db: Database): List<Title> =
    db.transaction {
        val course = Course.create { title = "CS 101" }
        val needs = ManyToMany.through(Requirement.course, Requirement.needs)
        needs.of(course).add(Course.create { title = "Logic"; room = null })
        Course.where((Course.title eq "CS 101") or (Course.room eq null)).into()
    }
