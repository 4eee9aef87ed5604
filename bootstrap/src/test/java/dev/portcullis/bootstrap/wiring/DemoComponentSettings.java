package dev.portcullis.bootstrap.wiring;

import dev.portcullis.bootstrap.demo.DemoPorts;
import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.emulator.Auth0Emulator;
import dev.portcullis.emulator.EmulatorSettings;

/** The demonstration's settings, for gateways whose provider is the test's. */
final class DemoComponentSettings {

  private DemoComponentSettings() {}

  static Settings onAnyPort() {
    try (Auth0Emulator emulator = Auth0Emulator.start(EmulatorSettings.defaults())) {
      return DemoModule.settings(new DemoPorts(0, 0, 0), emulator);
    }
  }
}
