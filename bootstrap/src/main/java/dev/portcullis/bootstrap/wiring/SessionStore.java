package dev.portcullis.bootstrap.wiring;

import dev.portcullis.adapters.file.FileRevokedSessions;
import dev.portcullis.adapters.memory.InMemoryRevokedSessions;
import dev.portcullis.application.session.port.RevokedSessions;
import java.nio.file.Path;
import java.time.InstantSource;

/** What the gateway remembers of sessions, and how it is closed. */
record SessionStore(RevokedSessions revoked, Runnable closing) {

  static SessionStore inMemory(InstantSource time) {
    return new SessionStore(new InMemoryRevokedSessions(time), () -> {});
  }

  static SessionStore inFiles(Path directory, InstantSource time) {
    FileRevokedSessions revoked = FileRevokedSessions.open(directory, time);
    return new SessionStore(revoked, revoked::close);
  }

  void close() {
    closing.run();
  }
}
