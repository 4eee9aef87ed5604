package dev.portcullis.spring;

import io.vavr.collection.Seq;

/** The application's properties are none that a gateway can start with. Contains no secret. */
final class InvalidPropertiesException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Seq<Problem> problems;

  /**
   * What is wrong with one property.
   *
   * @param property its whole name
   * @param remedy what to do, as a sentence without its full stop
   */
  record Problem(String property, String problem, String remedy) {}

  /**
   * All of it.
   *
   * @param problems at least one
   */
  InvalidPropertiesException(Seq<Problem> problems) {
    super(problems.map(it -> it.property() + ": " + it.problem()).mkString("; "));
    this.problems = problems;
  }

  Seq<Problem> problems() {
    return problems;
  }
}
