import dev.kinglet.migrate.Migration;
import dev.kinglet.migrate.Migrator;

/*
 * + column user.bio varchar(160)
 */
final class M0002AddBio implements Migration {
    @Override
    public void up(Migrator m) {
        m.addColumn("user", m.varchar("bio", 160));
    }

    @Override
    public void down(Migrator m) {
        m.dropColumn("user", "bio");
    }
}
