package dev.portcullis.emulator;

import static dev.portcullis.emulator.tenant.DemoTenant.ALICE;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.API_AUDIENCE;
import static dev.portcullis.emulator.tenant.DemoTenant.BLOCKED;
import static dev.portcullis.emulator.tenant.DemoTenant.BLOCKED_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.BOB;
import static dev.portcullis.emulator.tenant.DemoTenant.BOB_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.CONNECTION;
import static dev.portcullis.emulator.tenant.DemoTenant.GATEWAY_CLIENT_ID;
import static dev.portcullis.emulator.tenant.DemoTenant.GATEWAY_CLIENT_SECRET;
import static dev.portcullis.emulator.tenant.DemoTenant.LEAKY;
import static dev.portcullis.emulator.tenant.DemoTenant.LEAKY_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.MANAGEMENT_CLIENT_ID;
import static dev.portcullis.emulator.tenant.DemoTenant.MANAGEMENT_CLIENT_SECRET;
import static dev.portcullis.emulator.tenant.DemoTenant.MIA;
import static dev.portcullis.emulator.tenant.DemoTenant.MIA_OTP_SECRET;
import static dev.portcullis.emulator.tenant.DemoTenant.MIA_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.MIA_RECOVERY_CODE;
import static dev.portcullis.emulator.tenant.DemoTenant.UNTRUSTED_CLIENT_ID;
import static dev.portcullis.emulator.tenant.DemoTenant.UNTRUSTED_CLIENT_SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.auth0.client.auth.AuthAPI;
import com.auth0.client.auth.RSAClientAssertionSigner;
import com.auth0.exception.APIException;
import com.auth0.exception.RateLimitException;
import com.auth0.json.auth.CreatedOtpResponse;
import com.auth0.json.auth.CreatedUser;
import com.auth0.json.auth.MfaAuthenticator;
import com.auth0.json.auth.MfaChallengeResponse;
import com.auth0.json.auth.TokenHolder;
import com.auth0.json.auth.UserInfo;
import com.auth0.net.Request;
import com.auth0.net.TokenRequest;
import com.auth0.net.client.DefaultHttpClient;
import dev.portcullis.emulator.internal.mfa.Codes;
import dev.portcullis.emulator.observed.LogEvent;
import dev.portcullis.emulator.observed.SentMail;
import dev.portcullis.emulator.tenant.Application;
import dev.portcullis.emulator.tenant.Connection;
import dev.portcullis.emulator.tenant.GrantType;
import dev.portcullis.emulator.tenant.MfaPolicy;
import dev.portcullis.emulator.tenant.RefreshTokenPolicy;
import dev.portcullis.emulator.tenant.TenantDefinition;
import dev.portcullis.emulator.tenant.protection.BotDetectionSettings;
import dev.portcullis.emulator.tenant.protection.BotDetectionSettings.Policy;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Auth0's own Java SDK, com.auth0:auth0, as a client of the Authentication API. */
class JavaSdkAuthenticationTest {

  private static final String HERE = "203.0.113.7";
  private static final String THERE = "198.51.100.20";

  private final TestClock clock = new TestClock();
  private Auth0Emulator emulator = Auth0Emulator.start(TestSettings.at(clock));
  private AuthAPI auth = gateway();

  @AfterEach
  void stop() {
    emulator.close();
  }

  @Test
  void a_login_with_the_forwarded_address_gives_tokens_and_is_logged_with_it() throws Exception {
    TokenRequest login = auth.login(ALICE, ALICE_PASSWORD.toCharArray());
    login.setAudience(API_AUDIENCE).setScope("openid offline_access read:orders");

    TokenHolder tokens = from(HERE, login);

    assertThat(tokens.getAccessToken()).isNotBlank();
    assertThat(tokens.getIdToken()).isNotBlank();
    assertThat(tokens.getRefreshToken()).isNotBlank();
    assertThat(tokens.getTokenType()).isEqualTo("Bearer");
    assertThat(tokens.getExpiresIn()).isEqualTo(86_400);
    assertThat(tokens.getExpiresAt()).isNotNull();
    assertThat(last().type().code()).isEqualTo("sepft");
    assertThat(last().ip()).isEqualTo(HERE);
    assertThat(last().clientIp()).contains("127.0.0.1");
  }

  @Test
  void a_login_names_its_realm() throws Exception {
    TokenHolder tokens = from(HERE, auth.login(BOB, BOB_PASSWORD.toCharArray(), CONNECTION));

    assertThat(tokens.getAccessToken()).isNotBlank();
    assertThat(emulator.tenant().received().getLast().grantType())
        .contains("http://auth0.com/oauth/grant-type/password-realm");
  }

  @Test
  void an_unknown_realm_is_refused() {
    APIException refused =
        refused(HERE, auth.login(ALICE, ALICE_PASSWORD.toCharArray(), "no-such-connection"));

    assertThat(refused.getStatusCode()).isEqualTo(400);
    assertThat(refused.getError()).isEqualTo("invalid_request");
  }

  @Test
  void a_wrong_password_and_an_unknown_user_look_the_same() {
    APIException wrong = refused(HERE, auth.login(ALICE, "wrong".toCharArray()));
    APIException unknown = refused(HERE, auth.login("nobody@example.com", "wrong".toCharArray()));

    assertThat(wrong.getStatusCode()).isEqualTo(403).isEqualTo(unknown.getStatusCode());
    assertThat(wrong.isInvalidCredentials()).isTrue().isEqualTo(unknown.isInvalidCredentials());
    assertThat(last().ip()).isEqualTo(HERE);
  }

  @Test
  void a_leaked_password_has_an_error_of_its_own() {
    APIException refused = refused(HERE, auth.login(LEAKY, LEAKY_PASSWORD.toCharArray()));

    assertThat(refused.getStatusCode()).isEqualTo(401);
    assertThat(refused.getError()).isEqualTo("password_leaked");
  }

  @Test
  void a_user_blocked_by_an_administrator_gets_that_error() {
    APIException refused = refused(HERE, auth.login(BLOCKED, BLOCKED_PASSWORD.toCharArray()));

    assertThat(refused.getStatusCode()).isEqualTo(401);
    assertThat(refused.getError()).isEqualTo("unauthorized");
    assertThat(refused.getDescription()).isEqualTo("user is blocked");
  }

  @Test
  void a_brute_force_block_holds_for_the_forwarded_address_alone() throws Exception {
    block(auth);

    RateLimitException blocked = blocked(auth.login(ALICE, ALICE_PASSWORD.toCharArray()));

    assertThat(blocked.getStatusCode()).isEqualTo(429);
    assertThat(blocked.getError()).isEqualTo("too_many_attempts");
    assertThat(blocked.getLimit()).isPositive();
    assertThat(from(THERE, auth.login(ALICE, ALICE_PASSWORD.toCharArray())).getAccessToken())
        .isNotBlank();
  }

  @Test
  void the_header_of_an_untrusted_application_counts_for_nothing() {
    AuthAPI untrusted =
        AuthAPI.newBuilder(domain(), UNTRUSTED_CLIENT_ID, UNTRUSTED_CLIENT_SECRET)
            .withHttpClient(once())
            .build();
    block(untrusted);

    APIException elsewhere =
        refused(THERE, untrusted.login(ALICE, ALICE_PASSWORD.toCharArray(), CONNECTION));

    assertThat(elsewhere.getError()).isEqualTo("too_many_attempts");
    assertThat(last().ip()).isEqualTo("127.0.0.1");
  }

  /** The SDK's default: switch it off with {@code withMaxRetries(0)}. */
  @Test
  void by_default_the_sdk_sends_a_blocked_login_four_times() {
    block(auth);
    AuthAPI asDelivered =
        AuthAPI.newBuilder(domain(), GATEWAY_CLIENT_ID, GATEWAY_CLIENT_SECRET).build();
    int before = emulator.tenant().received().size();

    blocked(asDelivered.login(ALICE, ALICE_PASSWORD.toCharArray()));
    int between = emulator.tenant().received().size();
    blocked(auth.login(ALICE, ALICE_PASSWORD.toCharArray()));

    assertThat(between - before).isEqualTo(4);
    assertThat(emulator.tenant().received()).hasSize(between + 1);
  }

  @Test
  void a_login_with_a_demand_for_verification_is_recognised() {
    restart(
        TenantDefinition.demo().toBuilder()
            .botDetection(BotDetectionSettings.challenging(Policy.ALWAYS))
            .build());

    APIException refused = refused(HERE, auth.login(ALICE, ALICE_PASSWORD.toCharArray()));

    assertThat(refused.getStatusCode()).isEqualTo(401);
    assertThat(refused.isVerificationRequired()).isTrue();
  }

  @Test
  void a_one_time_password_ends_a_login_of_two_steps() throws Exception {
    APIException required = refused(HERE, auth.login(MIA, MIA_PASSWORD.toCharArray()));
    String mfaToken = String.valueOf(required.getValue("mfa_token"));
    List<MfaAuthenticator> authenticators = auth.listAuthenticators(mfaToken).execute().getBody();
    MfaChallengeResponse challenge =
        auth.mfaChallengeRequest(mfaToken, "otp", null).execute().getBody();

    TokenHolder tokens =
        from(HERE, auth.exchangeMfaOtp(mfaToken, code(MIA_OTP_SECRET).toCharArray()));

    assertThat(required.isMultifactorRequired()).isTrue();
    assertThat(required.getStatusCode()).isEqualTo(403);
    assertThat(authenticators)
        .extracting(MfaAuthenticator::getAuthenticatorType)
        .containsExactlyInAnyOrder("otp", "oob", "recovery-code");
    assertThat(challenge.getChallengeType()).isEqualTo("otp");
    assertThat(tokens.getAccessToken()).isNotBlank();
    assertThat(last().type().code()).isEqualTo("seotpft");
    assertThat(last().ip()).isEqualTo(HERE);
  }

  @Test
  void a_code_sent_by_text_message_ends_a_login_of_two_steps() throws Exception {
    String mfaToken = mfaToken();
    MfaChallengeResponse challenge =
        auth.mfaChallengeRequest(mfaToken, "oob", null).execute().getBody();
    char[] oobCode = challenge.getOobCode().toCharArray();

    APIException wrong = refused(HERE, auth.exchangeMfaOob(mfaToken, oobCode, new char[] {'0'}));
    TokenHolder tokens = from(HERE, auth.exchangeMfaOob(mfaToken, oobCode, mailed().toCharArray()));

    assertThat(challenge.getBindingMethod()).isEqualTo("prompt");
    assertThat(wrong.getError()).isEqualTo("invalid_grant");
    assertThat(tokens.getAccessToken()).isNotBlank();
  }

  @Test
  void a_recovery_code_ends_a_login_of_two_steps_once() throws Exception {
    TokenHolder tokens =
        from(HERE, auth.exchangeMfaRecoveryCode(mfaToken(), MIA_RECOVERY_CODE.toCharArray()));
    APIException again =
        refused(HERE, auth.exchangeMfaRecoveryCode(mfaToken(), MIA_RECOVERY_CODE.toCharArray()));

    assertThat(tokens.getAccessToken()).isNotBlank();
    assertThat(again.getStatusCode()).isEqualTo(403);
  }

  @Test
  void a_second_step_that_takes_too_long_is_recognised() {
    String mfaToken = mfaToken();
    clock.advance(Duration.ofMinutes(10));

    APIException late =
        refused(HERE, auth.exchangeMfaOtp(mfaToken, code(MIA_OTP_SECRET).toCharArray()));

    assertThat(late.isMultifactorTokenInvalid()).isTrue();
  }

  @Test
  void a_user_without_a_second_factor_enrols_one_on_the_way() throws Exception {
    restart(TenantDefinition.demo().toBuilder().mfaPolicy(MfaPolicy.ALWAYS).build());
    APIException required = refused(HERE, auth.login(ALICE, ALICE_PASSWORD.toCharArray()));
    String mfaToken = String.valueOf(required.getValue("mfa_token"));

    CreatedOtpResponse enrolled = auth.addOtpAuthenticator(mfaToken).execute().getBody();
    TokenHolder tokens =
        from(HERE, auth.exchangeMfaOtp(mfaToken, code(enrolled.getSecret()).toCharArray()));

    assertThat(enrolled.getBarcodeUri()).startsWith("otpauth://totp/");
    assertThat(enrolled.getRecoveryCodes()).hasSize(1);
    assertThat(tokens.getAccessToken()).isNotBlank();
  }

  @Test
  void a_second_factor_is_taken_away_with_a_token_for_it() throws Exception {
    String mfaToken = mfaTokenFor("enroll read:authenticators remove:authenticators");
    String token =
        from(HERE, auth.exchangeMfaOtp(mfaToken, code(MIA_OTP_SECRET).toCharArray()))
            .getAccessToken();
    String id = auth.listAuthenticators(token).execute().getBody().getFirst().getId();

    auth.deleteAuthenticator(token, id).execute();

    assertThat(auth.listAuthenticators(token).execute().getBody())
        .extracting(MfaAuthenticator::getId)
        .isNotEmpty()
        .doesNotContain(id);
  }

  @Test
  void a_refresh_token_is_rotated_until_it_is_revoked() throws Exception {
    restart(
        TenantDefinition.demo().toBuilder()
            .application(gatewayApplication().withRefreshTokens(RefreshTokenPolicy.rotated()))
            .build());
    TokenRequest login = auth.login(ALICE, ALICE_PASSWORD.toCharArray());
    String first = from(HERE, login.setScope("openid offline_access")).getRefreshToken();

    TokenHolder renewed = from(HERE, auth.renewAuth(first));
    auth.revokeToken(renewed.getRefreshToken()).execute();
    APIException revoked = refused(HERE, auth.renewAuth(renewed.getRefreshToken()));

    assertThat(renewed.getAccessToken()).isNotBlank();
    assertThat(renewed.getRefreshToken()).isNotEqualTo(first);
    assertThat(revoked.getStatusCode()).isEqualTo(403);
    assertThat(revoked.getError()).isEqualTo("invalid_grant");
  }

  @Test
  void userinfo_returns_the_user_of_an_access_token() throws Exception {
    TokenRequest login = auth.login(ALICE, ALICE_PASSWORD.toCharArray());
    String token = from(HERE, login.setScope("openid profile email")).getAccessToken();

    UserInfo user = auth.userInfo(token).execute().getBody();

    assertThat(user.getValues())
        .containsEntry("email", ALICE)
        .containsEntry("sub", "auth0|000000000000000000000001")
        .containsEntry("email_verified", true);
  }

  @Test
  void a_reset_is_requested_and_mailed() throws Exception {
    auth.resetPassword(ALICE, CONNECTION).execute();
    auth.resetPassword(GATEWAY_CLIENT_ID, "nobody@example.com", CONNECTION).execute();

    assertThat(emulator.tenant().mails())
        .extracting(SentMail::kind, SentMail::to)
        .containsExactly(tuple(SentMail.Kind.PASSWORD_RESET, ALICE));
  }

  @Test
  void who_signs_up_can_log_in_and_not_sign_up_again() throws Exception {
    String email = "new@example.com";
    char[] password = "a good password".toCharArray();

    CreatedUser user = auth.signUp(email, password, CONNECTION).execute().getBody();
    APIException again = refused(auth.signUp(email, password, CONNECTION));
    APIException leaked =
        refused(auth.signUp("b@example.com", "AUTH0-TEST-x".toCharArray(), CONNECTION));

    assertThat(user.getUserId()).isNotBlank();
    assertThat(user.getEmail()).isEqualTo(email);
    assertThat(user.isEmailVerified()).isFalse();
    assertThat(from(HERE, auth.login(email, password)).getAccessToken()).isNotBlank();
    assertThat(again.getStatusCode()).isEqualTo(400);
    assertThat(again.getError()).isEqualTo("invalid_signup");
    assertThat(leaked.getError()).isEqualTo("password_leaked");
  }

  @Test
  void a_machine_gets_a_token_for_the_management_api() throws Exception {
    AuthAPI machine =
        AuthAPI.newBuilder(domain(), MANAGEMENT_CLIENT_ID, MANAGEMENT_CLIENT_SECRET).build();

    TokenHolder token = machine.requestToken(emulator.issuer() + "api/v2/").execute().getBody();

    assertThat(token.getAccessToken()).isNotBlank();
    assertThat(token.getScope()).contains("read:logs");
  }

  @Test
  void a_signed_assertion_authenticates_but_does_not_make_the_header_trusted() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair pair = generator.generateKeyPair();
    String clientId = "AssertingApplication012345678901";
    // The SDK dates its assertions by the system's clock.
    emulator.close();
    emulator =
        Auth0Emulator.start(
            TestSettings.at(InstantSource.system())
                .withTenant(
                    TenantDefinition.demo().toBuilder()
                        .application(
                            Application.withPrivateKey(
                                clientId,
                                "Asserting application",
                                (RSAPublicKey) pair.getPublic(),
                                GrantType.PASSWORD,
                                GrantType.PASSWORD_REALM))
                        .connection(
                            Connection.of("con_1", CONNECTION).withEnabledClients(Set.of(clientId)))
                        .build()));
    AuthAPI asserting =
        AuthAPI.newBuilder(
                domain(), clientId, new RSAClientAssertionSigner((RSAPrivateKey) pair.getPrivate()))
            .withHttpClient(once())
            .build();

    TokenHolder tokens = from(HERE, asserting.login(ALICE, ALICE_PASSWORD.toCharArray()));

    assertThat(tokens.getAccessToken()).isNotBlank();
    assertThat(last().ip()).isEqualTo("127.0.0.1");
  }

  private void block(AuthAPI api) {
    for (int i = 0; i < 10; i++) {
      APIException wrong = refused(HERE, api.login(ALICE, "wrong".toCharArray(), CONNECTION));
      assertThat(wrong.getError()).isEqualTo("invalid_grant");
    }
  }

  private String mfaToken() {
    return mfaTokenOf(auth.login(MIA, MIA_PASSWORD.toCharArray()));
  }

  private String mfaTokenFor(String scope) {
    return mfaTokenOf(
        auth.login(MIA, MIA_PASSWORD.toCharArray())
            .setAudience(emulator.issuer() + "mfa/")
            .setScope(scope));
  }

  private static String mfaTokenOf(TokenRequest login) {
    return String.valueOf(refused(HERE, login).getValue("mfa_token"));
  }

  private String code(String secret) {
    return Codes.at(secret, clock.instant());
  }

  private String mailed() {
    return emulator.tenant().mails().getLast().content().orElseThrow().reveal();
  }

  private LogEvent last() {
    return emulator.tenant().logs().getLast();
  }

  private static TokenHolder from(String address, TokenRequest request) throws Exception {
    return request.addHeader("auth0-forwarded-for", address).execute().getBody();
  }

  private static APIException refused(String address, TokenRequest request) {
    return refused(request.addHeader("auth0-forwarded-for", address));
  }

  private static APIException refused(Request<?> request) {
    return catchThrowableOfType(APIException.class, request::execute);
  }

  private static RateLimitException blocked(TokenRequest request) {
    request.addHeader("auth0-forwarded-for", HERE);
    return catchThrowableOfType(RateLimitException.class, request::execute);
  }

  private AuthAPI gateway() {
    return AuthAPI.newBuilder(domain(), GATEWAY_CLIENT_ID, GATEWAY_CLIENT_SECRET)
        .withHttpClient(once())
        .build();
  }

  /** An HTTP client that sends a request once. */
  private static DefaultHttpClient once() {
    return DefaultHttpClient.newBuilder().withMaxRetries(0).build();
  }

  private String domain() {
    return emulator.baseUri().toString();
  }

  private void restart(TenantDefinition definition) {
    emulator.close();
    emulator = Auth0Emulator.start(TestSettings.at(clock).withTenant(definition));
    auth = gateway();
  }

  private static Application gatewayApplication() {
    return TenantDefinition.demo().application(GATEWAY_CLIENT_ID).orElseThrow();
  }
}
