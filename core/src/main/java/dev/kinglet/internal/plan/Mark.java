package dev.kinglet.internal.plan;

/**
 * Where a clause or a node begins in a {@link Shape}; what may follow is fixed for each, or
 * preceded by its number.
 */
enum Mark {
    SELECT,
    INSERT,
    UPDATE,
    DELETE,
    CONFLICT,
    ABSENT,
    DERIVED,
    CTE,
    DEFINED,
    RELATION,
    UNNEST,
    SOURCE,
    SCOPED,
    ATTACHED,
    COMPOUND,
    VALUES,
    VALUE,
    OUTSIDE,
    NOT,
    IS_NULL,
    IS_NOT_NULL,
    BETWEEN,
    IN_LIST,
    NOT_IN_LIST,
    IN_QUERY,
    NOT_IN_QUERY,
    EXISTS,
    TRUE,
    FALSE,
    IN_ROWS,
    NOT_IN_ROWS,
    ROW,
    FUNCTION,
    OVER,
    CASE,
    SUBQUERY,
    COLLATE,
    OR_NULL,
    CAST,
    ALIAS,
    RAW
}
