package dev.portcullis.embed;

import java.time.InstantSource;

/** The only class of this module that chooses the system's clock, for those who set no other. */
final class SystemTime {

  private SystemTime() {}

  static InstantSource clock() {
    return InstantSource.system();
  }
}
