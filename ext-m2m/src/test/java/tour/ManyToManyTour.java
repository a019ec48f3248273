package tour;

import static tour.ManyToManyTour.Course.COURSE;
import static tour.ManyToManyTour.Student.STUDENT;

import dev.kinglet.Database;
import dev.kinglet.m2m.ManyToMany;
import dev.kinglet.m2m.Related;
import dev.kinglet.model.Column;
import dev.kinglet.model.Model;
import dev.kinglet.model.Table;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/** The tour of this module, as it is written in the design: its region of ExtensionsTour. */
@NullMarked
public final class ManyToManyTour {

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
            return COURSE.students.reverse().of(this);
        }
    }

    public static class Course extends Model<Long> {
        public static final Courses COURSE = new Courses();

        public static class Courses extends Table<Course, Long> {
            public final Column<Long> id = autoId();
            public final Column<String> title = text();
            public final ManyToMany<Course, Student> students =
                    ManyToMany.of(this, Student.class).backref("courses");

            Courses() {
                super(Course::new);
            }
        }

        public Related<Student> students() {
            return COURSE.students.of(this);
        }
    }

    public void manyToMany(Database db) {
        db.bind(STUDENT, COURSE);
        // the through table is a model like any other
        db.createTables(STUDENT, COURSE, COURSE.students.through());
        Student huey = STUDENT.create(STUDENT.name.to("Huey"));
        Course cs101 = COURSE.create(COURSE.title.to("CS 101"));

        huey.courses().add(cs101);
        huey.courses().add(COURSE.where(COURSE.title.contains("Math"))); // INSERT .. SELECT
        huey.courses()
                .set(List.of(cs101)); // the difference only: one INSERT and one DELETE at most
        cs101.students().remove(huey);
        cs101.students().clear();
        // a Related is a query, and chains like one
        for (Course c : huey.courses().orderBy(COURSE.title)) {
            c.id();
        }
        COURSE.select().load(COURSE.students.load()).list(); // eager: no query a row
        COURSE.select()
                .join(COURSE.students.through())
                .join(STUDENT)
                .where(STUDENT.name.eq("Huey"))
                .list();
    }
}
