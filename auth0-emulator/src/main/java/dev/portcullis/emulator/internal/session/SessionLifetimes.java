package dev.portcullis.emulator.internal.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.portcullis.emulator.internal.documents.Documents;
import java.time.Duration;

/**
 * The tenant's {@code session_lifetime} and {@code idle_session_lifetime}, in hours; seven days and
 * three days until they are written.
 */
public final class SessionLifetimes {

  private static final double LONGEST = 168;
  private static final double IDLE = 72;

  private final Documents documents;

  /** Reads the settings that were written here. */
  public SessionLifetimes(Documents documents) {
    this.documents = documents;
  }

  /** How long a session lasts without use. */
  Duration idle() {
    return hours("idle_session_lifetime", IDLE);
  }

  /** How long a session lasts in any case. */
  Duration longest() {
    return hours("session_lifetime", LONGEST);
  }

  private Duration hours(String name, double otherwise) {
    JsonNode written =
        documents
            .get("tenants/settings")
            .map(document -> document.path("written").path(name))
            .orElseGet(MissingNode::getInstance);
    return Duration.ofSeconds(Math.round(written.asDouble(otherwise) * 3600));
  }
}
