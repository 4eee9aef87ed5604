package dev.portcullis.emulator.internal.page;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.emulator.internal.codec.Faults;
import dev.portcullis.emulator.internal.codec.JsonAt;
import dev.portcullis.emulator.internal.codec.WireNames;
import dev.portcullis.emulator.internal.http.Json;
import dev.portcullis.emulator.internal.http.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The fields of a submitted form. A getter notes a value that cannot be used and goes on, so that
 * {@link #check} names every mistake; call it before anything is changed.
 */
final class Form implements Faults {

  private final Parameters parameters;
  private final List<String> problems = new ArrayList<>();

  Form(Parameters parameters) {
    this.parameters = parameters;
  }

  /** The text of a field, unless it is absent or empty. */
  Optional<String> text(String name) {
    return parameters.text(name);
  }

  boolean ticked(String name) {
    return text(name).isPresent();
  }

  <E extends Enum<E>> E choice(String name, E otherwise) {
    Class<E> type = otherwise.getDeclaringClass();
    String text = text(name).orElse("");
    Optional<E> chosen = WireNames.read(type, text);
    if (chosen.isEmpty()) {
      problem(name, text, "one of " + String.join(", ", WireNames.all(type)));
    }
    return chosen.orElse(otherwise);
  }

  int number(String name, int least, int most) {
    String text = text(name).orElse("").strip();
    Optional<Integer> number =
        Optional.of(text)
            .filter(digits -> digits.matches("[0-9]{1,9}"))
            .map(Integer::valueOf)
            .filter(value -> value >= least && value <= most);
    if (number.isEmpty()) {
      problem(name, text, "a number, " + least + ".." + most);
    }
    return number.orElse(least);
  }

  /** A value of a header. */
  String printable(String name, String otherwise) {
    String value = text(name).orElse(otherwise).strip();
    if (!value.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      problem(name, "", "printable ASCII");
    }
    return value;
  }

  /** The JSON object in a field; empty if the field is. */
  Optional<ObjectNode> object(String name) {
    Optional<String> text = text(name).filter(it -> !it.isBlank());
    Optional<ObjectNode> object = text.flatMap(Json::object);
    if (text.isPresent() && object.isEmpty()) {
      problem(name, "", "a JSON object");
    }
    return object;
  }

  /** Notes a mistake; {@code found} may be empty. */
  void problem(String name, String found, String expected) {
    problems.add(
        name + ": " + (found.isEmpty() ? "" : found + " ") + "(expected: " + expected + ")");
  }

  /**
   * Refuses the form if there was a mistake.
   *
   * @throws IllegalArgumentException with every mistake
   */
  void check() {
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
  }

  @Override
  public void wrongType(JsonAt at, String expected) {
    problem(at.path(), "", expected);
  }

  @Override
  public void unknownName(JsonAt at, List<String> known) {
    problem(at.path(), at.node().asText(), "one of " + String.join(", ", known));
  }

  @Override
  public void invalid(JsonAt at, String found, String expected) {
    problem(at.path(), found, expected);
  }
}
