package dev.portcullis.doctor.remedy;

import io.vavr.collection.Seq;

/**
 * One attribute before and after. The two are equal for an attribute that is only sent along.
 *
 * @param path the attribute's name in the Management API, its levels separated by dots
 */
public record Edit(String path, Value before, Value after) {

  /** Whether this edit changes nothing: before equals after. */
  public boolean isRepeated() {
    return before.equals(after);
  }

  /** The value of an attribute. */
  public sealed interface Value {

    /** Not set. */
    record Unset() implements Value {}

    record Flag(boolean value) implements Value {}

    record Text(String value) implements Value {}

    record Count(long value) implements Value {}

    record Texts(Seq<String> values) implements Value {}
  }
}
