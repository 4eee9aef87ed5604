package dev.portcullis.emulator.internal.codec;

import static dev.portcullis.emulator.internal.codec.ValueType.flag;
import static dev.portcullis.emulator.internal.codec.ValueType.secret;
import static dev.portcullis.emulator.internal.codec.ValueType.text;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.emulator.tenant.Factor;
import dev.portcullis.emulator.tenant.Secret;
import dev.portcullis.emulator.tenant.UserDefinition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A user of the tenant file, in the keys of {@code /api/v2/users}. */
public final class UserCodec {

  private static final JsonMapper MAPPER = new JsonMapper();

  /** A user. */
  public static final SettingGroup<UserDefinition, UserDefinition> USER =
      SettingGroup.<UserDefinition>of(
              Setting.of("user_id", text(), UserDefinition::userId, UserCodec::withUserId)
                  .described(
                      "Without a |, auth0| is put before it. Default: derived from connection and"
                          + " e-mail address."),
              Setting.of(
                      "connection",
                      text(),
                      UserDefinition::connection,
                      UserDefinition::withConnection)
                  .described("Default: the only connection of the file."),
              Setting.optional(
                  "email",
                  text("^[^@\\s]+@[^@\\s]+$", "an e-mail address"),
                  (UserDefinition user) ->
                      Optional.of(user.email()).filter(email -> !email.startsWith("+")),
                  UserDefinition::withEmail),
              Setting.optional(
                      "phone_number",
                      text("^\\+[0-9]{1,15}$", "a phone number such as +15005550100"),
                      (UserDefinition user) ->
                          Optional.of(user.email()).filter(email -> email.startsWith("+")),
                      UserDefinition::withEmail)
                  .described("Of a user of an sms connection, instead of email."),
              Setting.of(
                      "email_verified",
                      flag(),
                      UserDefinition::emailVerified,
                      UserDefinition::withEmailVerified)
                  .described("Default: true."),
              Setting.optional(
                      "password",
                      secret(),
                      (UserDefinition user) ->
                          Optional.of(user.password()).filter(password -> !user.hashed()),
                      UserDefinition::withPassword)
                  .described("Hashed when the emulator starts. Either this or password_hash."),
              Setting.optional(
                  "password_hash",
                  secret(
                      "^\\$2[abxy]\\$[0-9]{2}\\$[./A-Za-z0-9]{53}$", "a bcrypt hash, $2a$ or $2b$"),
                  (UserDefinition user) ->
                      Optional.of(user.password()).filter(password -> user.hashed()),
                  UserDefinition::withPasswordHash),
              Setting.of("blocked", flag(), UserDefinition::blocked, UserDefinition::withBlocked)
                  .described("The administrator's block. Default: false."),
              Setting.optional(
                  "name",
                  anyText(),
                  (UserDefinition user) -> user.profile().name(),
                  (UserDefinition user, String name) ->
                      user.withProfile(user.profile().withName(name))),
              Setting.optional(
                  "nickname",
                  anyText(),
                  (UserDefinition user) -> user.profile().nickname(),
                  (UserDefinition user, String name) ->
                      user.withProfile(user.profile().withNickname(name))),
              attribute("given_name"),
              attribute("family_name"),
              attribute("picture"),
              attribute("username"),
              attribute("phone_number"),
              Setting.<UserDefinition, UserDefinition, Boolean>optional(
                  "phone_verified",
                  flag(),
                  (UserDefinition user) ->
                      Optional.ofNullable(user.profile().attributes().get("phone_verified"))
                          .map(Boolean.TRUE::equals),
                  (UserDefinition user, Boolean value) ->
                      user.withProfile(
                          user.profile().withAttributes(Map.of("phone_verified", value)))),
              Setting.of(
                  "user_metadata",
                  metadata(),
                  (UserDefinition user) -> user.profile().userMetadata(),
                  (UserDefinition user, Map<String, Object> data) ->
                      user.withProfile(user.profile().withUserMetadata(data))),
              Setting.of(
                  "app_metadata",
                  metadata(),
                  (UserDefinition user) -> user.profile().appMetadata(),
                  (UserDefinition user, Map<String, Object> data) ->
                      user.withProfile(user.profile().withAppMetadata(data))),
              Setting.<UserDefinition, UserDefinition, List<Factor>>of(
                      "authentication_methods",
                      new ValueType.Items<>(
                          UserCodec::factor, UserCodec::fields, factorSchema(), 0),
                      UserDefinition::factors,
                      UserDefinition::withFactors)
                  .described(
                      "Enrolled second factors, as /api/v2/users/{id}/authentication-methods."))
          .unusedInFile(
              "created_at",
              "updated_at",
              "identities",
              "last_ip",
              "last_login",
              "last_password_reset",
              "logins_count",
              "multifactor",
              "multifactor_last_modified",
              "verify_email");

  private UserCodec() {}

  private static UserDefinition withUserId(UserDefinition user, String id) {
    return user.withUserId(id.contains("|") ? id : "auth0|" + id);
  }

  private static Setting<UserDefinition, UserDefinition> attribute(String name) {
    return Setting.optional(
        name,
        text(),
        (UserDefinition user) ->
            Optional.ofNullable(user.profile().attributes().get(name)).map(String::valueOf),
        (UserDefinition user, String value) ->
            user.withProfile(user.profile().withAttributes(Map.of(name, value))));
  }

  private static ValueType<String> anyText() {
    return ValueType.textOrEmpty();
  }

  /** A JSON object of any content. */
  static ValueType<Map<String, Object>> metadata() {
    return new ValueType.AnyObject<>(UserCodec::map, map -> map);
  }

  private static Map<String, Object> map(JsonNode node) {
    return MAPPER.convertValue(node, new TypeReference<LinkedHashMap<String, Object>>() {});
  }

  private static Optional<Factor> factor(JsonAt at) {
    String type = at.text("type").orElse("");
    return switch (type) {
      case "totp" -> factor(at, "totp_secret", text -> new Factor.Otp(Secret.of(text)));
      case "phone" -> factor(at, "phone_number", Factor.Sms::new);
      case "email" -> Optional.of(new Factor.Email());
      case "push" -> Optional.of(new Factor.Push(at.text("name").orElse(Factor.Push.DEVICE)));
      case "recovery-code" ->
          factor(at, "recovery_code", text -> new Factor.RecoveryCode(Secret.of(text)));
      default -> {
        at.invalid(type, "one of totp, phone, email, push, recovery-code");
        yield Optional.empty();
      }
    };
  }

  private static Optional<Factor> factor(JsonAt at, String key, Function<String, Factor> made) {
    Optional<Factor> factor = at.text(key).map(made);
    if (factor.isEmpty()) {
      at.invalid("no " + key, "one, with type " + at.required("type"));
    }
    return factor;
  }

  private static Object fields(Factor factor) {
    return switch (factor) {
      case Factor.Otp otp -> Map.of("type", "totp", "totp_secret", otp.secret().reveal());
      case Factor.Sms sms -> Map.of("type", "phone", "phone_number", sms.phoneNumber());
      case Factor.Email ignored -> Map.of("type", "email");
      case Factor.Push push -> Map.of("type", "push", "name", push.device());
      case Factor.RecoveryCode code ->
          Map.of("type", "recovery-code", "recovery_code", code.code().reveal());
    };
  }

  private static ObjectNode factorSchema() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    schema.put("type", "object").put("additionalProperties", false);
    schema.putArray("required").add("type");
    ObjectNode properties = schema.putObject("properties");
    properties
        .putObject("type")
        .putArray("enum")
        .add("totp")
        .add("phone")
        .add("email")
        .add("push")
        .add("recovery-code");
    properties.set(
        "totp_secret",
        secret("^[A-Z2-7]{16,}$", "at least 16 characters of Base32, A-Z and 2-7")
            .schema()
            .put("description", "With totp."));
    properties.set(
        "phone_number",
        text("^\\+[0-9]{6,15}$", "a phone number such as +15005550100")
            .schema()
            .put("description", "With phone."));
    properties.set("recovery_code", secret().schema().put("description", "With recovery-code."));
    properties.set("name", text().schema().put("description", "With push: the device."));
    properties
        .putObject("email")
        .put("description", "Not used: codes go to the user's own address.");
    properties.putObject("preferred_authentication_method").putArray("enum").add("sms");
    for (String unused : List.of("confirmed", "id", "created_at", "enrolled_at", "last_auth_at")) {
      properties.putObject(unused).put("description", "Not used.");
    }
    return schema;
  }
}
