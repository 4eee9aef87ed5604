package com.example.gateway.adapters.keycloak;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The realm of the README, and two that differ from it in one setting. */
final class Realms {

  static final JsonMapper JSON = new JsonMapper();

  private Realms() {}

  static List<ObjectNode> all() {
    return List.of(
        staff(),
        staff().put("realm", "closed").put("enabled", false),
        staff().put("realm", "https-only").put("sslRequired", "external"));
  }

  private static ObjectNode staff() {
    try {
      return (ObjectNode) JSON.readTree(Files.readString(Path.of("staff-realm.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
