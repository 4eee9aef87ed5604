package dev.portcullis.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.application.login.port.CredentialVerifier;
import dev.portcullis.application.protection.port.TenantPace;
import dev.portcullis.application.provider.Capability;
import dev.portcullis.application.provider.Provider;
import dev.portcullis.bootstrap.extension.ConfiguredProvider;
import dev.portcullis.bootstrap.extension.Extensions;
import dev.portcullis.bootstrap.extension.Extensions.ProviderSection;
import dev.portcullis.bootstrap.extension.OpenProvider;
import dev.portcullis.bootstrap.extension.ProviderReader;
import dev.portcullis.bootstrap.secret.LiveSecrets;
import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.bootstrap.settings.SettingsReader;
import dev.portcullis.bootstrap.settings.clientip.ClientIp;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import dev.portcullis.bootstrap.settings.document.SettingsSource;
import dev.portcullis.bootstrap.settings.document.ValueType;
import dev.portcullis.bootstrap.wiring.Gateway;
import dev.portcullis.bootstrap.wiring.ProductionComponent;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.Verdict;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.outcome.ProviderReply;
import dev.portcullis.domain.reset.ResetStart;
import dev.portcullis.testkit.fake.InMemoryCredentialVerifier;
import dev.portcullis.testkit.fake.RecordingJournal;
import io.vavr.collection.HashMap;
import io.vavr.collection.HashSet;
import io.vavr.collection.Seq;
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
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
  void an_own_pace_is_told_how_long_the_provider_wants_no_calls() throws Exception {
    List<Duration> pauses = new CopyOnWriteArrayList<>();
    TenantPace pace =
        new TenantPace() {
          @Override
          public Duration take(int perSecond) {
            return Duration.ZERO;
          }

          @Override
          public void pause(Duration time) {
            pauses.add(time);
          }
        };
    Extensions extensions =
        extensions(
                (credentials, request, client) ->
                    ProviderReply.of(
                        new LoginOutcome.Unanswered(
                            new ProviderFault.RateLimited(Option.some(Duration.ofSeconds(30))))))
            .withTenantPace(pace);

    try (Gateway.Running running = gateway(settings(extensions, ""), extensions).start()) {
      assertThat(logIn(running.port()).statusCode()).isEqualTo(429);
    }
    assertThat(pauses).containsExactly(Duration.ofSeconds(30));
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
  void pages_need_what_the_provider_declares() {
    Extensions nothing = declaring(it -> it);
    Extensions most =
        declaring(it -> it.withCapabilities(Capability.SECOND_FACTORS, Capability.REFRESH_TOKENS));

    Seq<SettingsProblem> problems = problems(nothing, PAGES);
    Seq<SettingsProblem> one = problems(most, PAGES);
    Seq<SettingsProblem> none =
        problems(
            most,
            PAGES + "password-reset: {method: hand-off, page: \"https://example.com/reset\"}\n");

    assertThat(problems).hasSize(1);
    assertThat(problems.head().toString())
        .contains("test:6: pages.enabled: true, while the provider has no second factors")
        .contains("no refresh tokens, no password resets")
        .contains("set it to false");
    assertThat(one.head().problem()).contains("has no password resets,");
    assertThat(none).isEmpty();
    assertThat(opened).hasValue(0);
  }

  @Test
  void a_header_of_the_providers_own_is_no_address_source() {
    Extensions own = declaring(it -> it.withOwnHeaders("X-Ldap-Client"));

    Seq<SettingsProblem> problems = readProblems(own, sourceHeader("X-LDAP-Client"));
    Seq<SettingsProblem> auth0s = readProblems(own, sourceHeader("auth0-forwarded-for"));

    assertThat(problems).hasSize(1);
    assertThat(problems.head().toString())
        .contains("test:5: client-ip.header-name: X-LDAP-Client is the header that carries")
        .doesNotContainIgnoringCase("auth0");
    assertThat(auth0s).as("no provider here has this header").isEmpty();
  }

  @Test
  void in_front_of_auth0_its_own_header_is_no_address_source() {
    assertThat(readProblems(Extensions.NONE, sourceHeader("Auth0-Forwarded-For")))
        .extracting(SettingsProblem::key)
        .contains("client-ip.header-name");
  }

  @ParameterizedTest
  @CsvSource({"X-Ldap-Client,1", "auth0-forwarded-for,0"})
  void resolve_ip_warns_of_a_header_of_the_providers_own(String header, int findings) {
    Extensions own = declaring(it -> it.withOwnHeaders("X-Ldap-Client"));

    ClientIp clientIp =
        SettingsReader.readClientIp(source(sourceHeader(header)), own, "users", Option.none())
            .get();

    assertThat(clientIp.findings()).hasSize(findings);
    assertThat(clientIp.findings().map(SettingsProblem::key))
        .allMatch("client-ip.header-name"::equals);
  }

  @Test
  void a_provider_that_is_not_as_declared_is_not_started() {
    Extensions more =
        Extensions.NONE.withProvider(
            section(
                Provider.of(LEAKED, what -> "Fix " + what + ".")
                    .withPasswordResets(subject -> new ResetStart.ResetMailSent())
                    .withOwnHeaders(HashSet.of("X-Ldap-Client")),
                it -> it.withCapabilities(Capability.REFRESH_TOKENS)));
    Settings settings = settings(more, "");

    assertThatThrownBy(() -> gateway(settings, more))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(
            "ldap: its ConfiguredProvider declares the capabilities refresh tokens, and its"
                + " Provider has password resets: declare what it has")
        .hasMessageContaining(
            "declares the own headers none, and its Provider has x-ldap-client: declare what it"
                + " has");
    assertThat(closed).hasValue(opened.get());
    assertThat(opened).hasValue(1);
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

  /** A program whose provider declares this. */
  private Extensions declaring(UnaryOperator<ConfiguredProvider> declared) {
    return Extensions.NONE.withProvider(
        section(Provider.of(LEAKED, what -> "Fix " + what + "."), declared));
  }

  private ProviderSection section(Provider provider) {
    return section(
        provider,
        it -> it.withCapabilities(provider.capabilities().toJavaArray(Capability[]::new)));
  }

  private ProviderSection section(Provider provider, UnaryOperator<ConfiguredProvider> declared) {
    return new ProviderSection(
        "ldap",
        section ->
            section
                .required("host", ValueType.TEXT, "The directory's host.")
                .map(
                    host ->
                        declared.apply(
                            ConfiguredProvider.of(
                                host,
                                Duration.ofSeconds(5),
                                () -> {
                                  opened.incrementAndGet();
                                  return new OpenProvider(provider, closed::incrementAndGet);
                                }))));
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

  private static final String LEAST =
      """
      listen: {users: "127.0.0.1:0", operators: "127.0.0.1:0"}
      client-ip:
        trusted-proxies: 127.0.0.0/8
        private-result: {allow: 203.0.113.0/24}
      ldap: {host: ldap.example.com}
      """;

  private static final String PAGES =
      """
      pages: {enabled: true, origin: "https://login.example.com"}
      session: {keys: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", revoked: memory}
      """;

  private static Settings settings(Extensions extensions, String more) {
    return SettingsReader.read(source(LEAST + more), extensions)
        .getOrElseThrow(() -> new AssertionError("the settings are not valid"));
  }

  private static Seq<SettingsProblem> problems(Extensions extensions, String more) {
    return readProblems(extensions, LEAST + more);
  }

  private static Seq<SettingsProblem> readProblems(Extensions extensions, String yaml) {
    return SettingsReader.read(source(yaml), extensions)
        .fold(wrong -> wrong, settings -> Vector.empty());
  }

  private static String sourceHeader(String name) {
    return """
    listen: {users: "127.0.0.1:0", operators: "127.0.0.1:0"}
    client-ip:
      trusted-proxies: 127.0.0.0/8
      source: header
      header-name: %s
    ldap: {host: ldap.example.com}
    """
        .formatted(name);
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
