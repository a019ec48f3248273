package dev.kinglet.query;

/** All that one query says, as data. */
public sealed interface QueryDefinition
        permits SelectDefinition,
                InsertDefinition,
                UpdateDefinition,
                DeleteDefinition,
                ValuesDefinition,
                RawDefinition {

    /** What is read from first, or written to. */
    Source<?> root();
}
