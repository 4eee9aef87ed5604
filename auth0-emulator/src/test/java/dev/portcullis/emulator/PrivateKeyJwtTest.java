package dev.portcullis.emulator;

import static dev.portcullis.emulator.tenant.DemoTenant.ALICE;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.GATEWAY_CLIENT_ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.portcullis.emulator.Client.Answer;
import dev.portcullis.emulator.tenant.Application;
import dev.portcullis.emulator.tenant.Connection;
import dev.portcullis.emulator.tenant.DemoTenant;
import dev.portcullis.emulator.tenant.GrantType;
import dev.portcullis.emulator.tenant.TenantDefinition;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PrivateKeyJwtTest {

  private static final String CLIENT_ID = "PrivateKeyClient0123456789012345";
  private static final KeyPair KEYS = keyPair();
  private static final KeyPair OTHER_KEYS = keyPair();

  private final TestClock clock = new TestClock();
  private final Auth0Emulator emulator =
      Auth0Emulator.start(TestSettings.at(clock).withTenant(definition()));
  private final Client client = new Client(emulator);

  @AfterEach
  void stop() {
    client.close();
    emulator.close();
  }

  @Test
  void an_assertion_logs_the_application_in_but_does_not_make_its_header_trusted()
      throws Exception {
    Answer answer = client.token(login(assertion(claims())), "auth0-forwarded-for", "203.0.113.7");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(emulator.tenant().logs().getLast().ip()).isEqualTo("127.0.0.1");
    assertThat(emulator.tenant().received().getLast().trust())
        .isEqualTo("header ignored: the call is not authenticated with the client secret");
  }

  @Test
  void an_application_with_a_private_key_cannot_be_set_to_trust_the_header() {
    Application application = application();

    assertThatThrownBy(() -> application.withIpHeaderTrusted(true))
        .hasMessageContaining("is_token_endpoint_ip_header_trusted can only be set true");
  }

  @ParameterizedTest
  @MethodSource("defects")
  void an_assertion_that_does_not_hold_is_refused(
      String problem, UnaryOperator<JWTClaimsSet.Builder> defect) throws Exception {
    Answer answer = client.token(login(assertion(defect.apply(claims()))));

    assertThat(answer.verdict()).isEqualTo("401 invalid_client");
    assertThat(answer.json().get("error_description").textValue()).contains(problem);
  }

  @Test
  void an_assertion_is_valid_once() throws Exception {
    String assertion = assertion(claims());
    client.token(login(assertion));

    Answer again = client.token(login(assertion));

    assertThat(again.verdict()).isEqualTo("401 invalid_client");
    assertThat(again.json().get("error_description").textValue()).contains("jti must be new");
  }

  @Test
  void an_assertion_is_valid_once_also_after_a_restart(@TempDir Path folder) throws Exception {
    EmulatorSettings kept = TestSettings.at(clock).withTenant(definition()).withData(folder);
    Answer first;
    try (Auth0Emulator before = Auth0Emulator.start(kept);
        Client there = new Client(before)) {
      first = there.token(login(assertion(claims().audience(before.issuer()))));
    }

    Answer again;
    try (Auth0Emulator after = Auth0Emulator.start(kept);
        Client there = new Client(after)) {
      again = there.token(login(assertion(claims().audience(after.issuer()))));
    }

    assertThat(first.status()).isEqualTo(200);
    assertThat(again.verdict()).isEqualTo("401 invalid_client");
    assertThat(again.json().get("error_description").textValue()).contains("jti must be new");
  }

  @Test
  void another_key_another_algorithm_and_no_jwt_at_all_are_refused() throws Exception {
    String otherKey = assertion(claims(), OTHER_KEYS, JWSAlgorithm.RS256);
    String otherAlgorithm = assertion(claims(), KEYS, JWSAlgorithm.RS512);

    assertThat(client.token(login(otherKey)).verdict()).isEqualTo("401 invalid_client");
    assertThat(client.token(login(otherAlgorithm)).verdict()).isEqualTo("401 invalid_client");
    assertThat(client.token(login("nonsense")).verdict()).isEqualTo("401 invalid_client");
  }

  @Test
  void an_application_with_a_secret_gets_nowhere_with_an_assertion_and_the_other_way_round()
      throws Exception {
    Map<String, String> withAssertion = login(assertion(claims()));
    Map<String, String> withSecret = login("");
    withSecret.remove("client_assertion");
    withSecret.put("client_secret", "anything");

    Answer assertion = client.token(Client.with(withAssertion, "client_id", GATEWAY_CLIENT_ID));
    Answer secret = client.token(withSecret);

    assertThat(assertion.verdict()).isEqualTo("401 access_denied").isEqualTo(secret.verdict());
  }

  static Arguments[] defects() {
    return new Arguments[] {
      defect("iss and sub", claims -> claims.issuer("other")),
      defect("iss and sub", claims -> claims.subject("other")),
      defect("aud must be", claims -> claims.audience("https://other.example.com/")),
      defect("expired", claims -> claims.expirationTime(Date.from(Instant.EPOCH))),
      defect("expired", claims -> claims.expirationTime(null)),
      defect(
          "at most 5 minutes",
          claims ->
              claims.expirationTime(
                  Date.from(new TestClock().instant().plus(Duration.ofMinutes(6))))),
      defect("jti must be new", claims -> claims.jwtID(null)),
    };
  }

  private static Arguments defect(
      String problem, UnaryOperator<JWTClaimsSet.Builder> changedClaims) {
    return Arguments.of(problem, changedClaims);
  }

  private JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(CLIENT_ID)
        .subject(CLIENT_ID)
        .audience(emulator.issuer())
        .expirationTime(Date.from(clock.instant().plusSeconds(60)))
        .jwtID("once");
  }

  private static String assertion(JWTClaimsSet.Builder claims) throws Exception {
    return assertion(claims, KEYS, JWSAlgorithm.RS256);
  }

  private static String assertion(JWTClaimsSet.Builder claims, KeyPair keys, JWSAlgorithm algorithm)
      throws Exception {
    SignedJWT jwt = new SignedJWT(new JWSHeader(algorithm), claims.build());
    jwt.sign(new RSASSASigner(keys.getPrivate()));
    return jwt.serialize();
  }

  private static Map<String, String> login(String assertion) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "password");
    form.put("username", ALICE);
    form.put("password", ALICE_PASSWORD);
    form.put("client_id", CLIENT_ID);
    form.put("client_assertion", assertion);
    form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    return form;
  }

  private static Application application() {
    return Application.withPrivateKey(
        CLIENT_ID, "With a key", (RSAPublicKey) KEYS.getPublic(), GrantType.PASSWORD);
  }

  private static TenantDefinition definition() {
    return TenantDefinition.demo().toBuilder()
        .application(application())
        .connection(
            Connection.of("con_Demo0123456789AB", DemoTenant.CONNECTION)
                .withEnabledClients(Set.of(CLIENT_ID, GATEWAY_CLIENT_ID)))
        .build();
  }

  private static KeyPair keyPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
