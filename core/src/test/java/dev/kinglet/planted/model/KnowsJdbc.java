package dev.kinglet.planted.model;

import java.sql.ResultSet;

/** A violation: a room above JDBC that knows it. */
public final class KnowsJdbc {
    public ResultSet result;
}
