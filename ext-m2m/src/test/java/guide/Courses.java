package guide;

import static guide.Courses.Band.BAND;
import static guide.Courses.Course.COURSE;
import static guide.Courses.Member.MEMBER;
import static guide.Courses.Membership.MEMBERSHIP;
import static guide.Courses.Musician.MUSICIAN;
import static guide.Courses.Student.STUDENT;

import dev.kinglet.Database;
import dev.kinglet.m2m.ManyToMany;
import dev.kinglet.m2m.Related;
import dev.kinglet.model.Column;
import dev.kinglet.model.ForeignKey;
import dev.kinglet.model.Load;
import dev.kinglet.model.MapOptions;
import dev.kinglet.model.Model;
import dev.kinglet.model.OnDelete;
import dev.kinglet.model.Table;
import dev.kinglet.query.Select;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** The regions of the page on many-to-many relations, in Java. */
@NullMarked
public final class Courses {
    private Courses() {}

    // region declare
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
        public static final CourseTable COURSE = new CourseTable();

        public static class CourseTable extends Table<Course, Long> {
            public final Column<Long> id = autoId();
            public final Column<String> title = text();
            public final ManyToMany<Course, Student> students =
                    ManyToMany.of(this, Student.class).backref("courses");

            CourseTable() {
                super(Course::new);
            }
        }

        public Related<Student> students() {
            return COURSE.students.of(this);
        }
    }

    // endregion

    /** A model and itself, twice. */
    public static class Member extends Model<Long> {
        public static final Members MEMBER = new Members();

        /** Its columns. */
        public static class Members extends Table<Member, Long> {
            public final Column<Long> id = autoId();
            public final Column<String> name = text();
            // region self
            public final ManyToMany<Member, Member> following =
                    ManyToMany.of(this, Member.class).backref("followers");
            public final ManyToMany<Member, Member> friends =
                    ManyToMany.of(this, Member.class).symmetric();

            // endregion

            Members() {
                super(Member::new);
            }
        }
    }

    /** Who plays. */
    public static class Musician extends Model<Long> {
        public static final Musicians MUSICIAN = new Musicians();

        /** Its columns. */
        public static class Musicians extends Table<Musician, Long> {
            public final Column<Long> id = autoId();
            public final Column<String> name = text();

            Musicians() {
                super(Musician::new);
            }
        }

        public String name() {
            return get(MUSICIAN.name);
        }
    }

    // region links
    public static class Band extends Model<Long> {
        public static final Bands BAND = new Bands();

        public static class Bands extends Table<Band, Long> {
            public final Column<Long> id = autoId();
            public final Column<String> name = text();
            public final ManyToMany<Band, Musician> musicians =
                    ManyToMany.of(this, Musician.class)
                            .through(Membership.class)
                            .backref("bands")
                            .orderBy(() -> MEMBERSHIP.position);

            Bands() {
                super(Band::new);
            }
        }

        public Related<Musician> musicians() {
            return BAND.musicians.of(this);
        }
    }

    public static class Membership extends Model<Long> {
        public static final Memberships MEMBERSHIP = new Memberships();

        public static class Memberships extends Table<Membership, Long> {
            public final Column<Long> id = autoId();
            public final ForeignKey<Membership, Band, Long> band =
                    foreignKey(Band.class).onDelete(OnDelete.CASCADE);
            public final ForeignKey<Membership, Musician, Long> musician =
                    foreignKey(Musician.class).onDelete(OnDelete.CASCADE);
            public final Column<String> instrument = text().defaultTo("voice");
            public final Column<Integer> position = integer().defaultTo(0);

            Memberships() {
                super(Membership::new);
                uniqueIndex(band, musician);
            }
        }

        public String instrument() {
            return get(MEMBERSHIP.instrument);
        }
    }

    // endregion

    static void create(Database db) {
        // region create
        db.bind(STUDENT, COURSE); // the table of the links goes with its owner
        db.createTables(STUDENT, COURSE, COURSE.students.through());
        // endregion
    }

    static List<String> read(Student huey) {
        List<String> titles = new ArrayList<>();
        // region read
        for (Course course : huey.courses().orderBy(COURSE.title)) {
            titles.add(course.get(COURSE.title));
        }
        long logical = huey.courses().where(COURSE.title.contains("Logic")).count();
        boolean there = huey.courses().contains(COURSE.get(COURSE.title.eq("Logic")));
        // endregion
        return titles;
    }

    static int add(Student huey, Course logic, Course algebra) {
        int added = 0;
        // region add
        added += huey.courses().add(logic);
        added += huey.courses().add(List.of(logic, algebra)); // one of them is new
        added += huey.courses().addKeys(List.of(algebra.id())); // 0: it belongs already
        added += huey.courses().add(COURSE.where(COURSE.title.ne("Music"))); // no row is read
        // endregion
        return added;
    }

    static int remove(Student huey, Course logic) {
        int removed = 0;
        // region remove
        removed += huey.courses().remove(logic);
        removed += huey.courses().remove(COURSE.where(COURSE.title.eq("Greek")));
        removed += huey.courses().clear();
        // endregion
        return removed;
    }

    static void set(Student huey, Course logic, Course algebra) {
        // region set
        huey.courses().set(List.of(logic, algebra)); // these, and no others
        // endregion
    }

    static List<Course> load() {
        // region load
        List<Course> courses = COURSE.select().load(COURSE.students.load()).list();
        courses.get(0).students().list(); // no query
        // endregion
        return courses;
    }

    static List<Course> loadSome() {
        // region loadSome
        Select<Student> some = STUDENT.where(STUDENT.name.ne("zaizee")).orderBy(STUDENT.name);
        List<Course> courses =
                COURSE.select()
                        .load(
                                COURSE.students
                                        .load(some)
                                        .perParent(2)
                                        .then(COURSE.students.reverse().load()))
                        .list();
        // endregion
        return courses;
    }

    static int together() {
        int students = 0;
        // region together
        for (Course course : COURSE.select()) {
            students += course.students().list().size(); // the first one loads for all
        }
        // endregion
        return students;
    }

    static List<Course> join() {
        // region join
        List<Course> courses =
                COURSE.select()
                        .join(COURSE.students.through())
                        .join(STUDENT)
                        .where(STUDENT.name.eq("huey"))
                        .list();
        List<Course> same =
                COURSE.select().refine(COURSE.students::join).where(STUDENT.name.eq("huey")).list();
        // endregion
        return courses.equals(same) ? courses : List.of();
    }

    static List<String> payload(Band band, Musician bernard, Musician peter) {
        List<String> lines = new ArrayList<>();
        // region payload
        band.musicians()
                .add(bernard, MEMBERSHIP.instrument.to("guitar"), MEMBERSHIP.position.to(2));
        band.musicians().add(peter, MEMBERSHIP.instrument.to("bass"), MEMBERSHIP.position.to(1));

        for (Musician one : band.musicians()) {
            Membership link = one.joined(MEMBERSHIP);
            lines.add(one.name() + ": " + (link == null ? "" : link.instrument()));
        }
        List<Musician> bassists = band.musicians().where(MEMBERSHIP.instrument.eq("bass")).list();
        // endregion
        lines.add(bassists.size() + " bassist");
        return lines;
    }

    static void payloadLoad() {
        // region payloadLoad
        for (Band band : BAND.select().load(BAND.musicians.load())) {
            for (Musician one : band.musicians()) {
                one.joined(MEMBERSHIP); // no query
            }
        }
        // endregion
    }

    static List<String> self(Member huey, Member mickey) {
        // region follow
        MEMBER.following.of(huey).add(mickey);
        List<Member> followers = MEMBER.following.reverse().of(mickey).list();
        MEMBER.friends.of(huey).add(mickey); // and huey is a friend of mickey
        // endregion
        return List.of(
                followers.size() + " " + MEMBER.friends.of(mickey).count(),
                String.valueOf(followers.contains(huey)));
    }

    static Map<String, @Nullable Object> maps() {
        // region maps
        Course course = COURSE.select().load(COURSE.students.load()).orderBy(COURSE.id).get();
        Map<String, @Nullable Object> map =
                course.toMap(MapOptions.loaded().relations(COURSE.students).exclude(STUDENT.id));
        // endregion
        return map;
    }

    static void into(Course course) {
        Load.loadInto(course, COURSE.students.load());
    }
}
