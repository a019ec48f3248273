package dev.kinglet.model;

import dev.kinglet.expr.Fts5;
import dev.kinglet.query.QueryExecutor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The words of an FTS5 table, made by {@link Fts5Table#vocabulary}. Only read; the database keeps
 * it.
 */
public final class Fts5Vocabulary extends Table<Fts5Vocabulary.Word, String> {
    /** The word, as the tokenizer cut it. */
    public final Column<String> term = text().primaryKey();

    /** How many rows have it. */
    public final Column<Long> rows = bigint().named("doc");

    /** How often it is there. */
    public final Column<Long> places = bigint().named("cnt");

    private final Fts5Table<?> of;

    /** A word of the index. */
    public static final class Word extends Model<String> {}

    Fts5Vocabulary(Fts5Table<?> of) {
        super(Word::new);
        this.of = of;
        named(of.tableName() + "_vocabulary");
        if (of.schema() != null) {
            schema(of.schema());
        }
        declaration.virtual =
                new Virtual(
                        "fts5vocab",
                        true,
                        () -> List.of(Fts5.quoted(of.tableName()), "'row'"),
                        () -> null);
    }

    @Override
    protected @Nullable QueryExecutor database() {
        return of.bound();
    }
}
