package dev.portcullis.spring;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.portcullis.adapters.auth0.settings.Auth0Proxy;
import dev.portcullis.adapters.auth0.settings.Auth0Settings;
import dev.portcullis.adapters.auth0.settings.ClientAuthentication;
import dev.portcullis.adapters.auth0.settings.ClientSecret;
import dev.portcullis.domain.address.AddressSource;
import dev.portcullis.domain.address.CertificateName;
import dev.portcullis.domain.address.ClientAddressPolicy;
import dev.portcullis.domain.address.ClientAddressPolicy.Conflicts;
import dev.portcullis.domain.address.ClientAddressPolicy.DirectAccess;
import dev.portcullis.domain.address.ClientAddressPolicy.PrivateResult;
import dev.portcullis.domain.address.IpRangeSet;
import dev.portcullis.emulator.junit.Auth0Tenant;
import dev.portcullis.emulator.junit.EmulatedTenant;
import io.vavr.collection.HashSet;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.io.support.SpringFactoriesLoader;

@Timeout(60)
class PropertiesTest {

  @Test
  void an_application_without_properties_learns_all_that_it_needs() {
    FailureAnalysis analysis = analysis(List.of());

    assertThat(analysis.getDescription())
        .contains(
            "    portcullis.auth0.domain: not set\n",
            "    portcullis.auth0.client-id: not set\n",
            "    portcullis.auth0.client-secret: not set\n",
            "    portcullis.client-ip.trusted-proxies: empty");
    assertThat(analysis.getAction())
        .contains(
            "portcullis.auth0.domain: Set it to your tenant's domain, example.eu.auth0.com.\n",
            "PORTCULLIS_AUTH0_CLIENT_SECRET",
            "portcullis.client-ip.trusted-proxies: list the proxies");
  }

  @Test
  void each_wrong_property_is_named_and_no_secret_is_repeated() {
    FailureAnalysis analysis =
        analysis(
            List.of(
                "portcullis.auth0.domain=https://user:hunter2@tenant.example.com/",
                "portcullis.auth0.client-id=some\u0007client",
                "portcullis.auth0.client-secret=hunter2\u00e9",
                "portcullis.auth0.old-client-secret=hunter2\u00e8",
                "portcullis.client-ip.trusted-proxies=10.0.0.0/99",
                "portcullis.client-ip.self-ranges=here"));

    assertThat(analysis.getDescription())
        .contains(
            "portcullis.auth0.domain: not a base URI",
            "portcullis.auth0.client-id: control characters",
            "portcullis.auth0.client-secret: not a secret",
            "portcullis.auth0.old-client-secret: not a secret",
            "portcullis.client-ip.trusted-proxies: ",
            "portcullis.client-ip.self-ranges: ")
        .doesNotContain("hunter2");
    assertThat(analysis.getAction()).doesNotContain("hunter2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"a b | not a host name", "http://example.com | http://example.com (expected: https"})
  void a_domain_that_is_no_host_and_plain_http_are_refused(String domain, String problem) {
    assertThat(
            analysis(Host.all(List.of("portcullis.auth0.domain=" + domain), Host.ADDRESSES))
                .getDescription())
        .contains("portcullis.auth0.domain: " + problem);
  }

  @Test
  void address_settings_that_contradict_each_other_are_refused() {
    assertThat(
            analysis(
                    Host.all(
                        Host.TENANT, List.of("portcullis.client-ip.trusted-proxies=0.0.0.0/1")))
                .getDescription())
        .contains("portcullis.client-ip.trusted-proxies: 0.0.0.0/1 is wider than /8");
    assertThat(
            analysis(
                    Host.all(
                        Host.TENANT,
                        List.of(
                            "portcullis.client-ip.source=peer",
                            "portcullis.client-ip.trusted-hops=1")))
                .getDescription())
        .contains("portcullis.client-ip.trusted-hops: set, while the source is no list");
    assertThat(
            analysis(Host.all(Host.TENANT, Host.ADDRESSES, "portcullis.client-ip.trusted-hops=0"))
                .getDescription())
        .contains("portcullis.client-ip.trusted-hops: less than 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "client-ip.source=header | client-ip.header-name: not set while source is header",
        "client-ip.header-name=X-Real-IP | client-ip.header-name: no effect while source is not",
        "client-ip.trusted-certificates=*.example.com | client-ip.trusted-certificates: not a name",
        "client-ip.origin-proof.header=X-Proof | client-ip.origin-proof.values: missing while",
        "client-ip.origin-proof.values=hunter2 | client-ip.origin-proof.header: missing while",
        "callers.origins=http://app.example.com | callers.origins: not an origin",
        "auth0.total-timeout=1s | auth0.total-timeout: PT2S (expected: <= callTimeout PT1S",
        "auth0.max-connections=0 | auth0.max-connections: 0 (expected: 1-10000",
        "auth0.idle-timeout=1h | auth0.idle-timeout: PT1H (expected:",
        "auth0.proxy.url=http://u:hunter2@h:1 | auth0.proxy.url: not a proxy's (expected:"
            + " http://HOST",
        "auth0.proxy.url=http://u:hunter2@h h:1 | auth0.proxy.url: ",
        "auth0.proxy.password=hunter2 | auth0.proxy.url: not set while",
        "auth0.trust=nowhere.pem | auth0.trust: no such file: nowhere.pem",
        "auth0.client-certificate=a.pem | auth0.client-key: not set",
        "auth0.rate-limit=0 | auth0.rate-limit: 0 (expected: 1-10000",
        "auth0.breaker-after=1h | auth0.breaker-after: PT1H (expected: PT0.1S-PT1M",
        "log.identifier-key=hunter2 | log.identifier-key: shorter than 16",
      })
  void a_property_that_cannot_be_meant_is_named(String property, String problem) {
    assertThat(
            analysis(Host.all(Host.TENANT, Host.ADDRESSES, "portcullis." + property))
                .getDescription())
        .contains("portcullis." + problem)
        .doesNotContain("hunter2");
  }

  @Test
  void a_header_that_clients_write_is_no_source_and_a_short_proof_is_not_repeated() {
    assertThat(
            analysis(
                    Host.all(
                        Host.TENANT,
                        Host.ADDRESSES,
                        "portcullis.client-ip.source=header",
                        "portcullis.client-ip.header-name=User-Agent"))
                .getDescription())
        .contains("portcullis.client-ip.header-name: clients send it");
    assertThat(
            analysis(
                    Host.all(
                        Host.TENANT,
                        Host.ADDRESSES,
                        "portcullis.client-ip.origin-proof.header=X-Proof",
                        "portcullis.client-ip.origin-proof.values=hunter2"))
                .getDescription())
        .contains("portcullis.client-ip.origin-proof.values: shorter than 16 characters")
        .doesNotContain("hunter2");
  }

  @Test
  void a_name_that_is_none_is_refused() {
    assertThat(
            analysis(Host.all(Host.TENANT, Host.ADDRESSES, "portcullis.name=a b")).getDescription())
        .contains("name: not a name (fix: use 1-40 of");
  }

  @Test
  void the_properties_print_no_secret() {
    try (Host host =
        Host.start(
            Host.all(
                Host.TENANT,
                Host.ADDRESSES,
                "portcullis.log.identifier-key=hunter2-hunter2-hunter2",
                "portcullis.client-ip.origin-proof.header=X-Proof",
                "portcullis.client-ip.origin-proof.values=hunter2-hunter2-hunter2"))) {
      assertThat(host.bean(PortcullisProperties.class).toString())
          .contains("some-client", "X-Proof")
          .doesNotContain("some-secret", "hunter2");
    }
  }

  @Test
  void the_metadata_and_the_guide_list_every_property() throws IOException {
    List<String> properties = new ArrayList<>(List.of("portcullis.api.enabled"));
    collect("portcullis", PortcullisProperties.class, properties);

    List<String> listed = new ArrayList<>();
    try (InputStream file =
        Objects.requireNonNull(
            PortcullisProperties.class.getResourceAsStream(
                "/META-INF/spring-configuration-metadata.json"))) {
      for (JsonNode property : new ObjectMapper().readTree(file).get("properties")) {
        listed.add(property.get("name").asText());
        assertThat(property.get("description").asText()).isNotBlank();
      }
    }

    assertThat(listed).containsExactlyInAnyOrderElementsOf(properties);
    assertThat(Files.readString(Path.of("..", "docs", "how-to", "spring-boot.md")))
        .contains(listed.stream().map(it -> "`" + it + "`").toList());
  }

  /** The sections that an application has, too; the others are of the stand-alone server alone. */
  private static final Pattern KEY =
      Pattern.compile(
          "(?m)^\\| `((?:auth0|client-ip|callers|password-reset|log)\\.[a-z0-9.-]+)` \\|");

  @Test
  void each_key_of_the_gateways_file_is_a_property_or_the_guide_says_what_replaces_it()
      throws IOException {
    List<String> properties = new ArrayList<>();
    collect("portcullis", PortcullisProperties.class, properties);
    String guide = Files.readString(Path.of("..", "docs", "how-to", "spring-boot.md"));
    String others = guide.substring(guide.indexOf("## Keys without a property"));
    Set<String> replaced =
        Pattern.compile("`([a-z0-9.-]+(?:\\.\\*)?)`")
            .matcher(
                others
                    .lines()
                    .filter(line -> line.startsWith("| `"))
                    .map(line -> line.split("\\|", -1)[1])
                    .collect(Collectors.joining()))
            .results()
            .map(match -> match.group(1))
            .collect(Collectors.toSet());

    List<String> keys =
        KEY.matcher(Files.readString(Path.of("..", "docs", "reference", "configuration.md")))
            .results()
            .map(match -> match.group(1))
            .toList();

    assertThat(keys).hasSizeGreaterThan(50);
    assertThat(keys)
        .allSatisfy(
            key ->
                assertThat(
                        properties.contains("portcullis." + key)
                            || replaced.contains(key)
                            || replaced.stream()
                                .filter(it -> it.endsWith(".*"))
                                .anyMatch(it -> key.startsWith(it.substring(0, it.length() - 1))))
                    .as(key)
                    .isTrue());
    assertThat(replaced)
        .allMatch(
            it ->
                !properties.contains("portcullis." + it)
                    && keys.stream().anyMatch(key -> key.startsWith(it.replace("*", ""))));
  }

  @Test
  void every_property_of_the_addresses_reaches_the_policy() {
    ClientAddressPolicy policy =
        AddressReader.read(
                bound(
                        Map.ofEntries(
                            Map.entry("client-ip.source", "header"),
                            Map.entry("client-ip.header-name", "X-Real-IP"),
                            Map.entry("client-ip.header-format", "ip-optional-port"),
                            Map.entry("client-ip.trusted-proxies", "10.0.3.0/24"),
                            Map.entry("client-ip.trusted-peers", "10.0.4.0/24"),
                            Map.entry("client-ip.trusted-certificates", "proxy.example.com"),
                            Map.entry("client-ip.direct-access", "allow"),
                            Map.entry("client-ip.unix-peer-trusted", "true"),
                            Map.entry("client-ip.private-result.allow", "10.20.0.0/16"),
                            Map.entry("client-ip.self-ranges", "192.0.2.1"),
                            Map.entry("client-ip.conflicts", "reject")))
                    .clientIp())
            .get();

    assertThat(policy)
        .isEqualTo(
            ClientAddressPolicy.behind(IpRangeSet.parse("10.0.3.0/24"))
                .withSource(
                    new AddressSource.SingleHeader(
                        "X-Real-IP", AddressSource.Format.IP_OPTIONAL_PORT))
                .withTrustedPeers(IpRangeSet.parse("10.0.4.0/24"))
                .withTrustedCertificates(HashSet.of(new CertificateName("proxy.example.com")))
                .withDirectAccess(DirectAccess.ALLOW)
                .withUnixPeerTrusted(true)
                .withPrivateResult(new PrivateResult.AllowOnly(IpRangeSet.parse("10.20.0.0/16")))
                .withSelfRanges(IpRangeSet.parse("192.0.2.1"))
                .withConflicts(Conflicts.REJECT));
  }

  @Test
  void every_property_of_the_tenant_reaches_its_settings() {
    Auth0Settings settings =
        PropertyReader.auth0(
                bound(
                        Map.ofEntries(
                            Map.entry("auth0.domain", "tenant.example.com"),
                            Map.entry("auth0.client-id", "some-client"),
                            Map.entry("auth0.client-secret", "some-secret"),
                            Map.entry("auth0.authentication-method", "client_secret_basic"),
                            Map.entry("auth0.text-401-is-wrong-credentials", "true"),
                            Map.entry("auth0.old-client-secret", "older-secret"),
                            Map.entry("auth0.realm", "some-realm"),
                            Map.entry("auth0.audience", "https://api.example.com"),
                            Map.entry("auth0.scope", "openid email"),
                            Map.entry("auth0.reset-connection", "some-connection"),
                            Map.entry("auth0.connect-timeout", "1s"),
                            Map.entry("auth0.total-timeout", "5s"),
                            Map.entry("auth0.max-connections", "7"),
                            Map.entry("auth0.idle-timeout", "9s"),
                            Map.entry("auth0.proxy.url", "http://proxy.example.com:3128"),
                            Map.entry("auth0.proxy.user", "gateway"),
                            Map.entry("auth0.proxy.password", "a-password"),
                            Map.entry("auth0.proxy.no-proxy", "internal.example.com"),
                            Map.entry("auth0.rate-limit", "30"),
                            Map.entry("auth0.breaker-after", "3s")))
                    .auth0())
            .get();
    Auth0Proxy proxy = settings.transport().proxy().get();

    assertThat(settings.clientAuthentication()).isEqualTo(ClientAuthentication.CLIENT_SECRET_BASIC);
    assertThat(settings.text401IsWrongCredentials()).isTrue();
    assertThat(settings.clientSecrets().map(ClientSecret::reveal))
        .containsExactly("some-secret", "older-secret");
    assertThat(settings.realm()).contains("some-realm");
    assertThat(settings.audience()).contains("https://api.example.com");
    assertThat(settings.scope()).contains("openid email");
    assertThat(settings.resetConnection()).contains("some-connection");
    assertThat(settings.transport().connectTimeout()).hasSeconds(1);
    assertThat(settings.transport().callTimeout()).hasSeconds(5);
    assertThat(settings.transport().maxConnections()).isEqualTo(7);
    assertThat(settings.transport().idleTimeout()).hasSeconds(9);
    assertThat(proxy).hasToString("proxy.example.com:3128");
    assertThat(proxy.authorization()).contains("Basic Z2F0ZXdheTphLXBhc3N3b3Jk");
    assertThat(proxy.isFor("internal.example.com")).isFalse();
    assertThat(proxy.isFor("tenant.example.com")).isTrue();
    assertThat(settings.transport().protection().rateLimit()).contains(30);
    assertThat(settings.transport().protection().breakerAfter()).contains(Duration.ofSeconds(3));
  }

  @Test
  void a_breaker_can_be_switched_off() {
    Auth0Settings settings =
        PropertyReader.auth0(
                bound(
                        Map.of(
                            "auth0.domain", "tenant.example.com",
                            "auth0.client-id", "some-client",
                            "auth0.client-secret", "some-secret",
                            "auth0.breaker", "false"))
                    .auth0())
            .get();

    assertThat(settings.transport().protection().breakerAfter()).isEmpty();
  }

  @Test
  @Auth0Tenant
  void users_have_the_same_pseudonym_after_a_restart_if_the_key_is_set(EmulatedTenant tenant)
      throws Exception {
    List<String> keyed =
        Host.all(
            Host.tenant(tenant),
            Host.ADDRESSES,
            "portcullis.log.identifier-key=a-key-of-sixteen-or-more");
    List<String> plain =
        Host.all(Host.tenant(tenant), Host.ADDRESSES, "portcullis.log.identifiers=plain");

    String first = loggedUser(keyed);

    assertThat(first).hasSizeGreaterThan(20).isEqualTo(loggedUser(keyed));
    assertThat(loggedUser(plain)).isEqualTo("ada@example.com");
  }

  /** How one login's event names the user. */
  private static String loggedUser(List<String> properties) throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger("portcullis.journal");
    ListAppender<ILoggingEvent> events = new ListAppender<>();
    try (Host host = Host.start(Host.all(properties, List.of("logging.level.portcullis=info")))) {
      events.start();
      logger.addAppender(events);
      host.logIn("ada@example.com", "wrong", "203.0.113.7");
    } finally {
      logger.detachAppender(events);
    }
    return events.list.stream()
        .map(ILoggingEvent::getKeyValuePairs)
        .filter(Objects::nonNull)
        .flatMap(List::stream)
        .filter(pair -> pair.key.equals("user.hash") || pair.key.equals("user.name"))
        .map(pair -> String.valueOf(pair.value))
        .findFirst()
        .orElseThrow();
  }

  private static PortcullisProperties bound(Map<String, String> properties) {
    Map<String, String> prefixed = new HashMap<>();
    properties.forEach((name, value) -> prefixed.put("portcullis." + name, value));
    return new Binder(new MapConfigurationPropertySource(prefixed))
        .bindOrCreate("portcullis", PortcullisProperties.class);
  }

  private static void collect(String prefix, Class<?> record, List<String> into) {
    RecordComponent[] components = record.getRecordComponents();
    for (int i = 0; i < components.length; i++) {
      Name given = record.getDeclaredConstructors()[0].getParameters()[i].getAnnotation(Name.class);
      String name =
          prefix
              + "."
              + (given == null
                  ? components[i].getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT)
                  : given.value());
      if (components[i].getType().isRecord()) {
        collect(name, components[i].getType(), into);
      } else {
        into.add(name);
      }
    }
  }

  /** What Spring Boot prints when the start fails, by the analyzers that it finds. */
  private static FailureAnalysis analysis(List<String> properties) {
    Throwable failure = StarterTest.failure(properties);
    return SpringFactoriesLoader.forDefaultResourceLocation()
        .load(
            FailureAnalyzer.class,
            SpringFactoriesLoader.FailureHandler.handleMessage((message, why) -> {}))
        .stream()
        .filter(it -> it.getClass().getName().startsWith("dev.portcullis."))
        .map(it -> it.analyze(failure))
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no analysis", failure));
  }
}
