package dev.portcullis.emulator.internal.kept;

import static dev.portcullis.emulator.internal.kept.Kind.absent;
import static dev.portcullis.emulator.internal.kept.Kind.list;
import static dev.portcullis.emulator.internal.kept.Kind.named;
import static dev.portcullis.emulator.internal.kept.Kind.single;

import java.util.List;
import java.util.Map;

/**
 * The table of kinds. A new kind is a line here; its operations are in {@code operations.jsonl}.
 */
final class Kinds {

  private static final String ORGANIZATION = "/organizations/{id}";
  private static final String FACTORS = "/guardian/factors";

  /** Actions; what is hidden of an Action is hidden of its versions. */
  static final Kind ACTIONS =
      list("/actions/actions", "id", "act_")
          .unique("name")
          .withDates()
          .hidden("deploy", "secrets.value", "deployed_version.secrets.value")
          .with("dependencies", List.of(), "secrets", List.of(), "status", "built");

  /** Every kind. */
  static final List<Kind> ALL =
      List.of(
          list("/roles", "id", "rol_").unique("name").with("type", "tenant"),
          list("/organizations", "id", "org_").unique("name"),
          list(ORGANIZATION + "/invitations", "id", "uinv_"),
          list(ORGANIZATION + "/discovery-domains", "id", "odd_").unique("domain"),
          named(ORGANIZATION + "/enabled_connections", "connection_id")
              .with(
                  "assign_membership_on_login",
                  false,
                  "show_as_button",
                  true,
                  "is_signup_enabled",
                  false)
              .hidden("organization_connection_name", "organization_access_level", "is_enabled"),
          named(ORGANIZATION + "/connections", "connection_id")
              .with(
                  "assign_membership_on_login",
                  false,
                  "show_as_button",
                  true,
                  "is_signup_enabled",
                  false,
                  "is_enabled",
                  true),
          named(ORGANIZATION + "/client-grants", "grant_id"),
          ACTIONS,
          list("/actions/modules", "id", "mod_").unique("name").withDates().hidden("secrets.value"),
          list("/rules", "id", "rul_").unique("name").with("enabled", true, "order", 1),
          named("/rules-configs", "key").hidden("value"),
          list("/hooks", "id", "hoo_").with("enabled", false),
          list("/custom-domains", "custom_domain_id", "cd_")
              .unique("domain")
              .with(
                  "primary", false, "status", "pending_verification", "tls_policy", "recommended"),
          list("/network-acls", "id", "acl_").withDates(),
          list("/keys/network-acls", "id", "key_").unique("name").withDates().hidden("value"),
          named("/email-templates", "template"),
          list("/branding/themes", "themeId", "thm_"),
          list("/branding/phone/providers", "id", "pro_").withDates().hidden("credentials"),
          list("/branding/phone/templates", "id", "tem_"),
          list("/device-credentials", "id", "dcr_"),
          list("/event-streams", "id", "est_").withDates().with("status", "enabled"),
          list("/flows", "id", "af_").withDates(),
          list("/flows/vault/connections", "id", "ac_").withDates().hidden("setup"),
          list("/forms", "id", "ap_").withDates(),
          list("/self-service-profiles", "id", "ssp_").withDates(),
          list("/token-exchange-profiles", "id", "tep_").withDates(),
          list("/user-attribute-profiles", "id", "uap_"),
          list("/connection-profiles", "id", "cop_"),
          list("/verifiable-credentials/verification/templates", "id", "vct_").withDates(),
          list("/rate-limit-policies", "id", "rlp_").withDates(),
          list("/agents", "id", "agt_").withDates(),
          list("/groups", "id", "grp_"),
          list("/grants", "id", "gra_"),
          list("/keys/encryption", "kid", "ek_"),
          single("/branding"),
          absent("/branding/templates/universal-login"),
          absent("/emails/provider")
              .hidden(
                  "credentials.accessKeyId",
                  "credentials.api_key",
                  "credentials.clientId",
                  "credentials.clientSecret",
                  "credentials.connectionString",
                  "credentials.secretAccessKey",
                  "credentials.smtp_pass",
                  "credentials.tenantId"),
          single(
              "/prompts",
              "universal_login_experience",
              "new",
              "identifier_first",
              false,
              "webauthn_platform_first_factor",
              false),
          single("/prompts/{prompt}/custom-text/{language}"),
          single("/prompts/{prompt}/partials"),
          single("/prompts/{prompt}/screen/{screen}/rendering", "rendering_mode", "standard"),
          single(
                  "/attack-protection/captcha",
                  "active_provider_id",
                  "auth_challenge",
                  "auth_challenge",
                  Map.of("fail_open", false))
              .hidden(
                  "arkose.secret",
                  "friendly_captcha.secret",
                  "hcaptcha.secret",
                  "recaptcha_enterprise.api_key",
                  "recaptcha_v2.secret"),
          single("/attack-protection/phone-provider-protection", "type", "default"),
          single("/risk-assessments/settings", "enabled", false),
          single("/risk-assessments/settings/new-device", "remember_for", 30),
          single("/supplemental-signals", "akamai_enabled", false),
          single("/custom-domains/default"),
          absent("/keys/custom-signing"),
          absent("/connections/{id}/scim-configuration"),
          absent("/connections/{id}/directory-provisioning"),
          single("/hooks/{id}/secrets"),
          single("/self-service-profiles/{id}/custom-text/{language}/{page}"),
          single("/guardian/policies"),
          single("/guardian/settings"),
          single(FACTORS + "/email/settings", "otp_length", 6, "otp_expiration_time", 300),
          single(FACTORS + "/phone/settings", "otp_length", 6, "otp_expiration_time", 300),
          single(FACTORS + "/duo/settings"),
          single(FACTORS + "/phone/message-types", "message_types", List.of("sms")),
          single(FACTORS + "/phone/providers/twilio"),
          single(FACTORS + "/phone/selected-provider", "provider", "auth0"),
          single(FACTORS + "/phone/templates"),
          single(FACTORS + "/sms/providers/twilio"),
          single(FACTORS + "/sms/selected-provider", "provider", "auth0"),
          single(FACTORS + "/sms/templates"),
          single(FACTORS + "/push-notification/providers/apns").hidden("p12"),
          single(FACTORS + "/push-notification/providers/sns"),
          single(FACTORS + "/push-notification/providers/fcm"),
          single(FACTORS + "/push-notification/providers/fcmv1"),
          single(FACTORS + "/push-notification/selected-provider", "provider", "guardian"));

  private Kinds() {}
}
