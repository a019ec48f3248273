package dev.kinglet.model;

import dev.kinglet.errors.ModelException;
import dev.kinglet.expr.Condition;
import dev.kinglet.expr.Expr;
import dev.kinglet.expr.Fts5;
import dev.kinglet.expr.SearchText;
import dev.kinglet.query.InsertDefinition;
import dev.kinglet.query.QueryExecutor;
import dev.kinglet.type.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A full-text table of SQLite's FTS5. A subclass declares columns of {@code text()}, which are all
 * searched, and {@link #unindexed()} ones, which are only kept; the key is {@link #rowid}. It is
 * created, dropped, written and read as any other table. SQLite only; {@link Table#search} is for
 * both databases.
 *
 * @param <M> the model, one row
 */
public abstract class Fts5Table<M extends Model<Long>> extends Table<M, Long> {
    /** The number of the row. */
    public final Column<Long> rowid = autoId().named("rowid");

    private final Map<String, String> options = new LinkedHashMap<>();
    private final List<Column<?>> unindexed = new ArrayList<>();
    private @Nullable Supplier<? extends Table<?, ?>> content;
    private volatile @Nullable Fts5Vocabulary vocabulary;

    /** A table whose rows this makes, usually {@code super(Note::new)}. */
    protected Fts5Table(Supplier<? extends M> rows) {
        super(rows);
        declaration.virtual =
                new Virtual(
                        "fts5",
                        false,
                        this::arguments,
                        () -> content == null ? null : content.get());
    }

    // ---- declaring

    /** Text that is kept and not searched. */
    protected final Column<String> unindexed() {
        Column<String> column = text();
        unindexed.add(column);
        return column;
    }

    /** How text is cut into words: {@code porter unicode61}, {@code trigram}. */
    protected final void tokenizer(String tokenizer) {
        option("tokenize", tokenizer);
    }

    /** Beginnings of so many characters are indexed by themselves. */
    protected final void prefix(int... lengths) {
        if (lengths.length > 0) {
            option(
                    "prefix",
                    IntStream.of(lengths)
                            .mapToObj(Integer::toString)
                            .collect(Collectors.joining(" ")));
        }
    }

    /**
     * The texts stay in the table of this model, in columns of the same names, and this table is
     * only their index; triggers let it follow each write. Rows that are there already are indexed
     * by {@link #rebuild()}. The class is not initialised by this.
     */
    protected final void content(Class<? extends Model<?>> model) {
        content(() -> Tables.of(model));
    }

    final void content(Supplier<? extends Table<?, ?>> of) {
        content = of;
    }

    /**
     * The texts are kept nowhere: they are searched, and read as NULL. Declare them {@code
     * nullable()}, or select {@link #rowid} alone.
     */
    protected final void contentless() {
        option("content", "");
        option("contentless_delete", "1");
    }

    /** Any other option of FTS5, such as {@code detail} or {@code columnsize}. */
    protected final void option(String name, String value) {
        if (isSealed()) {
            throw new ModelException(
                    "the table of " + this + " is in use, so " + name + " comes too late",
                    toString(),
                    "say it in the table's constructor");
        }
        options.put(Fts5.word(name), value);
    }

    // ---- in queries

    /**
     * Rows that an expression of FTS5 finds, such as {@code title : cat* NOT dog}. It has to stand
     * by itself in WHERE, or beside other conditions that hold as well: FTS5 has no OR and no NOT
     * around it. What is wrong in it is a ProgrammingException; {@link #matches} takes what users
     * type.
     */
    public final Condition match(String expression) {
        return Fts5.match(hidden(), expression);
    }

    /** As {@link #match(String)}, in one column. */
    public final Condition match(Column<?> column, String expression) {
        return Fts5.match(own(column), expression);
    }

    /** Rows that have what somebody typed into a search box; see {@link SearchText#web}. */
    public final Condition matches(String userText) {
        return matches(SearchText.web(userText));
    }

    /** Rows that have it. */
    public final Condition matches(SearchText text) {
        List<String> searched =
                columns().stream()
                        .skip(1)
                        .filter(column -> !isUnindexed(column))
                        .map(Column::name)
                        .toList();
        return match(text.fts5(searched));
    }

    /** How well a row suits, where every column counts the same: less is better. */
    public final Expr<Double> rank() {
        return new HiddenColumn<>(this, "rank", DataType.DOUBLE);
    }

    /**
     * How well a row suits: less is better. {@code bm25(NOTE.title.weight(4))} lets a word in the
     * title count four times; columns that are not named count 1.
     */
    public final Expr<Double> bm25(SearchPart... weights) {
        Double[] all = new Double[columns().size() - 1];
        Arrays.fill(all, 1.0);
        for (SearchPart part : weights) {
            all[own(part.weighted().column()).ordinal() - 1] = part.weighted().weight();
        }
        return Fts5.bm25(hidden(), List.of(all));
    }

    /**
     * A whole column, with marks around what was found.
     *
     * @param open before each word that was found
     * @param close behind it
     */
    public final Expr<@Nullable String> highlight(Column<?> column, String open, String close) {
        return Fts5.highlight(hidden(), own(column).ordinal() - 1, open, close);
    }

    /**
     * A part of a column around what was found, with marks.
     *
     * @param column null for the one that suits best
     * @param open before each word that was found
     * @param close behind it
     * @param ellipsis where the text was cut
     * @param words at most so many, 1 to 64
     */
    public final Expr<@Nullable String> snippet(
            @Nullable Column<?> column, String open, String close, String ellipsis, int words) {
        int index = column == null ? -1 : own(column).ordinal() - 1;
        return Fts5.snippet(hidden(), index, open, close, ellipsis, words);
    }

    /**
     * The words of the index, each with the number of rows and of places it is in; a table to read
     * from, which {@code createTables} makes. Its name is that of this one with {@code
     * _vocabulary}.
     */
    public final Fts5Vocabulary vocabulary() {
        Fts5Vocabulary known = vocabulary;
        if (known == null) {
            known = new Fts5Vocabulary(this);
            vocabulary = known;
        }
        return known;
    }

    // ---- maintenance

    /** Indexes the texts anew. */
    public final void rebuild() {
        command("rebuild");
    }

    /** Merges what many writes left in parts into one, so that searching is fastest. */
    public final void optimize() {
        command("optimize");
    }

    /**
     * Compares the index with itself and with the texts.
     *
     * @throws dev.kinglet.errors.KingletException where they differ
     */
    public final void integrityCheck() {
        command("integrity-check", 1);
    }

    /** A command of FTS5 without a number: {@code delete-all}. */
    public final void command(String command) {
        run(List.of(hidden()), List.of(Fts5.text(command)));
    }

    /** A command of FTS5 with a number, or a setting that it keeps: {@code automerge}, 8. */
    public final void command(String command, long number) {
        run(
                List.of(hidden(), new HiddenColumn<>(this, "rank", DataType.BIGINT)),
                List.of(Fts5.text(command), Fts5.number(number)));
    }

    private void run(List<dev.kinglet.expr.ColumnExpr<?>> columns, List<Expr<?>> values) {
        QueryExecutor executor = executor();
        executor.execute(new InsertDefinition(this, columns, values, List.of()));
    }

    // ---- inside

    boolean isUnindexed(Column<?> column) {
        return ((Fts5Table<?>) base()).unindexed.contains(base().column(column.ordinal));
    }

    private HiddenColumn<String> hidden() {
        return new HiddenColumn<>(this, tableName(), DataType.TEXT);
    }

    /** What stands in the parentheses of {@code using fts5(..)}. */
    private List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        for (Column<?> column : columns().subList(1, columns().size())) {
            arguments.add(Fts5.quoted(column.name()) + (isUnindexed(column) ? " unindexed" : ""));
        }
        if (content != null) {
            Table<?, ?> of = content.get();
            arguments.add("content=" + Fts5.literal(of.tableName()));
            arguments.add("content_rowid=" + Fts5.literal(contentKey(of).name()));
        }
        options.forEach((name, value) -> arguments.add(name + "=" + Fts5.literal(value)));
        return arguments;
    }

    /** What in the table of the texts is the number of the row. */
    static Column<?> contentKey(Table<?, ?> of) {
        List<Column<?>> key = of.primaryKey();
        if (key.size() != 1
                || of.options().withoutRowid()
                || !(key.get(0).isGenerated()
                        || key.get(0).type().stored().javaType() == Integer.class)) {
            throw new ModelException(
                    "the texts of "
                            + of
                            + " cannot be searched on SQLite: its key is no number of the row",
                    of.toString(),
                    "give it the key autoId(), and what is the key now a unique index");
        }
        return key.get(0);
    }
}
