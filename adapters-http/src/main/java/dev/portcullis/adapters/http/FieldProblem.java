package dev.portcullis.adapters.http;

/**
 * What is wrong with one field of a request.
 *
 * @param detail says what was expected; never repeats the value
 */
record FieldProblem(String field, String detail) {}
