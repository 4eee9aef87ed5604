package dev.portcullis.bootstrap.doctor;

import dev.portcullis.adapters.auth0.settings.Auth0Settings;
import dev.portcullis.bootstrap.settings.AcceptedRisk;
import dev.portcullis.bootstrap.settings.DoctorSettings;
import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.doctor.check.Expectations;
import dev.portcullis.doctor.tenant.Host.SecretPlace;
import dev.portcullis.doctor.tenant.TenantSnapshot.AuthenticationMethod;
import io.vavr.Tuple;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.regex.Pattern;

/** Derives what the doctor expects from the gateway's settings. */
public final class DoctorExpectations {

  private static final Pattern OFFLINE = Pattern.compile("(^|\\s)offline_access(\\s|$)");

  private DoctorExpectations() {}

  /** Returns what these settings expect of tenant and host. */
  public static Expectations expectations(Settings settings) {
    Auth0Settings auth0 = settings.auth0();
    return Expectations.of(
            auth0.clientId(),
            switch (auth0.clientAuthentication()) {
              case CLIENT_SECRET_POST -> AuthenticationMethod.CLIENT_SECRET_POST;
              case CLIENT_SECRET_BASIC -> AuthenticationMethod.CLIENT_SECRET_BASIC;
            },
            new Expectations.Timeouts(
                auth0.transport().connectTimeout(), auth0.transport().callTimeout()))
        .withRealm(auth0.realm())
        .withAudience(auth0.audience())
        .withRefresh(auth0.scope().exists(scope -> OFFLINE.matcher(scope).find()))
        .withPolicies(
            settings.http().users().toMap(it -> Tuple.of(it.name(), it.address().policy())))
        .withEgress(settings.doctor().egress())
        .withLoginsPerSecond(settings.doctor().loginsPerSecond())
        .withCanary(settings.doctor().canary().map(it -> it.credentials().identifier().value()))
        .withDomain(auth0.tenant().getHost())
        .withStreamed(settings.doctor().watch() instanceof DoctorSettings.Watch.Stream)
        .withAccepted(settings.doctor().accepted().map(AcceptedRisk::acceptance));
  }

  /**
   * Returns whether other users can read the files that hold secrets; false where the file system
   * has no POSIX permissions.
   */
  public static Seq<SecretPlace> secrets(Map<String, Path> files) {
    return files
        .toVector()
        .map(it -> new SecretPlace(it._1(), it._2().getFileName().toString(), others(it._2())));
  }

  private static boolean others(Path file) {
    try {
      return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }
}
