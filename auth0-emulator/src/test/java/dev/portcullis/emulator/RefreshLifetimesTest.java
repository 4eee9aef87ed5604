package dev.portcullis.emulator;

import static dev.portcullis.emulator.Client.with;
import static dev.portcullis.emulator.HostedClient.CALLBACK;
import static dev.portcullis.emulator.HostedClient.location;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.CONNECTION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.emulator.Client.Answer;
import dev.portcullis.emulator.tenant.Application;
import dev.portcullis.emulator.tenant.Application.AppType;
import dev.portcullis.emulator.tenant.ApplicationUrls;
import dev.portcullis.emulator.tenant.Connection;
import dev.portcullis.emulator.tenant.Connection.Strategy;
import dev.portcullis.emulator.tenant.GrantType;
import dev.portcullis.emulator.tenant.Secret;
import dev.portcullis.emulator.tenant.TenantDefinition;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The lifetimes of refresh tokens, for every grant that gives one. */
class RefreshLifetimesTest {

  private static final String ID = "EveryGrantClient0000000000000001";
  private static final String SECRET = "only-for-tests-every-grant-client";

  private final TestClock clock = new TestClock();
  private final Auth0Emulator emulator =
      Auth0Emulator.start(TestSettings.at(clock).withTenant(tenant()));
  private final Client client = new Client(emulator);

  private static TenantDefinition tenant() {
    TenantDefinition demo = TenantDefinition.demo();
    return demo.toBuilder()
        .application(
            Application.confidential(
                    ID,
                    "Every grant",
                    AppType.REGULAR_WEB,
                    Secret.of(SECRET),
                    GrantType.PASSWORD,
                    GrantType.AUTHORIZATION_CODE,
                    GrantType.DEVICE_CODE,
                    GrantType.PASSWORDLESS_OTP,
                    GrantType.REFRESH_TOKEN)
                .withUrls(ApplicationUrls.NONE.withCallbacks(List.of(CALLBACK))))
        .connection(demo.connection(CONNECTION).orElseThrow().withEnabledClients(Set.of(ID)))
        .connection(
            Connection.of("con_email", "email")
                .withStrategy(Strategy.EMAIL)
                .withEnabledClients(Set.of(ID)))
        .build();
  }

  @AfterEach
  void stop() {
    client.close();
    emulator.close();
  }

  /** The grants that give refresh tokens. */
  enum Way {
    PASSWORD,
    CODE,
    DEVICE,
    PASSWORDLESS
  }

  @ParameterizedTest
  @EnumSource
  void a_token_of_every_grant_ends_after_its_idle_and_its_absolute_lifetime(Way way) {
    policy("expiring", "non-rotating", "token_lifetime:100,idle_token_lifetime:60");
    String idle = token(way);
    String used = token(way);

    clock.advance(Duration.ofSeconds(59));
    String inTime = refresh(used).verdict();
    clock.advance(Duration.ofSeconds(1));
    Answer unused = refresh(idle);
    clock.advance(Duration.ofSeconds(39));
    String stillInTime = refresh(used).verdict();
    clock.advance(Duration.ofSeconds(1));
    Answer old = refresh(used);

    assertThat(List.of(inTime, stillInTime)).containsOnly("200 ");
    assertThat(unused.verdict()).isEqualTo("403 invalid_grant").isEqualTo(old.verdict());
    assertThat(unused.body()).contains("Unknown or invalid refresh token.");
    assertThat(emulator.tenant().logs().getLast().type().code()).isEqualTo("fertft");
  }

  /** A token that is used at intervals, in seconds: is it valid at the last use? */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "expiring|non-rotating|token_lifetime:100|99|true",
        "expiring|non-rotating|token_lifetime:100|100|false",
        "expiring|non-rotating|token_lifetime:100,infinite_token_lifetime:true|100000|true",
        "expiring|non-rotating|token_lifetime:100,infinite_token_lifetime:false|100|false",
        "expiring|non-rotating|infinite_token_lifetime:false|31557599|true",
        "expiring|non-rotating|infinite_token_lifetime:false|31557600|false",
        "expiring|non-rotating|idle_token_lifetime:60|59 59 59|true",
        "expiring|non-rotating|idle_token_lifetime:60|59 60|false",
        "expiring|non-rotating|idle_token_lifetime:60,infinite_idle_token_lifetime:true|9999|true",
        "expiring|non-rotating|infinite_idle_token_lifetime:false|2591999|true",
        "expiring|non-rotating|infinite_idle_token_lifetime:false|2592000|false",
        "expiring|rotating|token_lifetime:100,idle_token_lifetime:60|59 40|true",
        "expiring|rotating|token_lifetime:100,idle_token_lifetime:60|59 41|false",
        "expiring|rotating|token_lifetime:100,idle_token_lifetime:60|60|false",
        "non-expiring|non-rotating|token_lifetime:100,idle_token_lifetime:60|99999999|true",
        "non-expiring|rotating|token_lifetime:100,idle_token_lifetime:60|99999999|true"
      })
  void lifetimes_and_flags_apply(
      String expiration, String rotation, String rest, String seconds, boolean valid) {
    policy(expiration, rotation, rest);
    String token = token(Way.PASSWORD);
    Answer last = refresh("none");

    for (String each : seconds.split(" ", -1)) {
      clock.advance(Duration.ofSeconds(Long.parseLong(each)));
      last = refresh(token);
      token = last.json().path("refresh_token").asText(token);
    }

    assertThat(last.verdict()).isEqualTo(valid ? "200 " : "403 invalid_grant");
  }

  private void policy(String expiration, String rotation, String rest) {
    Answer answer =
        client.patch(
            "/api/v2/clients/" + ID,
            """
            {"refresh_token":{"expiration_type":"%s","rotation_type":"%s",%s}}\
            """
                .formatted(expiration, rotation, rest.replaceAll("(\\w+):", "\"$1\":")),
            "Authorization",
            "Bearer " + client.managementToken("update:clients"));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  private String token(Way way) {
    Answer answer =
        switch (way) {
          case PASSWORD ->
              client.token(
                  with(with(form("password"), "username", ALICE), "password", ALICE_PASSWORD));
          case CODE -> code();
          case DEVICE -> device();
          case PASSWORDLESS -> passwordless();
        };
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json().get("refresh_token").textValue();
  }

  private Answer code() {
    Map<String, String> request = new LinkedHashMap<>();
    request.put("response_type", "code");
    request.put("client_id", ID);
    request.put("redirect_uri", CALLBACK);
    request.put("scope", "offline_access");
    Answer answer = new HostedClient(client).logIn(request, ALICE, ALICE_PASSWORD);
    return client.token(
        with(
            with(form("authorization_code"), "code", HostedClient.code(answer)),
            "redirect_uri",
            CALLBACK));
  }

  private Answer device() {
    HostedClient browser = new HostedClient(client);
    Answer codes =
        client.form(
            "/oauth/device/code",
            Map.of("client_id", ID, "client_secret", SECRET, "scope", "offline_access"));
    String page = "/activate?user_code=" + codes.json().get("user_code").textValue();
    Answer login = browser.post(location(browser.get(page)), Map.of("answer", "confirm"));
    browser.post(location(login), Map.of("username", ALICE, "password", ALICE_PASSWORD));
    return client.token(
        with(
            form("urn:ietf:params:oauth:grant-type:device_code"),
            "device_code",
            codes.json().get("device_code").textValue()));
  }

  private Answer passwordless() {
    client.form(
        "/passwordless/start",
        Map.of(
            "client_id",
            ID,
            "client_secret",
            SECRET,
            "connection",
            "email",
            "email",
            ALICE,
            "send",
            "code"));
    Map<String, String> form = form("http://auth0.com/oauth/grant-type/passwordless/otp");
    form.put("realm", "email");
    form.put("username", ALICE);
    form.put("otp", emulator.tenant().mails().getLast().content().orElseThrow().reveal());
    return client.token(form);
  }

  private Answer refresh(String token) {
    return client.token(with(form("refresh_token"), "refresh_token", token));
  }

  private static Map<String, String> form(String grant) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", grant);
    form.put("client_id", ID);
    form.put("client_secret", SECRET);
    if (!grant.equals("refresh_token")) {
      form.put("scope", "offline_access");
    }
    return form;
  }
}
