package dev.portcullis.emulator;

import static dev.portcullis.emulator.tenant.DemoTenant.ALICE;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.API_AUDIENCE;
import static dev.portcullis.emulator.tenant.DemoTenant.CONNECTION;
import static dev.portcullis.emulator.tenant.DemoTenant.GATEWAY_CLIENT_ID;
import static dev.portcullis.emulator.tenant.DemoTenant.MANAGEMENT_CLIENT_ID;
import static dev.portcullis.emulator.tenant.DemoTenant.MANAGEMENT_CLIENT_SECRET;
import static dev.portcullis.emulator.tenant.DemoTenant.UNTRUSTED_CLIENT_ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.auth0.client.mgmt.ManagementApi;
import com.auth0.client.mgmt.attackprotection.types.UpdateBotDetectionSettingsRequestContent;
import com.auth0.client.mgmt.attackprotection.types.UpdateBreachedPasswordDetectionSettingsRequestContent;
import com.auth0.client.mgmt.attackprotection.types.UpdateBruteForceSettingsRequestContent;
import com.auth0.client.mgmt.attackprotection.types.UpdateSuspiciousIpThrottlingSettingsRequestContent;
import com.auth0.client.mgmt.errors.BadRequestError;
import com.auth0.client.mgmt.errors.ConflictError;
import com.auth0.client.mgmt.errors.ForbiddenError;
import com.auth0.client.mgmt.errors.NotFoundError;
import com.auth0.client.mgmt.tenants.types.UpdateTenantSettingsRequestContent;
import com.auth0.client.mgmt.types.BotDetectionChallengePolicyPasswordFlowEnum;
import com.auth0.client.mgmt.types.BreachedPasswordDetectionShieldsEnum;
import com.auth0.client.mgmt.types.BruteForceProtectionModeEnum;
import com.auth0.client.mgmt.types.BruteForceProtectionShieldsEnum;
import com.auth0.client.mgmt.types.ChangePasswordTicketRequestContent;
import com.auth0.client.mgmt.types.ClientTokenEndpointAuthMethodEnum;
import com.auth0.client.mgmt.types.ClientTokenEndpointAuthMethodOrNullEnum;
import com.auth0.client.mgmt.types.ConnectionForList;
import com.auth0.client.mgmt.types.CreateClientRequestContent;
import com.auth0.client.mgmt.types.CreateLogStreamHttpRequestBody;
import com.auth0.client.mgmt.types.CreateLogStreamRequestContent;
import com.auth0.client.mgmt.types.CreateUserRequestContent;
import com.auth0.client.mgmt.types.DeleteUserBlocksByIdentifierRequestParameters;
import com.auth0.client.mgmt.types.GetLogResponseContent;
import com.auth0.client.mgmt.types.ListConnectionsQueryParameters;
import com.auth0.client.mgmt.types.ListLogsRequestParameters;
import com.auth0.client.mgmt.types.ListUserBlocksByIdentifierRequestParameters;
import com.auth0.client.mgmt.types.ListUsersByEmailRequestParameters;
import com.auth0.client.mgmt.types.ListUsersRequestParameters;
import com.auth0.client.mgmt.types.Log;
import com.auth0.client.mgmt.types.LogStreamHttpEnum;
import com.auth0.client.mgmt.types.LogStreamHttpResponseSchema;
import com.auth0.client.mgmt.types.LogStreamHttpSink;
import com.auth0.client.mgmt.types.LogStreamStatusEnum;
import com.auth0.client.mgmt.types.SearchEngineVersionsEnum;
import com.auth0.client.mgmt.types.SuspiciousIpThrottlingPreLoginStage;
import com.auth0.client.mgmt.types.SuspiciousIpThrottlingStage;
import com.auth0.client.mgmt.types.UpdateClientRequestContent;
import com.auth0.client.mgmt.types.UpdateClientResponseContent;
import com.auth0.client.mgmt.types.UpdateConnectionRequestContent;
import com.auth0.client.mgmt.types.UpdateLogStreamRequestContent;
import com.auth0.client.mgmt.types.UpdateUserRequestContent;
import com.auth0.client.mgmt.types.UserBlockIdentifier;
import com.auth0.client.mgmt.types.UserResponseSchema;
import dev.portcullis.emulator.tenant.Connection;
import dev.portcullis.emulator.tenant.TenantDefinition;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Auth0's own Java SDK, com.auth0:auth0, as a client of the Management API. */
class JavaSdkManagementTest {

  private static final String HERE = "203.0.113.7";
  private static final String ALICE_ID = "auth0|000000000000000000000001";

  private final TestClock clock = new TestClock();
  private final Auth0Emulator emulator =
      Auth0Emulator.start(
          TestSettings.at(clock)
              .withTenant(
                  TenantDefinition.demo().toBuilder()
                      .connection(Connection.of("con_2", "Second"))
                      .build()));
  private final Client client = new Client(emulator);
  private final ManagementApi api =
      ManagementApi.builder()
          .url(emulator.baseUri() + "/api/v2")
          .clientCredentials(MANAGEMENT_CLIENT_ID, MANAGEMENT_CLIENT_SECRET)
          .maxRetries(0)
          .build();

  @AfterEach
  void stop() {
    client.close();
    emulator.close();
  }

  @Test
  void the_trust_flag_is_set_together_with_the_authentication_method() {
    UpdateClientResponseContent updated =
        api.clients()
            .update(
                UNTRUSTED_CLIENT_ID,
                UpdateClientRequestContent.builder()
                    .tokenEndpointAuthMethod(
                        ClientTokenEndpointAuthMethodOrNullEnum.CLIENT_SECRET_POST)
                    .isTokenEndpointIpHeaderTrusted(true)
                    .build());

    assertThat(updated.getIsTokenEndpointIpHeaderTrusted()).contains(true);
    assertThat(updated.getTokenEndpointAuthMethod())
        .contains(ClientTokenEndpointAuthMethodEnum.CLIENT_SECRET_POST);
    assertThat(api.clients().get(UNTRUSTED_CLIENT_ID).getIsTokenEndpointIpHeaderTrusted())
        .contains(true);
  }

  @Test
  void the_trust_flag_is_refused_without_a_secret_to_authenticate_with() {
    assertThatThrownBy(
            () ->
                api.clients()
                    .update(
                        UNTRUSTED_CLIENT_ID,
                        UpdateClientRequestContent.builder()
                            .tokenEndpointAuthMethod(ClientTokenEndpointAuthMethodOrNullEnum.NONE)
                            .isTokenEndpointIpHeaderTrusted(true)
                            .build()))
        .isInstanceOfSatisfying(
            BadRequestError.class,
            error ->
                assertThat(error.body().toString())
                    .contains("is_token_endpoint_ip_header_trusted can only be set true"));
  }

  @Test
  void clients_are_made_listed_and_deleted() {
    String id =
        api.clients()
            .create(CreateClientRequestContent.builder().name("A new application").build())
            .getClientId()
            .orElseThrow();
    List<String> listed =
        api.clients().list().streamItems().flatMap(each -> each.getName().stream()).toList();

    api.clients().delete(id);

    assertThat(listed).contains("A new application", "Login gateway");
    assertThatThrownBy(() -> api.clients().get(id)).isInstanceOf(NotFoundError.class);
  }

  @Test
  void a_connection_is_found_by_name_and_changed() {
    emulator.tenant().configure(tenant -> tenant.legacyEnabledClients(true));
    ConnectionForList found =
        api.connections()
            .list(ListConnectionsQueryParameters.builder().name(CONNECTION).build())
            .streamItems()
            .findFirst()
            .orElseThrow();
    String id = found.getId().orElseThrow();

    api.connections()
        .update(
            id,
            UpdateConnectionRequestContent.builder()
                .enabledClients(List.of(GATEWAY_CLIENT_ID))
                .build());

    assertThat(found.getStrategy()).contains("auth0");
    assertThat(api.connections().get(id).getEnabledClients()).contains(List.of(GATEWAY_CLIENT_ID));
  }

  @Test
  void connections_come_in_pages() {
    List<Optional<String>> names =
        api.connections()
            .list(ListConnectionsQueryParameters.builder().take(1).build())
            .streamItems()
            .map(ConnectionForList::getName)
            .toList();

    assertThat(names).containsExactly(Optional.of(CONNECTION), Optional.of("Second"));
  }

  @Test
  void a_user_is_made_found_changed_and_deleted() {
    String id =
        api.users()
            .create(
                CreateUserRequestContent.builder()
                    .connection(CONNECTION)
                    .email("new@example.com")
                    .password("a good password")
                    .emailVerified(true)
                    .build())
            .getUserId()
            .orElseThrow();
    List<UserResponseSchema> byEmail =
        api.users()
            .listUsersByEmail(
                ListUsersByEmailRequestParameters.builder().email("new@example.com").build());
    List<UserResponseSchema> byQuery =
        api.users()
            .list(
                ListUsersRequestParameters.builder()
                    .q("email:\"new@example.com\"")
                    .searchEngine(SearchEngineVersionsEnum.V3)
                    .build())
            .streamItems()
            .toList();
    api.users().update(id, UpdateUserRequestContent.builder().blocked(true).build());
    int whenBlocked = client.logIn("new@example.com", "a good password", HERE).status();
    api.users().update(id, UpdateUserRequestContent.builder().password("another one").build());
    int whenUnblocked = client.logIn("new@example.com", "another one", HERE).status();
    Optional<Integer> logins = api.users().get(id).getLoginsCount();
    api.users().delete(id);

    assertThat(byEmail).extracting(UserResponseSchema::getUserId).containsExactly(Optional.of(id));
    assertThat(byQuery).extracting(UserResponseSchema::getUserId).containsExactly(Optional.of(id));
    assertThat(whenBlocked).isEqualTo(401);
    assertThat(whenUnblocked).isEqualTo(200);
    assertThat(logins).contains(1);
    assertThatThrownBy(() -> api.users().get(id)).isInstanceOf(NotFoundError.class);
  }

  @Test
  void two_users_cannot_share_an_email() {
    assertThatThrownBy(
            () ->
                api.users()
                    .create(
                        CreateUserRequestContent.builder()
                            .connection(CONNECTION)
                            .email(ALICE)
                            .password("a good password")
                            .build()))
        .isInstanceOf(ConflictError.class);
  }

  @Test
  void a_block_is_seen_and_lifted_by_identifier() {
    block();

    List<UserBlockIdentifier> blocks =
        api.userBlocks()
            .listByIdentifier(
                ListUserBlocksByIdentifierRequestParameters.builder().identifier(ALICE).build())
            .getBlockedFor()
            .orElseThrow();
    api.userBlocks()
        .deleteByIdentifier(
            DeleteUserBlocksByIdentifierRequestParameters.builder().identifier(ALICE).build());

    assertThat(blocks).extracting(UserBlockIdentifier::getIp).containsExactly(Optional.of(HERE));
    assertThat(blocks)
        .extracting(UserBlockIdentifier::getIdentifier)
        .containsExactly(Optional.of(ALICE));
    assertThat(client.logIn(ALICE, ALICE_PASSWORD, HERE).status()).isEqualTo(200);
  }

  @Test
  void a_block_is_seen_and_lifted_by_user() {
    block();

    List<UserBlockIdentifier> blocks =
        api.userBlocks().list(ALICE_ID).getBlockedFor().orElseThrow();
    api.userBlocks().delete(ALICE_ID);

    assertThat(blocks).hasSize(1);
    assertThat(api.userBlocks().list(ALICE_ID).getBlockedFor()).contains(List.of());
  }

  @Test
  void a_throttled_address_is_seen_and_freed() {
    throttleAt(1);
    client.logIn(ALICE, "wrong", HERE);

    api.anomaly().blocks().checkIp(HERE);
    api.anomaly().blocks().unblockIp(HERE);

    assertThatThrownBy(() -> api.anomaly().blocks().checkIp(HERE))
        .isInstanceOf(NotFoundError.class);
    assertThat(client.logIn(ALICE, ALICE_PASSWORD, HERE).status()).isEqualTo(200);
  }

  @Test
  void an_address_of_version_six_goes_through_the_path() {
    throttleAt(1);
    client.logIn(ALICE, "wrong", "2001:db8::7");

    api.anomaly().blocks().checkIp("2001:db8::7");
    api.anomaly().blocks().unblockIp("2001:db8::7");

    assertThatThrownBy(() -> api.anomaly().blocks().checkIp("2001:db8::7"))
        .isInstanceOf(NotFoundError.class);
  }

  @Test
  void brute_force_protection_is_set() {
    api.attackProtection()
        .bruteForceProtection()
        .update(
            UpdateBruteForceSettingsRequestContent.builder()
                .maxAttempts(2)
                .mode(BruteForceProtectionModeEnum.COUNT_PER_IDENTIFIER)
                .allowlist(List.of("198.51.100.0/24"))
                .build());
    client.logIn(ALICE, "wrong", HERE);
    client.logIn(ALICE, "wrong", HERE);

    assertThat(client.logIn(ALICE, ALICE_PASSWORD, "192.0.2.1").verdict())
        .isEqualTo("429 too_many_attempts");
    assertThat(api.attackProtection().bruteForceProtection().get().getMode())
        .contains(BruteForceProtectionModeEnum.COUNT_PER_IDENTIFIER);
    assertThat(api.attackProtection().bruteForceProtection().get().getShields().orElseThrow())
        .containsExactlyInAnyOrder(
            BruteForceProtectionShieldsEnum.BLOCK,
            BruteForceProtectionShieldsEnum.USER_NOTIFICATION);
  }

  @Test
  void suspicious_ip_throttling_is_set() {
    throttleAt(7);

    SuspiciousIpThrottlingStage stage =
        api.attackProtection().suspiciousIpThrottling().get().getStage().orElseThrow();

    assertThat(stage.getPreLogin().orElseThrow().getMaxAttempts()).contains(7);
    assertThat(stage.getPreLogin().orElseThrow().getRate()).contains(864_000);
  }

  @Test
  void breached_password_detection_is_set() {
    api.attackProtection()
        .breachedPasswordDetection()
        .update(
            UpdateBreachedPasswordDetectionSettingsRequestContent.builder()
                .enabled(true)
                .shields(List.of(BreachedPasswordDetectionShieldsEnum.ADMIN_NOTIFICATION))
                .build());

    assertThat(api.attackProtection().breachedPasswordDetection().get().getShields())
        .contains(List.of(BreachedPasswordDetectionShieldsEnum.ADMIN_NOTIFICATION));
  }

  @Test
  void bot_detection_is_set() {
    api.attackProtection()
        .botDetection()
        .update(
            UpdateBotDetectionSettingsRequestContent.builder()
                .challengePasswordPolicy(BotDetectionChallengePolicyPasswordFlowEnum.ALWAYS)
                .build());

    assertThat(api.attackProtection().botDetection().get().getChallengePasswordPolicy())
        .isEqualTo(BotDetectionChallengePolicyPasswordFlowEnum.ALWAYS);
    assertThat(client.logIn(ALICE, ALICE_PASSWORD, HERE).verdict())
        .isEqualTo("401 requires_verification");
  }

  @Test
  void a_ticket_for_a_new_password_is_a_link() {
    String ticket =
        api.tickets()
            .changePassword(
                ChangePasswordTicketRequestContent.builder().userId(ALICE_ID).ttlSec(60).build())
            .getTicket();

    assertThat(ticket).startsWith(emulator.baseUri().toString());
  }

  @Test
  void the_tenant_has_a_default_directory_and_audience() {
    api.tenants()
        .settings()
        .update(UpdateTenantSettingsRequestContent.builder().defaultAudience(API_AUDIENCE).build());

    assertThat(api.tenants().settings().get().getDefaultAudience()).contains(API_AUDIENCE);
    assertThat(api.tenants().settings().get().getDefaultDirectory()).contains(CONNECTION);
  }

  @Test
  void a_log_stream_is_made_paused_and_deleted() {
    api.logStreams()
        .create(
            CreateLogStreamRequestContent.of(
                CreateLogStreamHttpRequestBody.builder()
                    .type(LogStreamHttpEnum.HTTP)
                    .sink(
                        LogStreamHttpSink.builder()
                            .httpEndpoint("http://127.0.0.1:9/logs")
                            .httpAuthorization("Bearer of-nobody")
                            .build())
                    .name("A stream")
                    .build()));
    LogStreamHttpResponseSchema stream =
        (LogStreamHttpResponseSchema) api.logStreams().list().getFirst().get();
    String id = stream.getId().orElseThrow();

    api.logStreams()
        .update(
            id, UpdateLogStreamRequestContent.builder().status(LogStreamStatusEnum.PAUSED).build());
    Object paused = api.logStreams().get(id).get();
    api.logStreams().delete(id);

    assertThat(stream.getName()).contains("A stream");
    assertThat(paused)
        .isInstanceOfSatisfying(
            LogStreamHttpResponseSchema.class,
            it -> assertThat(it.getStatus()).contains(LogStreamStatusEnum.PAUSED));
    assertThat(api.logStreams().list()).isEmpty();
  }

  @Test
  void the_log_has_the_end_users_address() {
    client.logIn(ALICE, ALICE_PASSWORD, HERE);

    Log event =
        api.logs()
            .list(ListLogsRequestParameters.builder().search("type:sepft").build())
            .streamItems()
            .findFirst()
            .orElseThrow();
    GetLogResponseContent same = api.logs().get(event.getLogId().orElseThrow());

    assertThat(event.getIp()).contains(HERE);
    assertThat(event.getAdditionalProperties()).containsEntry("client_ip", "127.0.0.1");
    assertThat(event.getUserName()).contains(ALICE);
    assertThat(event.getScope()).contains("openid profile email address phone");
    assertThat(same.getType()).contains("sepft");
  }

  @Test
  void all_pages_of_the_log_are_walked_through() {
    for (int i = 0; i < 5; i++) {
      client.logIn(ALICE, ALICE_PASSWORD, HERE);
    }

    List<Optional<String>> types =
        api.logs()
            .list(ListLogsRequestParameters.builder().perPage(2).sort("date:1").build())
            .streamItems()
            .map(Log::getType)
            .toList();

    assertThat(types).filteredOn(Optional.of("sepft")::equals).hasSize(5);
  }

  @Test
  void a_users_log_is_the_users_alone() {
    client.logIn(ALICE, "wrong", HERE);
    client.logIn("nobody@example.com", "wrong", HERE);

    List<Log> events = api.users().logs().list(ALICE_ID).streamItems().toList();

    assertThat(events).extracting(Log::getUserName).containsOnly(Optional.of(ALICE)).isNotEmpty();
  }

  @Test
  void a_token_without_the_scope_is_refused() {
    ManagementApi reader =
        ManagementApi.builder()
            .url(emulator.baseUri() + "/api/v2")
            .token(client.managementToken("read:logs"))
            .maxRetries(0)
            .build();

    assertThatThrownBy(() -> reader.users().get(ALICE_ID))
        .isInstanceOfSatisfying(
            ForbiddenError.class,
            error -> assertThat(error.body().toString()).contains("insufficient_scope"));
  }

  private void block() {
    for (int i = 0; i < 10; i++) {
      client.logIn(ALICE, "wrong", HERE);
    }
  }

  private void throttleAt(int attempts) {
    api.attackProtection()
        .suspiciousIpThrottling()
        .update(
            UpdateSuspiciousIpThrottlingSettingsRequestContent.builder()
                .stage(
                    SuspiciousIpThrottlingStage.builder()
                        .preLogin(
                            SuspiciousIpThrottlingPreLoginStage.builder()
                                .maxAttempts(attempts)
                                .build())
                        .build())
                .build());
  }
}
