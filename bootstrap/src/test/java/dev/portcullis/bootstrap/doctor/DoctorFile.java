package dev.portcullis.bootstrap.doctor;

import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.bootstrap.settings.SettingsReader;
import dev.portcullis.emulator.Auth0Emulator;
import dev.portcullis.emulator.tenant.DemoTenant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A portcullis.yaml for an emulated demo tenant. */
public final class DoctorFile {

  private DoctorFile() {}

  /** Written into a directory. */
  public static Path in(Path directory, Auth0Emulator tenant) {
    String yaml =
        """
        listen: {users: "127.0.0.1:0", operators: "127.0.0.1:0"}
        client-ip:
          trusted-proxies: [127.0.0.0/8]
          private-result: {allow: [192.0.2.0/24, 198.51.100.0/24, 203.0.113.0/24]}
        auth0:
          domain: %s
          client-id: %s
          client-secret: %s
          audience: %s
          scope: openid profile email
        management:
          client-id: %s
          client-secret: %s
        doctor:
          egress: [127.0.0.1]
          log-wait: 1s
          canary:
            username: %s
            password: %s
            address: 192.0.2.10
        """
            .formatted(
                tenant.baseUri(),
                DemoTenant.GATEWAY_CLIENT_ID,
                DemoTenant.GATEWAY_CLIENT_SECRET,
                DemoTenant.API_AUDIENCE,
                DemoTenant.MANAGEMENT_CLIENT_ID,
                DemoTenant.MANAGEMENT_CLIENT_SECRET,
                DemoTenant.ALICE,
                DemoTenant.ALICE_PASSWORD);
    try {
      return Files.writeString(directory.resolve("portcullis.yaml"), yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Its settings.
   *
   * @param environment laid over the file
   */
  public static Settings settings(
      Path directory, Auth0Emulator tenant, Map<String, String> environment) {
    return read(in(directory, tenant), environment);
  }

  /** The settings of a file. */
  static Settings read(Path file, Map<String, String> environment) {
    return SettingsReader.read(file, environment)
        .fold(
            problems -> {
              throw new AssertionError(problems.mkString("\n"));
            },
            settings -> settings);
  }
}
