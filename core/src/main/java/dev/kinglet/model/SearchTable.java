package dev.kinglet.model;

import dev.kinglet.query.QueryExecutor;
import org.jspecify.annotations.Nullable;

/** The FTS5 table of a {@link SearchIndex}, over the rows of the table that declares it. */
final class SearchTable extends Fts5Table<SearchTable.Entry> {
    private final SearchIndex index;

    /** A row of the index; nobody reads one. */
    static final class Entry extends Model<Long> {}

    SearchTable(SearchIndex index) {
        super(Entry::new);
        this.index = index;
        for (SearchPart.Weighted part : index.parts()) {
            text().named(part.column().name());
        }
        named(index.table().tableName() + "_" + index.name());
        if (index.table().schema() != null) {
            schema(index.table().schema());
        }
        tokenizer(index.tokenizer());
        prefix(index.prefixes());
        content(index::table);
    }

    @Override
    protected @Nullable QueryExecutor database() {
        return index.table().bound();
    }
}
