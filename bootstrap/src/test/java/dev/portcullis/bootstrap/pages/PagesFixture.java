package dev.portcullis.bootstrap.pages;

import dev.portcullis.adapters.http.exchange.Endpoint;
import dev.portcullis.adapters.http.exchange.WebOrigin;
import dev.portcullis.adapters.http.intake.CallerOrigins;
import dev.portcullis.bootstrap.EmulatedTenant;
import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.bootstrap.wiring.Gateway;
import dev.portcullis.bootstrap.wiring.ProductionComponent;
import dev.portcullis.emulator.Auth0Emulator;
import dev.portcullis.emulator.EmulatorSettings;
import dev.portcullis.emulator.observed.SentMail;
import dev.portcullis.emulator.tenant.TenantDefinition;
import io.vavr.collection.LinkedHashSet;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.function.UnaryOperator;

/** A gateway and a demo tenant, whose pages a browser on this machine opens. */
final class PagesFixture implements AutoCloseable {

  final Auth0Emulator tenant;

  private final Map<String, Seq<Endpoint>> endpoints;
  private final Gateway.Running gateway;
  private final HttpClient http = HttpClient.newHttpClient();

  PagesFixture() {
    this(EmulatedTenant.start());
  }

  private PagesFixture(Auth0Emulator tenant) {
    this(tenant, EmulatedTenant.settings(tenant));
  }

  private PagesFixture(Auth0Emulator tenant, Settings settings) {
    this.tenant = tenant;
    Gateway wired = ProductionComponent.gateway(settings);
    this.endpoints = wired.endpoints();
    this.gateway = wired.start();
  }

  /** Whose API the pages of these origins may call. */
  static PagesFixture callableFrom(String... origins) {
    Auth0Emulator tenant = EmulatedTenant.start();
    return new PagesFixture(
        tenant,
        EmulatedTenant.settings(tenant)
            .withOrigins(
                CallerOrigins.of(Vector.of(origins).map(it -> WebOrigin.ofPage(it).get()))));
  }

  /** Served by these listeners alone. */
  static PagesFixture servedAt(String... listeners) {
    Auth0Emulator tenant = EmulatedTenant.start();
    Settings settings = EmulatedTenant.settings(tenant);
    return new PagesFixture(
        tenant,
        settings.withPages(
            settings.pages().map(it -> it.withListeners(LinkedHashSet.of(listeners)))));
  }

  /** In front of a changed demo tenant. */
  static PagesFixture with(UnaryOperator<TenantDefinition.Builder> change) {
    return new PagesFixture(
        Auth0Emulator.start(
            EmulatorSettings.defaults()
                .withTenant(change.apply(TenantDefinition.demo().toBuilder()).build())));
  }

  /** Every endpoint, by the name of its listener. */
  Map<String, Seq<Endpoint>> endpoints() {
    return endpoints;
  }

  /** The address of a page. */
  URI page(String path) {
    return URI.create("http://127.0.0.1:" + gateway.port("pages") + path);
  }

  /** The address of something for operators. */
  URI admin(String path) {
    return URI.create("http://127.0.0.1:" + gateway.operatorsPort() + path);
  }

  /** The port behind a proxy. */
  int port() {
    return gateway.port("users");
  }

  /** The content of the latest mail of a kind: its link or code. */
  String mailed(SentMail.Kind kind) {
    return tenant.tenant().mails().reversed().stream()
        .filter(mail -> mail.kind() == kind)
        .findFirst()
        .flatMap(SentMail::content)
        .orElseThrow(() -> new AssertionError("no mail: " + kind))
        .reveal();
  }

  /** Has the tenant answer the next request for a token so. */
  void answerNext(int status, String headers, String body)
      throws IOException, InterruptedException {
    String json =
        "{\"status\":%d,\"headers\":{%s},\"content_type\":\"application/json\",\"body\":%s}"
            .formatted(status, headers, body);
    int code =
        http.send(
                HttpRequest.newBuilder(tenant.baseUri().resolve("/emulator/next-answers"))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(json))
                    .build(),
                BodyHandlers.discarding())
            .statusCode();
    if (code >= 300) {
      throw new AssertionError("next-answers: " + code);
    }
  }

  @Override
  public void close() {
    http.close();
    gateway.close();
    tenant.close();
  }
}
