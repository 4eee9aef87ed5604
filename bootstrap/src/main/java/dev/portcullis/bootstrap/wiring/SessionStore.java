package dev.portcullis.bootstrap.wiring;

import dev.portcullis.adapters.file.FileRenewedSessions;
import dev.portcullis.adapters.file.FileRevokedSessions;
import dev.portcullis.adapters.http.session.SessionStores;
import dev.portcullis.adapters.memory.InMemoryRenewedSessions;
import dev.portcullis.adapters.memory.InMemoryRevokedSessions;
import dev.portcullis.bootstrap.shared.SharedStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/** What the gateway remembers of sessions, and how it is closed. */
record SessionStore(SessionStores stores, Runnable closing) {

  static SessionStore inMemory(InstantSource time) {
    return new SessionStore(
        new SessionStores(new InMemoryRevokedSessions(time), new InMemoryRenewedSessions(time)),
        () -> {});
  }

  static SessionStore inFiles(Path directory, InstantSource time) {
    FileRevokedSessions revoked = FileRevokedSessions.open(directory, time);
    return new SessionStore(
        new SessionStores(revoked, FileRenewedSessions.open(directory, time)), revoked::close);
  }

  /** The same for all instances; each has its own besides. */
  SessionStore sharedIn(SharedStore store, Duration slowestCall) {
    return new SessionStore(store.around(stores, slowestCall), closing);
  }

  void close() {
    closing.run();
  }
}
