package dev.portcullis.bootstrap.settings;

import dev.portcullis.bootstrap.settings.document.Section;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import io.vavr.control.Option;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;

/** The file of a key {@code authorities}. */
final class AuthoritiesFile {

  private AuthoritiesFile() {}

  /**
   * What keeps it from being used now.
   *
   * @param content what it should have, such as {@code certificate authorities of the store}
   */
  static Option<SettingsProblem> problem(Section section, Path file, String content) {
    try (InputStream in = Files.newInputStream(file)) {
      if (!CertificateFactory.getInstance("X.509").generateCertificates(in).isEmpty()) {
        return Option.none();
      }
    } catch (IOException | CertificateException e) {
      // The same fix.
    }
    return Option.some(
        section.problem(
            "authorities",
            "no file of certificates in PEM that this user may read: " + file,
            "name the file with the " + content));
  }
}
