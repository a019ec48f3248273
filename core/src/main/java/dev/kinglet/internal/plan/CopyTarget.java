package dev.kinglet.internal.plan;

import java.util.List;

/**
 * Where rows are copied to.
 *
 * @param table its name as it stands in SQL
 * @param columns their names
 * @param select a query of these columns
 */
public record CopyTarget(String table, List<String> columns, String select) {}
