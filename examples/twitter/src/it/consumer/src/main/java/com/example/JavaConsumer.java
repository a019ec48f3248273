package com.example;

import static com.example.JavaConsumer.Student.STUDENT;

import dev.kinglet.Database;
import dev.kinglet.m2m.ManyToMany;
import dev.kinglet.model.Column;
import dev.kinglet.model.ForeignKey;
import dev.kinglet.model.Model;
import dev.kinglet.model.Table;
import java.util.List;

/** What an application in Java does with two of the published artifacts. */
public final class JavaConsumer {

    public static class Student extends Model<Long> {
        public static final Students STUDENT = new Students();

        public static class Students extends Table<Student, Long> {
            public final Column<Long> id = autoId();
            public final Column<String> name = text().unique();

            Students() {
                super(Student::new);
            }
        }
    }

    public static class Friendship extends Model<Long> {
        public static final Friendships FRIENDSHIP = new Friendships();

        public static class Friendships extends Table<Friendship, Long> {
            public final Column<Long> id = autoId();
            public final ForeignKey<Friendship, Student, Long> one = foreignKey(Student.class);
            public final ForeignKey<Friendship, Student, Long> other = foreignKey(Student.class);
            public final ManyToMany<Student, Student> friends = ManyToMany.through(one, other);

            Friendships() {
                super(Friendship::new);
                uniqueIndex(one, other);
            }
        }
    }

    private JavaConsumer() {}

    public static List<String> friendsOf(Database db, String name) {
        db.bind(STUDENT, Friendship.FRIENDSHIP);
        Student student = STUDENT.get(STUDENT.name.eq(name));
        return Friendship.FRIENDSHIP
                .friends
                .of(student)
                .orderBy(STUDENT.name)
                .values(STUDENT.name);
    }
}
