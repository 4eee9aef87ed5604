package dev.portcullis.emulator.expression;

/** A text that is no expression; the message has the place and what is expected there. */
public final class InvalidExpression extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final String found;
  private final String expected;

  InvalidExpression(int position, String found, String expected) {
    super("character " + (position + 1) + ": " + found + " (expected: " + expected + ")");
    this.found = "character " + (position + 1) + ": " + found;
    this.expected = expected;
  }

  /** The place, counted from 1, and what is there. */
  public String found() {
    return found;
  }

  /** What is expected there. */
  public String expected() {
    return expected;
  }
}
