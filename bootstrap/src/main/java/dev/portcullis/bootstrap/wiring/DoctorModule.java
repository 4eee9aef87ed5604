package dev.portcullis.bootstrap.wiring;

import dagger.Module;
import dagger.Provides;
import dev.portcullis.adapters.auth0.doctor.Auth0HostProbe;
import dev.portcullis.adapters.auth0.doctor.Auth0Management;
import dev.portcullis.application.provider.Provider;
import dev.portcullis.bootstrap.doctor.DoctorExpectations;
import dev.portcullis.bootstrap.secret.LiveSecrets;
import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.doctor.ApplyRemediesService;
import dev.portcullis.doctor.ApplyRemediesUseCase;
import dev.portcullis.doctor.DiagnoseTenantService;
import dev.portcullis.doctor.DiagnoseTenantUseCase;
import dev.portcullis.doctor.canary.CanaryLogin;
import dev.portcullis.doctor.check.Expectations;
import dev.portcullis.doctor.port.HostProbe;
import dev.portcullis.doctor.port.Sleeper;
import dev.portcullis.doctor.port.TenantEditor;
import dev.portcullis.doctor.port.TenantLogs;
import dev.portcullis.doctor.port.TenantReader;
import dev.portcullis.doctor.tenant.FactUnavailable;
import io.vavr.collection.Map;
import io.vavr.control.Option;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import javax.net.ssl.SSLContext;

/** The doctor, with the Management API if its credentials are configured. */
@Module
interface DoctorModule {

  String NO_ACCESS = "management.client-id is not set";

  @Provides
  static SSLContext tls() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  @Provides
  @Singleton
  static Option<Auth0Management> management(
      Settings settings, LiveSecrets secrets, SSLContext tls, InstantSource time, Sleeper pause) {
    return settings
        .doctor()
        .management()
        .map(it -> Auth0Management.open(it, secrets.management(), tls, time, pause));
  }

  @Provides
  static TenantReader reader(Option<Auth0Management> management) {
    return management
        .map(Auth0Management::tenantReader)
        .getOrElse(() -> TenantReader.without(new FactUnavailable.NotConfigured(NO_ACCESS)));
  }

  @Provides
  static TenantLogs logs(Option<Auth0Management> management) {
    return management
        .map(Auth0Management::tenantLogs)
        .getOrElse(() -> TenantLogs.without(new FactUnavailable.NotConfigured(NO_ACCESS)));
  }

  @Provides
  static TenantEditor editor(Option<Auth0Management> management) {
    return management
        .map(Auth0Management::tenantEditor)
        .getOrElse(() -> TenantEditor.without(NO_ACCESS));
  }

  @Provides
  static Expectations expectations(Settings settings) {
    return DoctorExpectations.expectations(settings);
  }

  @Provides
  static HostProbe host(Settings settings, SSLContext tls, InstantSource time) {
    Map<String, Path> files = settings.doctor().secretFiles();
    return new Auth0HostProbe(settings.auth0(), tls, time, () -> DoctorExpectations.secrets(files));
  }

  @Provides
  static CanaryLogin canary(
      Settings settings, Provider provider, TenantLogs logs, Sleeper pause, InstantSource time) {
    return new CanaryLogin(
        settings
            .doctor()
            .canary()
            .map(it -> new CanaryLogin.User(it.credentials(), it.address(), it.logWait())),
        provider,
        logs,
        pause,
        time);
  }

  @Provides
  @Singleton
  static DiagnoseTenantUseCase diagnose(
      Expectations expected,
      HostProbe host,
      TenantReader reader,
      TenantLogs logs,
      CanaryLogin canary,
      InstantSource time) {
    return new DiagnoseTenantService(expected, host, reader, logs, canary, time);
  }

  @Provides
  @Singleton
  static ApplyRemediesUseCase remedies(
      Expectations expected,
      TenantReader reader,
      TenantLogs logs,
      TenantEditor editor,
      InstantSource time) {
    return new ApplyRemediesService(expected, reader, logs, editor, time);
  }
}
