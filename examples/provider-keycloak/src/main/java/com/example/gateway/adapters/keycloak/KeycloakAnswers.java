package com.example.gateway.adapters.keycloak;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.Verdict;
import dev.portcullis.domain.outcome.Misconfiguration;
import dev.portcullis.domain.outcome.ProviderError;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.token.AccessToken;
import dev.portcullis.domain.token.IdToken;
import dev.portcullis.domain.token.RefreshToken;
import dev.portcullis.domain.token.Tokens;
import io.vavr.control.Option;
import java.time.Duration;

/** Maps the answers of Keycloak's token endpoint to verdicts. A total function. */
final class KeycloakAnswers {

  private static final JsonMapper JSON = new JsonMapper();

  private KeycloakAnswers() {}

  // region: answers
  static Verdict verdict(int status, String body, Option<Duration> retryAfter) {
    JsonNode json = parsed(body);
    String code = json.path("error").asText("");
    String description = json.path("error_description").asText("");
    ProviderError error =
        new ProviderError(status, word(code), oneLine(description.isEmpty() ? code : description));
    if (status == 200) {
      return tokens(json)
          .<Verdict>map(LoginOutcome.Granted::new)
          .getOrElse(() -> unanswered(new ProviderFault.Unintelligible(error)));
    }
    if (status == 429) {
      return unanswered(new ProviderFault.RateLimited(retryAfter));
    }
    if (status >= 500) {
      return unanswered(new ProviderFault.Unavailable(error));
    }
    return switch (code) {
      case "invalid_grant" -> refused(description, error);
      case "invalid_client" -> misconfigured(Misconfiguration.CLIENT_AUTHENTICATION, error);
      case "unauthorized_client" ->
          misconfigured(
              description.contains("direct access grants")
                  ? Misconfiguration.GRANT_NOT_ALLOWED
                  : Misconfiguration.CLIENT_AUTHENTICATION,
              error);
      case "invalid_scope", "invalid_request" ->
          misconfigured(Misconfiguration.REQUEST_REFUSED, error);
      // The realm does not exist, or is not enabled.
      case "Realm does not exist", "access_denied" ->
          misconfigured(Misconfiguration.DEFAULT_DIRECTORY_MISSING, error);
      default -> unanswered(new ProviderFault.Unintelligible(error));
    };
  }

  private static Verdict refused(String description, ProviderError error) {
    return switch (description) {
      // Also a user who is locked out, or who has a one-time password: Keycloak does not say so.
      case "Invalid user credentials" -> new LoginOutcome.WrongCredentials();
      // Only with the right password.
      case "Account disabled" -> new LoginOutcome.UserBlocked();
      // A required action, such as a new password: only the web login can take the user through.
      case "Account is not fully set up" -> new LoginOutcome.VerificationRequired();
      default -> unanswered(new ProviderFault.Unintelligible(error));
    };
  }

  // end

  private static Option<Tokens> tokens(JsonNode json) {
    String access = json.path("access_token").asText("");
    return Option.when(
        !access.isEmpty() && json.path("token_type").asText("").equalsIgnoreCase("Bearer"),
        () ->
            new Tokens(
                new AccessToken(access),
                json.path("token_type").asText(),
                Option.when(
                    json.path("expires_in").canConvertToInt()
                        && json.path("expires_in").asInt() > 0,
                    () -> Duration.ofSeconds(json.path("expires_in").asInt())),
                text(json, "scope"),
                text(json, "id_token").map(IdToken::new),
                text(json, "refresh_token").map(RefreshToken::new)));
  }

  private static Option<String> text(JsonNode json, String name) {
    return Option.of(json.path(name).textValue()).filter(it -> !it.isEmpty());
  }

  private static JsonNode parsed(String body) {
    try {
      JsonNode json = JSON.readTree(body);
      return json == null ? MissingNode.getInstance() : json;
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  private static Verdict misconfigured(Misconfiguration what, ProviderError error) {
    return unanswered(new ProviderFault.Misconfigured(what, error));
  }

  private static Verdict unanswered(ProviderFault why) {
    return new LoginOutcome.Unanswered(why);
  }

  private static String word(String code) {
    return code.matches("[a-z_]{1,60}") ? code : "";
  }

  /** At most 200 characters without controls, as operators read it. */
  private static String oneLine(String text) {
    String line = text.replaceAll("\\p{Cntrl}", " ");
    return line.length() > 200 ? line.substring(0, 200) : line;
  }
}
