package dev.kinglet.model;

import dev.kinglet.expr.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the constructor of a table said. */
final class Declaration {
    final List<Column<?>> columns = new ArrayList<>();
    final List<ForeignKey<?, ?, ?>> foreignKeys = new ArrayList<>();
    final List<List<Column<?>>> primaryKeys = new ArrayList<>();
    final List<Index> indexes = new ArrayList<>();
    final List<AnyReference<?, ?>> anyReferences = new ArrayList<>();
    final List<CompositeForeignKey<?, ?>> compositeForeignKeys = new ArrayList<>();
    final List<OneOf<?, ?>> oneOfs = new ArrayList<>();
    final List<Table.Check> checks = new ArrayList<>();

    final List<Supplier<? extends Condition>> scopes = new ArrayList<>();

    final List<SearchIndex> searches = new ArrayList<>();
    final List<SearchColumn> searchColumns = new ArrayList<>();

    final List<String> formerNames = new ArrayList<>();

    @Nullable String name;
    @Nullable String schema;
    @Nullable String comment;
    Table.Options options = Table.Options.NONE;
    Table.@Nullable View view;
    Table.@Nullable Virtual virtual;
}
