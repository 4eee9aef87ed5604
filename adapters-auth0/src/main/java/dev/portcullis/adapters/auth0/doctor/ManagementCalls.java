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
import dev.portcullis.adapters.auth0.transport.HttpFault;
import dev.portcullis.adapters.auth0.transport.HttpReply;
import dev.portcullis.doctor.port.Sleeper;
import dev.portcullis.doctor.tenant.FactUnavailable;
import dev.portcullis.domain.outcome.ProviderError;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.token.AccessToken;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/**
 * Makes the doctor's calls of the Management API and explains those that fail. A read that the rate
 * limit refuses is made again when the tenant allows it; a write is made once.
 */
final class ManagementCalls {

  private static final int TRIES = 4;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

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
      try {
        HttpReply reply = made(call, token.get());
        if (reply.status() != 429 || tries == TRIES) {
          return understood(reply, scope, token.get());
        }
        pause.sleep(untilReset(reply));
      } catch (HttpFault e) {
        return notAnswered(String.valueOf(e.getMessage()));
      } catch (RuntimeException e) {
        // Feign's exceptions hold the request and its token.
        return notAnswered("connection lost");
      }
    }
  }

  /** Makes a write once; the reason if it failed, or if it may have failed. */
  Option<String> write(String scope, Call call) {
    Either<ProviderFault, AccessToken> token = tokens.get();
    if (token.isLeft()) {
      return Option.of(noToken(token.getLeft()).reason());
    }
    try {
      HttpReply reply = made(call, token.get());
      return reply.status() >= 200 && reply.status() < 300
          ? Option.none()
          : Option.of(
              understood(reply, scope, token.get())
                  .fold(FactUnavailable::reason, nothing -> "the tenant does not know it (404)"));
    } catch (HttpFault.NotSent | HttpFault.TooManyCalls e) {
      return Option.of("the Management API: " + e.getMessage());
    } catch (HttpFault | RuntimeException e) {
      return Option.of("the Management API: no answer; look again to see whether it was made");
    }
  }

  private HttpReply made(Call call, AccessToken token) throws HttpFault {
    HttpReply reply = call.with(ManagementApi.bearer(token));
    if (reply.status() == 401) {
      tokens.refused(token);
    }
    return reply;
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
      case 401 -> notAnswered("the token is refused (401)");
      case 403 ->
          code.equals("insufficient_scope") || code.isEmpty()
              ? Either.left(new FactUnavailable.MissingScope(scope))
              : notAnswered(
                  "the tenant's plan does not have it (403 " + printable(code, token) + ")");
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

  private static <T> Either<FactUnavailable, T> notAnswered(String why) {
    return Either.left(new FactUnavailable.NotAnswered("the Management API: " + why.strip()));
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
    return new FactUnavailable.NotAnswered(
        "no Management API token: "
            + switch (fault) {
              case ProviderFault.Unreachable(var why) -> "not sent: " + why;
              case ProviderFault.Overloaded() -> "not sent: too many calls are in progress";
              case ProviderFault.NoAnswer(var why) -> "no answer: " + why;
              case ProviderFault.RateLimited limited -> "the rate limit is reached (429)";
              case ProviderFault.Misconfigured(var what, var error) -> refused(error);
              case ProviderFault.Unavailable(var error) -> refused(error);
              case ProviderFault.Unintelligible(var error) -> refused(error);
            });
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
