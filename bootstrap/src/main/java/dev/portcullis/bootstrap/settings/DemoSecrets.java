package dev.portcullis.bootstrap.settings;

import dev.portcullis.adapters.auth0.settings.ClientSecret;
import dev.portcullis.bootstrap.settings.document.Section;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import io.vavr.control.Option;
import java.net.URI;

/** Finds the demo's published secrets in the settings of a real tenant. */
final class DemoSecrets {

  private static final String SECRET = "demo-secret-of-.*-not-for-production-use-.*";

  private DemoSecrets() {}

  /**
   * The problem with an application's secret, if it is one of them.
   *
   * @param section has {@code client-secret}
   */
  static Option<SettingsProblem> problem(Section section, URI tenant, ClientSecret secret) {
    return Option.when(
        isReal(tenant) && secret.reveal().matches(SECRET),
        () ->
            section.problem(
                "client-secret",
                "the demo's secret, which everybody knows",
                "set it to your own application's Client Secret"));
  }

  /** Not an emulator's: no name of this machine or of a container's network, and no address. */
  private static boolean isReal(URI tenant) {
    return tenant.getHost().matches("(?i).+\\.[a-z][a-z0-9-]*")
        && !tenant.getHost().matches("(?i).+\\.(localhost|local|internal|test)");
  }
}
