package dev.portcullis.emulator;

import dev.portcullis.emulator.crypto.TokenKeys;
import java.security.SecureRandom;
import java.time.InstantSource;

/** The default settings with one signing key for all tests, which makes starting quick. */
final class TestSettings {

  private static final TokenKeys KEYS = new TokenKeys(new SecureRandom());

  private TestSettings() {}

  static EmulatorSettings at(InstantSource clock) {
    return EmulatorSettings.defaults().withKeys(KEYS).withClock(clock);
  }
}
