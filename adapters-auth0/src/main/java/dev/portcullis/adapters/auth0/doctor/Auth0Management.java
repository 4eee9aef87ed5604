package dev.portcullis.adapters.auth0.doctor;

import dev.portcullis.adapters.auth0.management.ManagementApi;
import dev.portcullis.adapters.auth0.management.ManagementTokens;
import dev.portcullis.adapters.auth0.settings.ClientSecret;
import dev.portcullis.adapters.auth0.settings.ManagementSettings;
import dev.portcullis.adapters.auth0.token.TokenRequest;
import dev.portcullis.adapters.auth0.transport.HttpCoreClient;
import dev.portcullis.doctor.port.Sleeper;
import dev.portcullis.doctor.port.TenantEditor;
import dev.portcullis.doctor.port.TenantLogs;
import dev.portcullis.doctor.port.TenantReader;
import java.time.InstantSource;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * The doctor's ports to a tenant's Management API, called as one machine-to-machine application;
 * they share connections and a token.
 */
public final class Auth0Management implements AutoCloseable {

  /** A page of a hundred log events is much longer than the answer to a login. */
  static final int MAX_BODY = 4 * 1024 * 1024;

  private final HttpCoreClient http;
  private final Auth0TenantReader reader;
  private final Auth0TenantLogs logs;
  private final Auth0TenantEditor editor;

  private Auth0Management(
      HttpCoreClient http,
      Auth0TenantReader reader,
      Auth0TenantLogs logs,
      Auth0TenantEditor editor) {
    this.http = http;
    this.reader = reader;
    this.logs = logs;
    this.editor = editor;
  }

  /**
   * Connects to nothing yet.
   *
   * @param tls which certificates to trust; not used for plain http
   * @param pause waits until the rate limit allows another call
   */
  public static Auth0Management open(
      ManagementSettings settings, SSLContext tls, InstantSource time, Sleeper pause) {
    return open(settings, settings::clientSecret, tls, time, pause);
  }

  /**
   * The same with a secret that may be replaced.
   *
   * @param secret supplies the application's secret for each token
   */
  public static Auth0Management open(
      ManagementSettings settings,
      Supplier<ClientSecret> secret,
      SSLContext tls,
      InstantSource time,
      Sleeper pause) {
    HttpCoreClient http = HttpCoreClient.of(settings.tenant(), settings.transport(), tls, MAX_BODY);
    ManagementTokens tokens =
        ManagementTokens.of(
            http,
            () ->
                new TokenRequest.ClientCredentials(
                    settings.clientId(), secret.get(), settings.audience()),
            time);
    ManagementApi api = ManagementApi.of(http);
    ManagementCalls calls = new ManagementCalls(tokens, pause, time);
    return new Auth0Management(
        http,
        new Auth0TenantReader(api, calls, tokens, settings.clientId()),
        new Auth0TenantLogs(api, calls),
        new Auth0TenantEditor(api, calls));
  }

  public TenantReader tenantReader() {
    return reader;
  }

  public TenantLogs tenantLogs() {
    return logs;
  }

  public TenantEditor tenantEditor() {
    return editor;
  }

  @Override
  public void close() {
    http.close();
  }
}
