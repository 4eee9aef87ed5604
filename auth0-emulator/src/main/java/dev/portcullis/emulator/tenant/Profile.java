package dev.portcullis.emulator.tenant;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The data of a user that no check depends on; the metadata are JSON values. */
public record Profile(
    Optional<String> name,
    Optional<String> nickname,
    Map<String, Object> userMetadata,
    Map<String, Object> appMetadata) {

  /** Nothing. */
  public static final Profile EMPTY =
      new Profile(Optional.empty(), Optional.empty(), Map.of(), Map.of());

  /** Copies the metadata, which may hold JSON nulls. */
  public Profile {
    userMetadata = Collections.unmodifiableMap(new LinkedHashMap<>(userMetadata));
    appMetadata = Collections.unmodifiableMap(new LinkedHashMap<>(appMetadata));
  }

  /**
   * With the given values instead of the present ones; metadata are merged by key, and null removes
   * a key.
   */
  public Profile changed(
      Optional<String> newName,
      Optional<String> newNickname,
      Map<String, Object> userMetadataChange,
      Map<String, Object> appMetadataChange) {
    return new Profile(
        newName.or(() -> name),
        newNickname.or(() -> nickname),
        merged(userMetadata, userMetadataChange),
        merged(appMetadata, appMetadataChange));
  }

  private static Map<String, Object> merged(
      Map<String, Object> before, Map<String, Object> change) {
    Map<String, Object> after = new LinkedHashMap<>(before);
    after.putAll(change);
    after.values().removeIf(value -> value == null);
    return after;
  }

  /** With these user metadata instead. */
  public Profile withUserMetadata(Map<String, Object> value) {
    return new Profile(name, nickname, value, appMetadata);
  }

  /** With these app metadata instead. */
  public Profile withAppMetadata(Map<String, Object> value) {
    return new Profile(name, nickname, userMetadata, value);
  }

  /** With this name. */
  public Profile withName(String value) {
    return new Profile(Optional.of(value), nickname, userMetadata, appMetadata);
  }

  /** With this nickname. */
  public Profile withNickname(String value) {
    return new Profile(name, Optional.of(value), userMetadata, appMetadata);
  }
}
