package dev.kinglet.postgres;

/**
 * A message that came.
 *
 * @param payload empty where none was given
 * @param process of the server, by which the connection is known that sent it
 */
public record Notification(String channel, String payload, int process) {}
