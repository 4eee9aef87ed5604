package dev.portcullis.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.application.login.port.CredentialVerifier;
import dev.portcullis.application.provider.Provider;
import dev.portcullis.bootstrap.extension.ConfiguredProvider;
import dev.portcullis.bootstrap.extension.Extensions;
import dev.portcullis.bootstrap.extension.Extensions.ProviderSection;
import dev.portcullis.bootstrap.extension.OpenProvider;
import dev.portcullis.bootstrap.extension.ProviderReader;
import dev.portcullis.bootstrap.secret.LiveSecrets;
import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.bootstrap.settings.SettingsReader;
import dev.portcullis.bootstrap.settings.document.SettingsSource;
import dev.portcullis.bootstrap.settings.document.ValueType;
import dev.portcullis.bootstrap.wiring.Gateway;
import dev.portcullis.bootstrap.wiring.ProductionComponent;
import dev.portcullis.domain.login.Verdict;
import dev.portcullis.domain.outcome.ProviderReply;
import dev.portcullis.domain.reset.ResetStart;
import dev.portcullis.testkit.fake.InMemoryCredentialVerifier;
import dev.portcullis.testkit.fake.RecordingJournal;
import io.vavr.collection.HashMap;
import io.vavr.collection.HashSet;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import io.vavr.control.Validation;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@Isolated
class GatewayAppTest {

  private static final CredentialVerifier LEAKED =
      (credentials, request, client) -> ProviderReply.of(new Verdict.PasswordLeaked());

  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Keycloak", "9ldap", "a.b", "auth0", "client-ip", "listen", "listeners"})
  void a_section_of_the_shipped_program_or_no_name_is_refused(String section) {
    GatewayApp app = GatewayApp.with("check-config");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> app.provider(section, reader(LEAKED)))
        .withMessageStartingWith("section: not usable");
  }

  @Test
  void there_is_one_provider() {
    GatewayApp app = GatewayApp.with("check-config").provider("ldap", reader(LEAKED));

    assertThatIllegalStateException().isThrownBy(() -> app.provider("other", reader(LEAKED)));
  }

  @Test
  void reading_the_settings_opens_no_provider_and_the_gateway_opens_and_closes_one()
      throws Exception {
    Extensions extensions = extensions(LEAKED);
    Settings settings = settings(extensions, "");
    assertThat(opened).hasValue(0);

    try (Gateway.Running running = gateway(settings, extensions).start()) {
      assertThat(running.port()).isPositive();
      assertThat(opened).hasValue(1);
      assertThat(closed).hasValue(0);
    }

    assertThat(closed).hasValue(1);
  }

  @Test
  void an_own_journal_receives_each_login_and_one_that_throws_stops_none() throws Exception {
    RecordingJournal journal = new RecordingJournal();
    Extensions extensions =
        extensions(
                (credentials, request, client) ->
                    ProviderReply.of(InMemoryCredentialVerifier.granted("access-of-a-test")))
            .withJournal(
                event -> {
                  throw new IllegalStateException("the store is away");
                })
            .withJournal(journal);

    try (Gateway.Running running = gateway(settings(extensions, ""), extensions).start()) {
      HttpResponse<String> answer = logIn(running.port());

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
    assertThat(Vector.ofAll(journal.events()).filter(GatewayEvent.LoginEnded.class::isInstance))
        .hasSize(1);
  }

  @Test
  void what_was_passed_for_closing_is_closed_once_after_the_provider_and_the_last_first()
      throws Exception {
    List<String> order = new CopyOnWriteArrayList<>();
    Extensions extensions =
        extensions(LEAKED)
            .withClosing(() -> order.add("first, provider " + closed.get()))
            .withClosing(
                () -> {
                  throw new IOException("password=secret");
                })
            .withClosing(() -> order.add("last"));
    Gateway.Running running = gateway(settings(extensions, ""), extensions).start();
    assertThat(order).isEmpty();

    assertThatIllegalStateException()
        .isThrownBy(running::close)
        .withMessage("closing: java.io.IOException");

    assertThat(order).containsExactly("last", "first, provider 1");
  }

  @Test
  void an_own_limiter_decides_whether_a_reset_is_started() throws Exception {
    AtomicInteger resets = new AtomicInteger();
    Extensions extensions =
        Extensions.NONE
            .withProvider(
                section(
                    Provider.of(LEAKED, what -> "Fix " + what + ".")
                        .withPasswordResets(
                            subject -> {
                              resets.incrementAndGet();
                              return new ResetStart.ResetMailSent();
                            })))
            .withResetLimiter(subject -> Option.some(Duration.ofMinutes(7)));

    try (Gateway.Running running = gateway(settings(extensions, ""), extensions).start()) {
      HttpResponse<String> answer = logIn(running.port());

      assertThat(answer.body()).contains("password-leaked");
    }
    assertThat(resets).hasValue(0);
  }

  @Test
  void a_page_of_ones_own_takes_over_resets() throws Exception {
    Extensions extensions = extensions(LEAKED);
    Settings settings =
        settings(
            extensions,
            "password-reset: {method: hand-off, page: \"https://example.com/reset\"}\n");

    try (Gateway.Running running = gateway(settings, extensions).start()) {
      assertThat(logIn(running.port()).body()).contains("https://example.com/reset");
    }
  }

  @Test
  void pages_need_what_the_provider_can_do() {
    Extensions extensions = extensions(LEAKED);
    Settings settings =
        settings(
            extensions,
            """
            pages: {enabled: true, origin: "https://login.example.com"}
            session: {keys: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", revoked: memory}
            """);

    assertThatThrownBy(() -> gateway(settings, extensions))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("pages.enabled")
        .hasMessageContaining("second factors")
        .hasMessageContaining("ldap has none");
    assertThat(closed).hasValue(opened.get());
  }

  @Test
  void a_header_of_the_providers_own_is_no_address_source() {
    Extensions extensions =
        Extensions.NONE.withProvider(
            section(
                Provider.of(LEAKED, what -> "Fix " + what + ".")
                    .withOwnHeaders(HashSet.of("X-Ldap-Client"))));
    Settings settings =
        SettingsReader.read(
                source(
                    """
                    listen: {users: "127.0.0.1:0", operators: "127.0.0.1:0"}
                    client-ip:
                      trusted-proxies: 127.0.0.0/8
                      source: header
                      header-name: X-Ldap-Client
                    ldap: {host: ldap.example.com}
                    """),
                extensions)
            .get();

    assertThatThrownBy(() -> gateway(settings, extensions))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("client-ip.")
        .hasMessageContaining("header");
  }

  @Test
  void the_settings_say_where_logins_go_and_no_secret() {
    Settings settings = settings(extensions(LEAKED), "");

    assertThat(settings.upstream()).isEqualTo("ldap.example.com");
    assertThat(settings.toString()).contains("ldap.example.com");
    assertThatIllegalStateException().isThrownBy(settings::auth0);
  }

  private Extensions extensions(CredentialVerifier verifier) {
    return Extensions.NONE.withProvider(
        section(Provider.of(verifier, what -> "Fix " + what + ".")));
  }

  private ProviderSection section(Provider provider) {
    return new ProviderSection(
        "ldap",
        section ->
            section
                .required("host", ValueType.TEXT, "The directory's host.")
                .map(
                    host ->
                        ConfiguredProvider.of(
                            host,
                            Duration.ofSeconds(5),
                            () -> {
                              opened.incrementAndGet();
                              return new OpenProvider(provider, closed::incrementAndGet);
                            })));
  }

  private static ProviderReader reader(CredentialVerifier verifier) {
    return section ->
        Validation.valid(
            ConfiguredProvider.of(
                "a directory",
                Duration.ofSeconds(5),
                () -> OpenProvider.of(Provider.of(verifier, what -> "Fix " + what + "."))));
  }

  private static Gateway gateway(Settings settings, Extensions extensions) {
    return ProductionComponent.gateway(settings, LiveSecrets.of(settings), extensions);
  }

  private static Settings settings(Extensions extensions, String more) {
    return SettingsReader.read(
            source(
                """
                listen: {users: "127.0.0.1:0", operators: "127.0.0.1:0"}
                client-ip:
                  trusted-proxies: 127.0.0.0/8
                  private-result: {allow: 203.0.113.0/24}
                ldap: {host: ldap.example.com}
                """
                    + more),
            extensions)
        .getOrElseThrow(() -> new AssertionError("the settings are not valid"));
  }

  private static SettingsSource source(String yaml) {
    return new SettingsSource("test", Path.of("."), yaml, HashMap.empty());
  }

  private static HttpResponse<String> logIn(int port) throws Exception {
    List<String> headers =
        List.of(
            "Content-Type", "application/x-www-form-urlencoded", "X-Forwarded-For", "203.0.113.7");
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/auth"))
                .headers(headers.toArray(String[]::new))
                .POST(BodyPublishers.ofString("username=ada&password=secret"))
                .build(),
            BodyHandlers.ofString());
  }
}
