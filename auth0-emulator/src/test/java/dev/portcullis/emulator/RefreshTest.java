package dev.portcullis.emulator;

import static dev.portcullis.emulator.Client.login;
import static dev.portcullis.emulator.Client.with;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.API_AUDIENCE;
import static dev.portcullis.emulator.tenant.DemoTenant.BOB;
import static dev.portcullis.emulator.tenant.DemoTenant.BOB_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.GATEWAY_CLIENT_ID;
import static dev.portcullis.emulator.tenant.DemoTenant.GATEWAY_CLIENT_SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import dev.portcullis.emulator.Client.Answer;
import dev.portcullis.emulator.observed.LogEvent;
import dev.portcullis.emulator.tenant.RefreshTokenPolicy;
import dev.portcullis.emulator.tenant.TenantDefinition;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefreshTest {

  private static final TenantDefinition ROTATING =
      TenantDefinition.demo().toBuilder()
          .application(
              TenantDefinition.demo()
                  .application(GATEWAY_CLIENT_ID)
                  .orElseThrow()
                  .withRefreshTokens(RefreshTokenPolicy.rotated()))
          .build();

  private final TestClock clock = new TestClock();
  private final Auth0Emulator emulator =
      Auth0Emulator.start(TestSettings.at(clock).withTenant(ROTATING));
  private final Client client = new Client(emulator);

  @AfterEach
  void stop() {
    client.close();
    emulator.close();
  }

  @Test
  void a_refresh_token_gives_new_tokens_and_with_rotation_its_successor() throws Exception {
    String first = refreshToken("openid offline_access read:orders");

    Answer answer =
        client.token(
            with(refresh(first), "scope", "read:orders write:orders"),
            "auth0-forwarded-for",
            "203.0.113.7");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("scope").textValue()).isEqualTo("read:orders");
    assertThat(answer.json().get("refresh_token").textValue()).isNotEqualTo(first);
    SignedJWT jwt = SignedJWT.parse(answer.json().get("access_token").textValue());
    assertThat(jwt.getJWTClaimsSet().getClaim("gty")).isEqualTo("refresh_token");
    assertThat(jwt.getJWTClaimsSet().getSubject()).isEqualTo("auth0|000000000000000000000001");
    LogEvent event = emulator.tenant().logs().getLast();
    assertThat(event.type().code()).isEqualTo("sertft");
    assertThat(event.ip()).isEqualTo("203.0.113.7");
    assertThat(event.clientIp()).contains("127.0.0.1");
    assertThat(event.userName()).isEqualTo(ALICE);
  }

  @Test
  void a_rotated_token_that_comes_again_is_refused_and_takes_its_successor_with_it() {
    String first = refreshToken("offline_access");
    String second = client.token(refresh(first)).json().get("refresh_token").textValue();

    Answer again = client.token(refresh(first));
    Answer successor = client.token(refresh(second));

    assertThat(again.verdict()).isEqualTo("403 invalid_grant").isEqualTo(successor.verdict());
    assertThat(again.json().get("error_description").textValue())
        .isEqualTo("Unknown or invalid refresh token.");
    assertThat(emulator.tenant().logs())
        .extracting(event -> event.type().code())
        .containsExactly("sepft", "sertft", "ferrt", "fertft");
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1.unknown", "x"})
  void a_token_that_was_never_issued_is_refused(String token) {
    Answer answer = client.token(refresh(token));

    assertThat(answer.verdict()).isEqualTo("403 invalid_grant");
    assertThat(emulator.tenant().logs().getLast().type().code()).isEqualTo("fertft");
  }

  @Test
  void a_revoked_token_gives_nothing_and_an_unknown_one_is_revoked_without_a_word() {
    String token = refreshToken("offline_access");
    Map<String, String> form = credentials();
    form.put("token", token);

    Answer revoked = client.form("/oauth/revoke", form);
    Answer unknown = client.form("/oauth/revoke", with(form, "token", "v1.unknown"));
    Answer refreshed = client.token(refresh(token));

    assertThat(revoked.status()).isEqualTo(200).isEqualTo(unknown.status());
    assertThat(revoked.body()).isEmpty();
    assertThat(refreshed.verdict()).isEqualTo("403 invalid_grant");
    assertThat(emulator.tenant().logs())
        .extracting(event -> event.type().code())
        .containsExactly("sepft", "srrt", "fertft");
  }

  @Test
  void only_the_application_itself_revokes() {
    String token = refreshToken("offline_access");
    Map<String, String> form = credentials();
    form.put("token", token);

    Answer wrong = client.form("/oauth/revoke", with(form, "client_secret", "wrong"));
    Answer nothing = client.form("/oauth/revoke", credentials());

    assertThat(wrong.verdict()).isEqualTo("401 access_denied");
    assertThat(nothing.verdict()).isEqualTo("400 invalid_request");
    assertThat(client.token(refresh(token)).status()).isEqualTo(200);
  }

  @Test
  void a_user_who_is_blocked_or_deleted_after_the_login_renews_nothing() {
    String alice = "/api/v2/users/auth0%7C000000000000000000000001";
    String first = refreshToken("offline_access");
    String second = refreshToken("offline_access");
    String[] admin = {
      "Authorization", "Bearer " + client.managementToken("update:users delete:users")
    };

    client.patch(alice, "{\"blocked\":true}", admin);
    Answer blocked = client.token(refresh(first));
    client.delete(alice, admin);
    Answer deleted = client.token(refresh(second));

    assertThat(blocked.verdict()).isEqualTo("403 invalid_grant").isEqualTo(deleted.verdict());
    assertThat(blocked.body()).contains("user is blocked");
    assertThat(deleted.body()).contains("who doesn't exist anymore");
    assertThat(emulator.tenant().logs())
        .filteredOn(event -> event.type().code().equals("fertft"))
        .hasSize(2);
  }

  @Test
  void a_renewal_of_a_blocked_user_does_not_use_up_the_token() {
    String alice = "/api/v2/users/auth0%7C000000000000000000000001";
    String token = refreshToken("offline_access");
    String[] admin = {"Authorization", "Bearer " + client.managementToken("update:users")};
    client.patch(alice, "{\"blocked\":true}", admin);
    Answer blocked = client.token(refresh(token));
    client.patch(alice, "{\"blocked\":false}", admin);

    Answer unblocked = client.token(refresh(token));

    assertThat(blocked.verdict()).isEqualTo("403 invalid_grant");
    assertThat(unblocked.status()).isEqualTo(200);
    assertThat(unblocked.json().get("refresh_token").textValue()).isNotEqualTo(token);
  }

  @Test
  void userinfo_returns_the_claims_of_the_scope() {
    Answer opaque = client.token(with(login(ALICE, ALICE_PASSWORD), "scope", "openid email"));
    Map<String, String> forApi =
        with(with(login(ALICE, ALICE_PASSWORD), "scope", "openid"), "audience", API_AUDIENCE);

    Answer returned = userInfo(opaque.json().get("access_token").textValue());
    Answer signed = userInfo(client.token(forApi).json().get("access_token").textValue());

    assertThat(returned.status()).isEqualTo(200);
    assertThat(returned.json().get("sub").textValue()).isEqualTo("auth0|000000000000000000000001");
    assertThat(returned.json().get("email").textValue()).isEqualTo(ALICE);
    assertThat(returned.json().has("nickname")).isFalse();
    assertThat(signed.json().get("nickname").textValue()).isEqualTo("alice");
  }

  @Test
  void userinfo_refuses_what_is_no_token_of_a_user_or_has_expired() {
    String opaque =
        client.token(login(ALICE, ALICE_PASSWORD)).json().get("access_token").textValue();
    String forApiOnly =
        client
            .token(
                with(
                    with(login(ALICE, ALICE_PASSWORD), "scope", "read:orders"),
                    "audience",
                    API_AUDIENCE))
            .json()
            .get("access_token")
            .textValue();
    String machine = client.managementToken("read:logs");
    clock.advance(Duration.ofHours(23));
    Answer before = userInfo(opaque);
    clock.advance(Duration.ofHours(1));

    Answer expired = userInfo(opaque);

    assertThat(before.status()).isEqualTo(200);
    assertThat(expired.status()).isEqualTo(401);
    assertThat(userInfo(forApiOnly).status()).isEqualTo(401);
    assertThat(userInfo(machine).status()).isEqualTo(401);
    assertThat(userInfo("nonsense").status()).isEqualTo(401);
    assertThat(client.get("/userinfo").status()).isEqualTo(401);
  }

  @Test
  void userinfo_allows_ten_requests_at_once_and_then_five_per_minute_for_each_user() {
    String alice = accessToken(ALICE, ALICE_PASSWORD);
    String alsoAlice = accessToken(ALICE, ALICE_PASSWORD);
    Answer first = userInfo(alice);
    for (int i = 0; i < 8; i++) {
      userInfo(alsoAlice);
    }

    Answer tenth = userInfo(alice);
    Answer refused = userInfo(alsoAlice);
    Answer other = userInfo(accessToken(BOB, BOB_PASSWORD));
    clock.advance(Duration.ofMillis(11_999));
    Answer early = userInfo(alice);
    clock.advance(Duration.ofMillis(1));
    Answer later = userInfo(alice);

    assertThat(rate(first)).isEqualTo("200 limit 10 remaining 9 reset 1772359213");
    assertThat(rate(tenth)).isEqualTo("200 limit 10 remaining 0 reset 1772359213");
    assertThat(rate(refused)).isEqualTo("429 limit 10 remaining 0 reset 1772359213");
    assertThat(refused.verdict()).isEqualTo("429 too_many_requests");
    assertThat(rate(other)).startsWith("200 limit 10 remaining 9");
    assertThat(early.status()).isEqualTo(429);
    assertThat(rate(later)).isEqualTo("200 limit 10 remaining 0 reset 1772359225");
  }

  private String accessToken(String user, String password) {
    return client.token(login(user, password)).json().get("access_token").textValue();
  }

  private static String rate(Answer answer) {
    return answer.status()
        + " limit "
        + String.join(",", answer.header("x-ratelimit-limit"))
        + " remaining "
        + String.join(",", answer.header("x-ratelimit-remaining"))
        + " reset "
        + String.join(",", answer.header("x-ratelimit-reset"));
  }

  private Answer userInfo(String token) {
    return client.get("/userinfo", "Authorization", "Bearer " + token);
  }

  private String refreshToken(String scope) {
    return client
        .token(with(with(login(ALICE, ALICE_PASSWORD), "scope", scope), "audience", API_AUDIENCE))
        .json()
        .get("refresh_token")
        .textValue();
  }

  private static Map<String, String> refresh(String token) {
    Map<String, String> form = credentials();
    form.put("grant_type", "refresh_token");
    form.put("refresh_token", token);
    return form;
  }

  private static Map<String, String> credentials() {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("client_id", GATEWAY_CLIENT_ID);
    form.put("client_secret", GATEWAY_CLIENT_SECRET);
    return form;
  }
}
