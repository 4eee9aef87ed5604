package dev.portcullis.adapters.auth0.management;

import dev.portcullis.adapters.auth0.settings.ManagementSettings;
import dev.portcullis.adapters.auth0.token.TokenAnswer;
import dev.portcullis.adapters.auth0.token.TokenFormApi;
import dev.portcullis.adapters.auth0.transport.FormBody;
import dev.portcullis.adapters.auth0.transport.HttpFault;
import dev.portcullis.adapters.auth0.transport.HttpReply;
import dev.portcullis.doctor.tenant.FactUnavailable;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Access tokens of the Management API (RFC 6749 section 4.4), each kept until it ends. */
final class ManagementTokens {

  private static final long MARGIN_SECONDS = 60;

  private final TokenFormApi api;
  private final ManagementSettings settings;
  private final InstantSource time;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Bearer bearer;
  private Option<Integer> limit = Option.none();

  ManagementTokens(TokenFormApi api, ManagementSettings settings, InstantSource time) {
    this.api = api;
    this.settings = settings;
    this.time = time;
  }

  /** A token that is good for a while. */
  Either<FactUnavailable, Bearer> token() {
    lock.lock();
    try {
      if (bearer == null || !bearer.until().isAfter(time.instant())) {
        bearer = null;
        return fetch().peek(fresh -> bearer = fresh);
      }
      return Either.right(bearer);
    } finally {
      lock.unlock();
    }
  }

  /** Forgets a token that was refused. */
  void refused(Bearer refused) {
    lock.lock();
    try {
      if (bearer == refused) {
        bearer = null;
      }
    } finally {
      lock.unlock();
    }
  }

  /** How many requests the token endpoint takes in a second, as it last said. */
  Option<Integer> limit() {
    lock.lock();
    try {
      return limit;
    } finally {
      lock.unlock();
    }
  }

  private Either<FactUnavailable, Bearer> fetch() {
    try {
      HttpReply reply =
          api.token(
              new FormBody()
                  .with("grant_type", "client_credentials")
                  .with("client_id", settings.clientId())
                  .with("client_secret", settings.clientSecret().reveal())
                  .with("audience", settings.audience()));
      limit =
          reply
              .rateLimit()
              .filter(text -> text.matches("[0-9]{1,9}"))
              .map(Integer::valueOf)
              .orElse(limit);
      Option<TokenAnswer> answer = TokenAnswer.parse(reply);
      Option<String> token = answer.flatMap(TokenAnswer::accessToken);
      if (reply.status() == 200 && token.isDefined()) {
        long seconds = answer.flatMap(TokenAnswer::expiresIn).getOrElse(0L);
        return Either.right(
            new Bearer(token.get(), time.instant().plusSeconds(seconds - MARGIN_SECONDS)));
      }
      return refusal(reply.status(), code(answer));
    } catch (HttpFault e) {
      return Either.left(
          new FactUnavailable.NotAnswered("no Management API token: " + e.getMessage()));
    } catch (RuntimeException e) {
      // Feign's exceptions hold the request and its secret.
      return Either.left(
          new FactUnavailable.NotAnswered("no Management API token: connection lost"));
    }
  }

  /** The error, if it is a code and not whatever somebody sent back. */
  static String code(Option<TokenAnswer> answer) {
    return answer
        .flatMap(TokenAnswer::error)
        .filter(text -> text.matches("[a-z_]{1,40}"))
        .getOrElse("no error code");
  }

  private static Either<FactUnavailable, Bearer> refusal(int status, String error) {
    String mend =
        switch (status) {
          case 401 -> ": compare management.client-id and management.client-secret with Auth0's";
          case 403 ->
              ": authorize the application for the Auth0 Management API, with these scopes: "
                  + ManagementSettings.SCOPES_TO_READ;
          default -> "";
        };
    return Either.left(
        new FactUnavailable.NotAnswered("no Management API token: " + status + " " + error + mend));
  }

  /** A token, and until when to use it. Does not print itself. */
  static final class Bearer {

    private final String text;
    private final Instant until;

    Bearer(String text, Instant until) {
      this.text = text;
      this.until = until;
    }

    Instant until() {
      return until;
    }

    String header() {
      return "Bearer " + text;
    }

    /** A text of the tenant's without this token in it. */
    String takenFrom(String said) {
      return said.replace(text, "[redacted]");
    }

    @Override
    public String toString() {
      return "Bearer[redacted]";
    }
  }
}
