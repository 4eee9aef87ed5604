package dev.portcullis.emulator.tenant;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The data of a user that no login depends on; the metadata are JSON values.
 *
 * @param otherAttributes values of {@link #ATTRIBUTES}
 */
public record Profile(
    Optional<String> name,
    Optional<String> nickname,
    Map<String, Object> userMetadata,
    Map<String, Object> appMetadata,
    Optional<Map<String, Object>> otherAttributes) {

  /** The names of further attributes, as the Management API has them. */
  public static final List<String> ATTRIBUTES =
      List.of("given_name", "family_name", "picture", "username", "phone_number", "phone_verified");

  /** Nothing. */
  public static final Profile EMPTY =
      new Profile(Optional.empty(), Optional.empty(), Map.of(), Map.of(), Optional.empty());

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
        merged(appMetadata, appMetadataChange),
        otherAttributes);
  }

  /** The attributes that the user has, of {@link #ATTRIBUTES}. */
  public Map<String, Object> attributes() {
    return otherAttributes.orElse(Map.of());
  }

  /** With these attributes too; null removes one. */
  public Profile withAttributes(Map<String, Object> change) {
    return new Profile(
        name,
        nickname,
        userMetadata,
        appMetadata,
        Optional.of(merged(attributes(), change)).filter(left -> !left.isEmpty()));
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
    return new Profile(name, nickname, value, appMetadata, otherAttributes);
  }

  /** With these app metadata instead. */
  public Profile withAppMetadata(Map<String, Object> value) {
    return new Profile(name, nickname, userMetadata, value, otherAttributes);
  }

  /** With this name. */
  public Profile withName(String value) {
    return new Profile(Optional.of(value), nickname, userMetadata, appMetadata, otherAttributes);
  }

  /** With this nickname. */
  public Profile withNickname(String value) {
    return new Profile(name, Optional.of(value), userMetadata, appMetadata, otherAttributes);
  }
}
