package dev.kinglet.m2m;

import static dev.kinglet.m2m.School.Course.COURSE;
import static dev.kinglet.m2m.School.Enrolment.ENROLMENT;
import static dev.kinglet.m2m.School.Person.PERSON;
import static dev.kinglet.m2m.School.Student.STUDENT;

import dev.kinglet.model.Column;
import dev.kinglet.model.CompositeKey;
import dev.kinglet.model.ForeignKey;
import dev.kinglet.model.Load;
import dev.kinglet.model.MapOptions;
import dev.kinglet.model.Model;
import dev.kinglet.model.OnDelete;
import dev.kinglet.model.Table;
import dev.kinglet.query.Select;
import java.util.Collection;
import java.util.List;

/** Students and courses, people who follow people, and the calls as Java makes them. */
public final class School {

    public static class Student extends Model<Long> {
        public static final Students STUDENT = new Students();

        public static class Students extends Table<Student, Long> {
            public final Column<Long> id = autoId();
            public final Column<String> name = text();

            Students() {
                super(Student::new);
            }
        }

        public Related<Course> courses() {
            return ENROLMENT.courses.of(this);
        }
    }

    public static class Course extends Model<Long> {
        public static final Courses COURSE = new Courses();

        public static class Courses extends Table<Course, Long> {
            public final Column<Long> id = autoId();
            public final Column<String> title = text();

            Courses() {
                super(Course::new);
            }
        }

        public Related<Student> students() {
            return ENROLMENT.courses.reverse().of(this);
        }
    }

    /** The relation is a field of its through table, which has a column of its own. */
    public static class Enrolment extends Model<Long> {
        public static final Enrolments ENROLMENT = new Enrolments();

        public static class Enrolments extends Table<Enrolment, Long> {
            public final Column<Long> id = autoId();
            public final ForeignKey<Enrolment, Student, Long> student =
                    foreignKey(Student.class).onDelete(OnDelete.CASCADE);
            public final ForeignKey<Enrolment, Course, Long> course =
                    foreignKey(Course.class).onDelete(OnDelete.CASCADE);
            public final Column<String> grade = text().defaultTo("none");
            public final ManyToMany<Student, Course> courses = ManyToMany.through(student, course);

            Enrolments() {
                super(Enrolment::new);
                uniqueIndex(student, course);
            }
        }
    }

    public static class Person extends Model<String> {
        public static final Persons PERSON = new Persons();

        public static class Persons extends Table<Person, String> {
            public final Column<String> name = varchar(20).primaryKey();

            Persons() {
                super(Person::new);
            }
        }
    }

    /** Both sides are people, and the key is the pair. */
    public static class Following extends Model<CompositeKey> {
        public static final Followings FOLLOWING = new Followings();

        public static class Followings extends Table<Following, CompositeKey> {
            public final ForeignKey<Following, Person, String> who = foreignKey(Person.class);
            public final ForeignKey<Following, Person, String> whom = foreignKey(Person.class);
            public final ManyToMany<Person, Person> followed = ManyToMany.through(who, whom);

            Followings() {
                super(Following::new);
                primaryKey(who, whom);
            }
        }
    }

    static Student student(String name) {
        return STUDENT.create(STUDENT.name.to(name));
    }

    static Course course(String title) {
        return COURSE.create(COURSE.title.to(title));
    }

    static Person person(String name) {
        return PERSON.create(PERSON.name.to(name));
    }

    static List<String> titles(Student student) {
        return student.courses().orderBy(COURSE.title).values(COURSE.title);
    }

    /** The whole surface as Java sees it. */
    static List<String> javaCaller(Student student, Course first, Collection<Course> more) {
        student.courses().add(first);
        student.courses().add(more);
        student.courses().remove(first);
        student.courses().set(more);
        first.students().clear();
        boolean there = student.courses().contains(first);
        int looped = 0;
        for (Course course : student.courses().where(COURSE.title.ne(""))) {
            looped += course.persisted() ? 1 : 0;
        }
        return List.of(titles(student).toString(), String.valueOf(there), String.valueOf(looped));
    }

    /** What else a relation answers, and takes. */
    static List<Object> javaForms(Student student, Course first, List<Course> more) {
        ManyToMany<Student, Course> courses = ENROLMENT.courses;
        Select<Course> all = COURSE.select();
        List<Long> keys = List.of(more.get(0).id(), more.get(1).id());
        Related<Course> related = courses.using(student.executor()).of(student);
        int added = related.add(first, ENROLMENT.grade.to("A"));
        added += related.addKeys(keys, ENROLMENT.grade.to("B"));
        added += related.add(all, ENROLMENT.grade.to("C"));
        int removed = related.remove(first);
        removed += related.remove(List.of(more.get(0)));
        removed += related.removeKeys(keys);
        removed += related.remove(all);
        related.set(all);
        related.setKeys(keys);
        long left = related.count();
        related.set(List.of(first));
        Load<Student, Course> load = courses.load(COURSE.select().orderBy(COURSE.title));
        Student loaded = STUDENT.select().load(load).get();
        Student again = STUDENT.select().load(courses.load()).get();
        Select<Student> joined = courses.join(STUDENT.select()).where(COURSE.id.eq(first.id()));
        Select<Student> aliased = courses.join(STUDENT.select(), Table.alias(COURSE, "c"));
        return List.of(
                added,
                removed,
                left,
                loaded.courses().list().equals(again.courses().list()),
                joined.count() + aliased.count(),
                courses.near() + " " + courses.far(),
                courses.table() == ENROLMENT && courses.owner() == STUDENT,
                courses.target() == COURSE,
                String.valueOf(courses.name()) + courses.backref(),
                loaded.toMap(MapOptions.loaded().relations(courses)).keySet().toString());
    }

    private School() {}
}
