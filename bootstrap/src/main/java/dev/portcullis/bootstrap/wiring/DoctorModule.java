package dev.portcullis.bootstrap.wiring;

import dagger.Module;
import dagger.Provides;
import dev.portcullis.adapters.auth0.Auth0Machine;
import dev.portcullis.adapters.auth0.Auth0Management;
import dev.portcullis.application.port.in.DiagnoseTenantUseCase;
import dev.portcullis.application.port.in.MendTenantUseCase;
import dev.portcullis.application.port.out.CredentialVerifier;
import dev.portcullis.application.port.out.MachineReader;
import dev.portcullis.application.port.out.Pause;
import dev.portcullis.application.port.out.TenantEditor;
import dev.portcullis.application.port.out.TenantLogs;
import dev.portcullis.application.port.out.TenantReader;
import dev.portcullis.application.service.CanaryLogin;
import dev.portcullis.application.service.DiagnoseTenantService;
import dev.portcullis.application.service.MendTenantService;
import dev.portcullis.bootstrap.doctor.Told;
import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.domain.doctor.Expectations;
import dev.portcullis.domain.doctor.Unread;
import io.vavr.control.Option;
import jakarta.inject.Singleton;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import javax.net.ssl.SSLContext;

/** The doctor, around the tenant's Management API if there is access to it. */
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
      Settings settings, SSLContext tls, InstantSource time, Pause pause) {
    return settings.doctor().management().map(it -> Auth0Management.open(it, tls, time, pause));
  }

  @Provides
  static TenantReader reader(Option<Auth0Management> management) {
    return management
        .map(Auth0Management::tenantReader)
        .getOrElse(() -> TenantReader.without(new Unread.NotConfigured(NO_ACCESS)));
  }

  @Provides
  static TenantLogs logs(Option<Auth0Management> management) {
    return management
        .map(Auth0Management::tenantLogs)
        .getOrElse(() -> TenantLogs.without(new Unread.NotConfigured(NO_ACCESS)));
  }

  @Provides
  static TenantEditor editor(Option<Auth0Management> management) {
    return management
        .map(Auth0Management::tenantEditor)
        .getOrElse(() -> TenantEditor.without(NO_ACCESS));
  }

  @Provides
  static Expectations expectations(Settings settings) {
    return Told.expectations(settings);
  }

  @Provides
  static MachineReader machine(Settings settings, SSLContext tls, InstantSource time) {
    return new Auth0Machine(
        settings.auth0(), tls, time, () -> Told.secrets(settings.doctor().secretFiles()));
  }

  @Provides
  static CanaryLogin canary(
      Settings settings,
      CredentialVerifier verifier,
      TenantLogs logs,
      Pause pause,
      InstantSource time) {
    return new CanaryLogin(
        settings
            .doctor()
            .canary()
            .map(it -> new CanaryLogin.User(it.credentials(), it.address(), it.logWait())),
        verifier,
        logs,
        pause,
        time);
  }

  @Provides
  @Singleton
  static DiagnoseTenantUseCase diagnose(
      Expectations expected,
      MachineReader machine,
      TenantReader reader,
      TenantLogs logs,
      CanaryLogin canary,
      InstantSource time) {
    return new DiagnoseTenantService(expected, machine, reader, logs, canary, time);
  }

  @Provides
  @Singleton
  static MendTenantUseCase mend(
      Expectations expected, TenantReader reader, TenantLogs logs, TenantEditor editor) {
    return new MendTenantService(expected, reader, logs, editor);
  }
}
