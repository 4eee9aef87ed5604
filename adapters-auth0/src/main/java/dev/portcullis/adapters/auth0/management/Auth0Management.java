package dev.portcullis.adapters.auth0.management;

import dev.portcullis.adapters.auth0.settings.ManagementSettings;
import dev.portcullis.adapters.auth0.token.TokenFormApi;
import dev.portcullis.adapters.auth0.transport.HttpCoreClient;
import dev.portcullis.adapters.auth0.transport.HttpReply;
import dev.portcullis.adapters.auth0.transport.Origin;
import dev.portcullis.doctor.port.Sleeper;
import dev.portcullis.doctor.port.TenantEditor;
import dev.portcullis.doctor.port.TenantLogs;
import dev.portcullis.doctor.port.TenantReader;
import feign.ExceptionPropagationPolicy;
import feign.Feign;
import feign.Logger;
import feign.Retryer;
import feign.jackson.JacksonEncoder;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Map;
import javax.net.ssl.SSLContext;

/** A tenant's Management API, as a machine-to-machine application; its ports share a token. */
public final class Auth0Management implements AutoCloseable {

  /** A page of a hundred log events is far more than any login's answer. */
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
   * @param pause waits for the rate limit
   */
  public static Auth0Management open(
      ManagementSettings settings, SSLContext tls, InstantSource time, Sleeper pause) {
    Origin origin = Origin.of(settings.tenant());
    HttpCoreClient http =
        new HttpCoreClient(
            origin,
            settings.transport(),
            origin.secure() ? tls.getSocketFactory() : null,
            InetAddress::getAllByName,
            MAX_BODY);
    ManagementTokens tokens =
        new ManagementTokens(TokenFormApi.over(http, origin, Map.of()), settings, time);
    ManagementCalls calls = new ManagementCalls(tokens, pause, time);
    ManagementApi api =
        Feign.builder()
            .client(http)
            .encoder(new JacksonEncoder(ManagementCalls.JSON))
            .responseInterceptor((answer, rest) -> HttpReply.of(answer.response()))
            .retryer(Retryer.NEVER_RETRY)
            .exceptionPropagationPolicy(ExceptionPropagationPolicy.UNWRAP)
            .logLevel(Logger.Level.NONE)
            .target(new ManagementTarget<>(ManagementApi.class, origin.toString()));
    return new Auth0Management(
        http,
        new Auth0TenantReader(api, calls, tokens),
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
