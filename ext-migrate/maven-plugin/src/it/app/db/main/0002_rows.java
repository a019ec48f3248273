import dev.kinglet.migrate.Migration;
import dev.kinglet.migrate.Migrator;

final class M0002Rows implements Migration {
    @Override
    public void up(Migrator m) {
        m.sql("insert into bird (name) values ('wren')");
    }

    @Override
    public void down(Migrator m) {
        m.sql("delete from bird");
    }
}
