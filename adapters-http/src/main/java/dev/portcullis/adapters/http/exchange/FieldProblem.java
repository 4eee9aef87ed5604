package dev.portcullis.adapters.http.exchange;

/**
 * What is wrong with one field of a request.
 *
 * @param detail says what was expected; never repeats the value
 */
public record FieldProblem(String field, String detail) {}
