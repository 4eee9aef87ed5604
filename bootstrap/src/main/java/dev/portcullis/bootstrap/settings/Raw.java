package dev.portcullis.bootstrap.settings;

/**
 * A value as written.
 *
 * @param where the file and line, or the environment variable
 */
record Raw(String key, String text, String where) {}
