package dev.portcullis.emulator.internal.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.portcullis.emulator.internal.documents.Documents;
import dev.portcullis.emulator.internal.users.User;
import dev.portcullis.emulator.internal.users.UserStore;
import dev.portcullis.emulator.tenant.Connection;
import dev.portcullis.emulator.tenant.Profile;
import dev.portcullis.emulator.tenant.TenantDefinition;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What a connection's options ask of a new password: strength, no common password, nothing of the
 * user's own data, and none of the latest passwords. With {@code password_options} the older
 * options do not count.
 */
public final class PasswordRules {

  /** Shorter words of a profile are in too many passwords. */
  private static final int LEAST_OF_A_WORD = 3;

  private static final List<String> PERSONAL =
      List.of(
          "email",
          "name",
          "username",
          "nickname",
          "user_metadata.name",
          "user_metadata.first",
          "user_metadata.last");

  /** Of Auth0's dictionary of 10,000 the most common ones. */
  private static final Set<String> COMMON =
      Set.of(
          "000000",
          "111111",
          "112233",
          "121212",
          "123123",
          "123321",
          "1234",
          "12345",
          "123456",
          "1234567",
          "12345678",
          "123456789",
          "1234567890",
          "123qwe",
          "1q2w3e4r",
          "555555",
          "654321",
          "666666",
          "696969",
          "987654321",
          "abc123",
          "access",
          "admin",
          "baseball",
          "batman",
          "changeme",
          "charlie",
          "donald",
          "dragon",
          "football",
          "freedom",
          "hello",
          "iloveyou",
          "jordan",
          "letmein",
          "login",
          "master",
          "michael",
          "monkey",
          "mustang",
          "pass",
          "passw0rd",
          "password",
          "password1",
          "princess",
          "qazwsx",
          "qwerty",
          "qwerty123",
          "qwertyuiop",
          "secret",
          "shadow",
          "starwars",
          "sunshine",
          "superman",
          "trustno1",
          "welcome",
          "whatever",
          "zaq1zaq1");

  private final Supplier<TenantDefinition> tenant;
  private final Documents documents;
  private final UserStore users;

  /** Reads the options that were written here, and the users' earlier passwords. */
  public PasswordRules(Supplier<TenantDefinition> tenant, Documents documents, UserStore users) {
    this.tenant = tenant;
    this.documents = documents;
    this.users = users;
  }

  /** What is wrong with the password of a new user; empty if nothing is. */
  public Optional<PasswordProblem> problem(
      String connection, String email, Profile profile, String password) {
    JsonNode options = options(connection);
    return weak(options, password)
        .or(() -> common(options, password))
        .or(() -> personal(options, email, profile, password));
  }

  /** What is wrong with a new password of that user; empty if nothing is. */
  public Optional<PasswordProblem> problem(User user, String password) {
    return problem(user.connection(), user.email(), user.profile(), password)
        .or(
            () ->
                historySize(options(user.connection())) > 0
                        && users.hadPassword(user.userId(), password)
                    ? Optional.of(
                        PasswordProblem.of(
                            "PasswordHistoryError",
                            "Password has previously been used",
                            "Password has previously been used"))
                    : Optional.empty());
  }

  /** Sets the password, and remembers as many as the connection's history has. */
  public void set(User user, String password) {
    users.setPassword(user.userId(), password, historySize(options(user.connection())));
  }

  private JsonNode options(String connection) {
    return tenant
        .get()
        .connection(connection)
        .map(Connection::id)
        .flatMap(id -> documents.get("connections/" + id))
        .map(document -> document.path("written").path("options"))
        .orElseGet(MissingNode::getInstance);
  }

  private static Optional<JsonNode> flexible(JsonNode options) {
    return Optional.of(options.path("password_options")).filter(JsonNode::isObject);
  }

  private static Optional<PasswordProblem> weak(JsonNode options, String password) {
    PasswordStrength strength =
        flexible(options)
            .map(flexible -> PasswordStrength.ofComplexity(flexible.path("complexity")))
            .orElseGet(
                () ->
                    PasswordStrength.ofLevel(
                        options.path("passwordPolicy").asText(),
                        options.path("password_complexity_options").path("min_length").asInt()));
    return strength.accepts(password)
        ? Optional.empty()
        : Optional.of(
            new PasswordProblem(
                "PasswordStrengthError",
                "Password is too weak",
                strength.description(password),
                Optional.of(strength.policy())));
  }

  private static Optional<PasswordProblem> common(JsonNode options, String password) {
    Optional<JsonNode> flexible = flexible(options).map(found -> found.path("dictionary"));
    boolean active =
        flexible
            .map(found -> found.path("active"))
            .orElse(options.path("password_dictionary").path("enable"))
            .asBoolean();
    JsonNode own =
        flexible
            .map(found -> found.path("custom"))
            .orElse(options.path("password_dictionary").path("dictionary"));
    return active && Stream.concat(COMMON.stream(), texts(own)).anyMatch(password::equalsIgnoreCase)
        ? Optional.of(
            PasswordProblem.of(
                "PasswordDictionaryError",
                "Password is too common",
                "Password is not allowed, it might be too common."))
        : Optional.empty();
  }

  private static Optional<PasswordProblem> personal(
      JsonNode options, String email, Profile profile, String password) {
    Optional<JsonNode> flexible = flexible(options).map(found -> found.path("profile_data"));
    boolean active =
        flexible
            .map(found -> found.path("active"))
            .orElse(options.path("password_no_personal_info").path("enable"))
            .asBoolean();
    List<String> fields =
        flexible
            .map(found -> texts(found.path("blocked_fields")).toList())
            .filter(found -> !found.isEmpty())
            .orElse(PERSONAL);
    String lower = password.toLowerCase(Locale.ROOT);
    return active
            && fields.stream()
                .flatMap(field -> words(field, email, profile))
                .anyMatch(word -> word.length() >= LEAST_OF_A_WORD && lower.contains(word))
        ? Optional.of(
            PasswordProblem.of(
                "PasswordNoUserInfoError",
                "Password contains user information",
                "Password is not allowed, it contains user information."))
        : Optional.empty();
  }

  /** The words of a field; of an e-mail address the part before the at sign. */
  private static Stream<String> words(String field, String email, Profile profile) {
    String text =
        switch (field) {
          case "email" -> email.substring(0, Math.max(0, email.indexOf('@')));
          case "name" -> profile.name().orElse("");
          case "nickname" -> profile.nickname().orElse("");
          default ->
              field.startsWith("user_metadata.")
                  ? text(profile.userMetadata(), field.substring("user_metadata.".length()))
                  : text(profile.attributes(), field);
        };
    return Arrays.stream(text.toLowerCase(Locale.ROOT).split("\\s+", -1));
  }

  private static String text(Map<String, Object> values, String name) {
    return values.get(name) instanceof String text ? text : "";
  }

  private static int historySize(JsonNode options) {
    JsonNode history =
        flexible(options)
            .map(found -> found.path("history"))
            .orElse(options.path("password_history"));
    boolean active = history.path("active").asBoolean() || history.path("enable").asBoolean();
    return active ? history.path("size").asInt(5) : 0;
  }

  private static Stream<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText);
  }
}
