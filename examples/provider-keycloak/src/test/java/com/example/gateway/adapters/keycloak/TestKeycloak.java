package com.example.gateway.adapters.keycloak;

import java.net.URI;
import java.util.List;

/** A Keycloak that has imported {@link Realms}. */
public interface TestKeycloak extends AutoCloseable {

  /** The real one that {@code -Dportcullis.keycloak=DIR} names, or one that answers as recorded. */
  static TestKeycloak start() {
    return RealKeycloak.isThere() ? RealKeycloak.shared().fromNow() : RecordedKeycloak.start();
  }

  /** One login as Keycloak recorded it: its event, or what it received. */
  record Seen(String realm, String username, String address) {}

  /** Without the realm. */
  URI url();

  /** Every login so far, once there are at least {@code least}; fails if there never are. */
  List<Seen> seen(int least);

  /** Returns when the failures of a user who has too many of them have been counted. */
  default void awaitLock() {}

  @Override
  void close();
}
