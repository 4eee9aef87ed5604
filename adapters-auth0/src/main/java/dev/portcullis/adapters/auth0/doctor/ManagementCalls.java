package dev.portcullis.adapters.auth0.doctor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.portcullis.adapters.auth0.management.ManagementApi;
import dev.portcullis.adapters.auth0.management.ManagementTokens;
import dev.portcullis.adapters.auth0.settings.ManagementSettings;
import dev.portcullis.adapters.auth0.transport.Calls;
import dev.portcullis.adapters.auth0.transport.HttpFault;
import dev.portcullis.adapters.auth0.transport.HttpReply;
import dev.portcullis.doctor.port.Sleeper;
import dev.portcullis.doctor.tenant.FactUnavailable;
import dev.portcullis.doctor.tenant.FaultWords;
import dev.portcullis.domain.outcome.ProviderError;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.token.AccessToken;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Makes the doctor's calls of the Management API and explains those that fail. A read that the rate
 * limit refuses is made again when the tenant allows it; a write is made once.
 */
final class ManagementCalls {

  private static final int TRIES = 4;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
  private static final String MANAGEMENT_API = "the Management API: ";
  private static final String NO_TOKEN = "no Management API token: ";
  private static final String BUSY = "not sent: too many calls are in progress";
  private static final String UNKNOWN = "no answer; look again to see whether it was made";

  /** As in "Insufficient scope, expected any of: read:clients". */
  private static final Pattern SCOPE = Pattern.compile("\\b[a-z]+:[a-z_]+\\b");

  /** As in "Bot Detection API is not enabled for this tenant." */
  private static final Pattern NOT_ENABLED =
      Pattern.compile(
          "not enabled|not available|not supported|upgrade|subscription", Pattern.CASE_INSENSITIVE);

  static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(64)
                          .maxDocumentLength(Auth0Management.MAX_BODY)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final ManagementTokens tokens;
  private final Sleeper pause;
  private final InstantSource time;

  ManagementCalls(ManagementTokens tokens, Sleeper pause, InstantSource time) {
    this.tokens = tokens;
    this.pause = pause;
    this.time = time;
  }

  /** A call of {@link ManagementApi} with the token's header. */
  @FunctionalInterface
  interface Call {
    HttpReply with(Map<String, Object> token) throws HttpFault;
  }

  /** The body that a read returns; none if the tenant does not have it (404). */
  Either<FactUnavailable, Option<JsonNode>> read(String scope, Call call) {
    for (int tries = 1; true; tries++) {
      Either<ProviderFault, AccessToken> token = tokens.get();
      if (token.isLeft()) {
        return Either.left(noToken(token.getLeft()));
      }
      Either<ProviderFault, HttpReply> answer = made(call, token.get());
      if (answer.isLeft()) {
        return Either.left(unavailable(answer.getLeft()));
      }
      if (answer.get().status() != 429 || tries == TRIES) {
        return understood(answer.get(), scope, token.get());
      }
      pause.sleep(untilReset(answer.get()));
    }
  }

  /** Makes a write once; the reason if it failed, or if it may have failed. */
  Option<String> write(String scope, Call call) {
    Either<ProviderFault, AccessToken> token = tokens.get();
    if (token.isLeft()) {
      return Option.of(noToken(token.getLeft()).reason());
    }
    return made(call, token.get())
        .fold(
            fault ->
                Option.of(
                    MANAGEMENT_API
                        + switch (fault) {
                          case ProviderFault.Unreachable(var why) -> FaultWords.of(why);
                          case ProviderFault.Overloaded overloaded -> BUSY;
                          case ProviderFault.NoAnswer it -> UNKNOWN;
                          case ProviderFault.RateLimited it -> UNKNOWN;
                          case ProviderFault.Misconfigured it -> UNKNOWN;
                          case ProviderFault.Unavailable it -> UNKNOWN;
                          case ProviderFault.Unintelligible it -> UNKNOWN;
                        }),
            reply ->
                reply.status() >= 200 && reply.status() < 300
                    ? Option.none()
                    : Option.of(
                        understood(reply, scope, token.get())
                            .fold(
                                FactUnavailable::reason,
                                nothing -> "the tenant does not know it (404)")));
  }

  /** Why nothing can be read; none if the tenant issues a token. */
  Option<FactUnavailable> closed() {
    return tokens.get().swap().toOption().map(ManagementCalls::noToken);
  }

  private Either<ProviderFault, HttpReply> made(Call call, AccessToken token) {
    return Calls.<Either<ProviderFault, HttpReply>>answered(
            () -> call.with(ManagementApi.bearer(token)),
            reply -> {
              if (reply.status() == 401) {
                tokens.refused(token);
              }
              return Either.right(reply);
            },
            Either::left)
        .answer();
  }

  private static FactUnavailable unavailable(ProviderFault fault) {
    return switch (fault) {
      case ProviderFault.Unreachable(var why) ->
          new FactUnavailable.Unreachable(MANAGEMENT_API + FaultWords.of(why));
      case ProviderFault.NoAnswer(var why) ->
          new FactUnavailable.NotAnswered(MANAGEMENT_API + FaultWords.of(why));
      case ProviderFault.Overloaded overloaded ->
          new FactUnavailable.NotAnswered(MANAGEMENT_API + BUSY);
      // A call has no other fault before its reply is read.
      case ProviderFault.RateLimited it -> noToken(it);
      case ProviderFault.Misconfigured it -> noToken(it);
      case ProviderFault.Unavailable it -> noToken(it);
      case ProviderFault.Unintelligible it -> noToken(it);
    };
  }

  private Duration untilReset(HttpReply reply) {
    Instant now = time.instant();
    Duration wait =
        seconds(reply.retryAfter())
            .map(Duration::ofSeconds)
            .orElse(
                () ->
                    seconds(reply.rateLimitReset())
                        .map(reset -> Duration.between(now, Instant.ofEpochSecond(reset))))
            .getOrElse(Duration.ofSeconds(1));
    if (wait.compareTo(LONGEST_WAIT) > 0) {
      return LONGEST_WAIT;
    }
    return wait.isNegative() || wait.isZero() ? Duration.ofSeconds(1) : wait;
  }

  private static Option<Long> seconds(Option<String> text) {
    return text.filter(digits -> digits.matches("[0-9]{1,12}")).map(Long::valueOf);
  }

  private static Either<FactUnavailable, Option<JsonNode>> understood(
      HttpReply reply, String scope, AccessToken token) {
    JsonNode body = json(reply);
    String code = body.path("errorCode").asText();
    return switch (reply.status()) {
      case 200, 201 ->
          body.isMissingNode()
              ? notAnswered("the answer is no JSON")
              : Either.right(Option.of(body));
      case 404 -> Either.right(Option.none());
      case 401 ->
          Either.left(new FactUnavailable.NoAccess(MANAGEMENT_API + "the token is refused (401)"));
      case 403 -> Either.left(forbidden(body, scope, token));
      case 429 -> notAnswered("the rate limit is reached (429)");
      default ->
          notAnswered(
              reply.status()
                  + " "
                  + printable(code, token)
                  + " "
                  + printable(body.path("message").asText(), token));
    };
  }

  /**
   * A missing scope is named in the text; a feature that the tenant does not have is refused with
   * the same code, in words.
   */
  private static FactUnavailable forbidden(JsonNode body, String scope, AccessToken token) {
    String code = body.path("errorCode").asText();
    String message = printable(body.path("message").asText(), token);
    if (SCOPE.matcher(message).find()) {
      return new FactUnavailable.MissingScope(scope);
    }
    return code.equals("insufficient_entitlement") || NOT_ENABLED.matcher(message).find()
        ? new FactUnavailable.NotEnabled(
            message.isEmpty() ? "the tenant's plan does not have it" : message)
        : new FactUnavailable.NotAnswered(
            Vector.of(MANAGEMENT_API + "refused (403)", printable(code, token), message)
                .reject(String::isEmpty)
                .mkString(" "));
  }

  private static <T> Either<FactUnavailable, T> notAnswered(String why) {
    return Either.left(new FactUnavailable.NotAnswered(MANAGEMENT_API + why.strip()));
  }

  private static JsonNode json(HttpReply reply) {
    try {
      JsonNode node = JSON.readTree(reply.body());
      return node == null ? MissingNode.getInstance() : node;
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  /** A text that the tenant sent, without the token and without control characters. */
  private static String printable(String text, AccessToken token) {
    String clean = text.replace(token.value(), "[redacted]").replaceAll("\\p{C}", "?");
    return clean.length() > 200 ? clean.substring(0, 200) : clean;
  }

  private static FactUnavailable noToken(ProviderFault fault) {
    return switch (fault) {
      case ProviderFault.Unreachable(var why) ->
          new FactUnavailable.Unreachable(NO_TOKEN + FaultWords.of(why));
      case ProviderFault.NoAnswer(var why) ->
          new FactUnavailable.Unreachable(NO_TOKEN + FaultWords.of(why));
      case ProviderFault.Overloaded overloaded -> new FactUnavailable.NotAnswered(NO_TOKEN + BUSY);
      case ProviderFault.RateLimited limited ->
          new FactUnavailable.NoAccess(NO_TOKEN + "the rate limit is reached (429)");
      case ProviderFault.Misconfigured(var what, var error) ->
          new FactUnavailable.NoAccess(NO_TOKEN + refused(error));
      case ProviderFault.Unavailable(var error) ->
          new FactUnavailable.NoAccess(NO_TOKEN + refused(error));
      case ProviderFault.Unintelligible(var error) ->
          new FactUnavailable.NoAccess(NO_TOKEN + refused(error));
    };
  }

  private static String refused(ProviderError error) {
    // Only what looks like a code: the tenant may send back the secret.
    String code = error.code().matches("[a-z_]{1,40}") ? error.code() : "no error code";
    String fix =
        switch (error.status()) {
          case 401 -> ": compare management.client-id and management.client-secret with Auth0's";
          case 403 ->
              ": authorize the application for the Auth0 Management API, with these scopes: "
                  + ManagementSettings.SCOPES_TO_READ;
          default -> "";
        };
    return error.status() + " " + code + fix;
  }
}
