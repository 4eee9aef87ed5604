package dev.portcullis.doctor.tenant;

import io.vavr.collection.Seq;

/**
 * One attribute before and after; the two are the same for what is only sent along.
 *
 * @param path the attribute's name in the Management API, its levels parted by dots
 */
public record Edit(String path, Value before, Value after) {

  /** An edit that says once more what is so already. */
  public boolean isRepeated() {
    return before.equals(after);
  }

  /** What an attribute can be. */
  public sealed interface Value {

    /** Not set. */
    record Unset() implements Value {}

    record Flag(boolean value) implements Value {}

    record Text(String value) implements Value {}

    record Count(long value) implements Value {}

    record Texts(Seq<String> values) implements Value {}
  }
}
