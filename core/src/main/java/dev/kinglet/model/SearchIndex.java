package dev.kinglet.model;

import dev.kinglet.errors.ModelException;
import dev.kinglet.expr.SearchText;
import dev.kinglet.expr.TsQuery;
import dev.kinglet.model.SearchPart.Weighted;
import dev.kinglet.type.Dialect;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Columns of text that are searched by words, on both databases; declared by {@link Table#search}.
 * It is created and dropped with its table, and follows each write of it, whoever writes: on
 * PostgreSQL it is a stored tsvector with a GIN index, on SQLite an FTS5 table with triggers.
 */
public final class SearchIndex extends SearchField {
    private String language = "simple";
    private @Nullable String tokenizer;
    private int[] prefixes = {};
    // made when first needed; two threads may both make it, and make it equal
    private volatile @Nullable SearchTable fts5;
    private volatile @Nullable SearchColumn vector;

    SearchIndex(Table<?, ?> table, int ordinal, List<Weighted> parts) {
        super(table, ordinal, parts);
    }

    // ---- modifiers

    /**
     * The text search configuration of PostgreSQL that cuts words to their stems and leaves out the
     * most common ones; {@code simple}, which does neither, unless said. On SQLite {@code english}
     * cuts words to their stems, too, and every other one is as {@code simple}.
     */
    public SearchIndex language(String configuration) {
        declaring("language");
        language = TsQuery.checked(configuration);
        return this;
    }

    /**
     * The tokenizer of FTS5, such as {@code unicode61 remove_diacritics 2} or {@code trigram}, in
     * place of the one that suits the language. PostgreSQL does not look at it.
     */
    public SearchIndex tokenizer(String tokenizer) {
        declaring("tokenizer");
        this.tokenizer = tokenizer;
        return this;
    }

    /**
     * Beginnings of so many characters are indexed by themselves on SQLite, which makes {@code
     * wor*} faster. PostgreSQL's index serves them anyway.
     */
    public SearchIndex prefix(int... lengths) {
        declaring("prefix");
        prefixes = lengths.clone();
        return this;
    }

    /**
     * Its name, in place of the one made from the Java field: that of the column on PostgreSQL; on
     * SQLite the table of the index is named {@code article_name}.
     */
    public SearchIndex named(String name) {
        give(name);
        return this;
    }

    // ---- in queries

    /** Rows that have what somebody typed into a search box; see {@link SearchText#web}. */
    public SearchMatch matches(String userText) {
        return matches(SearchText.web(userText));
    }

    /** Rows that have it. */
    public SearchMatch matches(SearchText text) {
        return new SearchMatch(this, text);
    }

    /** The same of an alias of the table. */
    public SearchIndex of(Table<?, ?> alias) {
        alias.requireSame(table);
        return new SearchIndex(alias, ordinal, parts);
    }

    // ---- maintenance

    /**
     * Indexes all rows anew: those that were there before the index on SQLite, and those that were
     * written while its triggers were gone. On PostgreSQL there is nothing to do, ever.
     */
    public void rebuild() {
        if (table.executor().dialect() == Dialect.SQLITE) {
            fts5().rebuild();
        }
    }

    /**
     * Merges what many writes left in parts, so that searching is as fast as it can be; SQLite
     * only, PostgreSQL's autovacuum does it.
     */
    public void optimize() {
        if (table.executor().dialect() == Dialect.SQLITE) {
            fts5().optimize();
        }
    }

    // ---- what it is

    /** The table that is searched, or its alias. */
    public Table<?, ?> table() {
        return table;
    }

    /** Its name in SQL. */
    public String name() {
        return sqlName();
    }

    /** The columns with their weights, in order. */
    public List<Weighted> parts() {
        return parts;
    }

    /** The text search configuration. */
    public String language() {
        return canonical().language;
    }

    /** The table of FTS5 that it is on SQLite, and nowhere else. */
    public Fts5Table<?> fts5() {
        SearchIndex declared = canonical();
        SearchTable known = declared.fts5;
        if (known == null) {
            known = new SearchTable(declared);
            declared.fts5 = known;
        }
        return known;
    }

    /** The column that it is on PostgreSQL, and nowhere else. */
    public SearchColumn vector() {
        SearchIndex declared = canonical();
        SearchColumn known = declared.vector;
        if (known == null) {
            known =
                    new SearchColumn(
                            declared.table, -1 - ordinal, declared.language, declared.parts);
            known.heldBy(sqlName());
            declared.vector = known;
        }
        return table.aliasName() == null ? known : known.of(table);
    }

    /** Table and name as SQL knows them. */
    @Override
    public String toString() {
        return table + "." + nameOrNull();
    }

    @Override
    SearchIndex canonical() {
        return table.base().declaration().searches.get(ordinal);
    }

    /** Its own column for one of the table, which has to be searched. */
    int indexOf(Column<?> column) {
        for (int i = 0; i < parts.size(); i++) {
            Column<?> part = parts.get(i).column();
            if (part.ordinal == column.ordinal && part.table.base() == column.table.base()) {
                return i;
            }
        }
        throw new ModelException(
                column + " is not searched by " + this,
                table.toString(),
                "name one of " + columnNames());
    }

    String tokenizer() {
        if (tokenizer != null) {
            return tokenizer;
        }
        // as PostgreSQL: a letter with an accent is another letter
        String plain = "unicode61 remove_diacritics 0";
        return language.toLowerCase(Locale.ROOT).equals("english") ? "porter " + plain : plain;
    }

    int[] prefixes() {
        return prefixes;
    }
}
