package dev.portcullis.adapters.http.server.tls;

import dev.portcullis.adapters.http.server.tls.TlsSettings.ClientCertificates.Asked;
import dev.portcullis.adapters.http.server.tls.TlsSettings.ClientCertificates.NotAsked;
import dev.portcullis.adapters.http.server.tls.TlsSettings.Identity;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/** Reads the files of TLS settings as a listener would, and says what is wrong with them. */
public final class TlsFiles {

  private static final Duration SOON = Duration.ofDays(14);

  private TlsFiles() {}

  /** Which part of the settings a finding is about. */
  public enum Part {
    CERTIFICATE,
    KEY,
    PKCS12,
    PKCS12_PASSWORD,
    CLIENT_AUTHORITIES;

    /** The part as a word, such as {@code client-authorities}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * What is wrong with a file. Holds no secret.
   *
   * @param error whether a listener cannot open with it
   * @param problem what is wrong, with the file's path
   * @param fix what to do about it
   */
  public record Finding(boolean error, Part part, String problem, String fix) {

    static Finding error(Part part, String problem, String fix) {
      return new Finding(true, part, problem, fix);
    }

    private static Finding warning(Part part, String problem, String fix) {
      return new Finding(false, part, problem, fix);
    }

    @Override
    public String toString() {
      return problem + ": " + fix;
    }
  }

  /** Everything that is wrong with the files, errors and warnings, as of {@code now}. */
  public static Seq<Finding> check(TlsSettings settings, Instant now) {
    return settings
        .identities()
        .<Finding>flatMap(identity -> check(identity, now))
        .appendAll(check(settings.clients()));
  }

  private static Seq<Finding> check(Identity identity, Instant now) {
    try {
      X509Certificate certificate = LoadedIdentity.load(identity, now).certificate();
      return expiry(identity, certificate.getNotAfter().toInstant(), now)
          .appendAll(readable(identity));
    } catch (UnusableTlsException e) {
      return Vector.of(e.finding());
    }
  }

  private static Seq<Finding> check(TlsSettings.ClientCertificates clients) {
    try {
      return switch (clients) {
        case NotAsked() -> Vector.empty();
        case Asked(var authorities, var required) -> {
          var unused = PemFile.authorities(authorities);
          yield Vector.empty();
        }
      };
    } catch (UnusableTlsException e) {
      return Vector.of(e.finding());
    }
  }

  private static Seq<Finding> expiry(Identity identity, Instant end, Instant now) {
    return end.isAfter(now.plus(SOON))
        ? Vector.empty()
        : Vector.of(
            Finding.warning(
                identity.part(),
                "the certificate in " + identity.file() + " expires on " + day(end),
                "renew it; the new file is read without a restart"));
  }

  private static Seq<Finding> readable(Identity identity) {
    Path file =
        switch (identity) {
          case Identity.Pem(var chain, var key) -> key;
          case Identity.Pkcs12(var store, var password) -> store;
        };
    Part part = identity instanceof Identity.Pem ? Part.KEY : Part.PKCS12;
    try {
      return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)
          ? Vector.of(
              Finding.warning(
                  part, "every user of this machine can read " + file, "run chmod o= " + file))
          : Vector.empty();
    } catch (IOException | UnsupportedOperationException e) {
      return Vector.empty();
    }
  }

  static LocalDate day(Instant instant) {
    return LocalDate.ofInstant(instant, ZoneOffset.UTC);
  }
}
