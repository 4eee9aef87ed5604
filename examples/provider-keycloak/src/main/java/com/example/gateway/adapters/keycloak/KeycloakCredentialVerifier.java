package com.example.gateway.adapters.keycloak;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.portcullis.application.login.port.CredentialVerifier;
import dev.portcullis.domain.address.ClientAddress;
import dev.portcullis.domain.login.Credentials;
import dev.portcullis.domain.login.GrantRequest;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.Verdict;
import dev.portcullis.domain.outcome.Misconfiguration;
import dev.portcullis.domain.outcome.ProviderError;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.outcome.ProviderFault.ConnectFault;
import dev.portcullis.domain.outcome.ProviderFault.NoAnswerFault;
import dev.portcullis.domain.outcome.ProviderReply;
import io.vavr.control.Option;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * One POST to a realm's token endpoint for each login. The user's address is in {@code
 * X-Forwarded-For}, which Keycloak takes with {@code --proxy-headers xforwarded} from the addresses
 * in {@code --proxy-trusted-addresses}.
 */
final class KeycloakCredentialVerifier implements CredentialVerifier, AutoCloseable {

  private static final int MOST_BYTES = 64 * 1024;

  private final KeycloakSettings settings;
  private final Semaphore free;
  private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client;

  KeycloakCredentialVerifier(KeycloakSettings settings) {
    this.settings = settings;
    this.free = new Semaphore(settings.maxLogins());
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.timeout().dividedBy(2))
            .build();
  }

  // region: verify
  @Override
  public ProviderReply<Verdict> verify(
      Credentials credentials, GrantRequest request, ClientAddress address) {
    if (request.audience().isDefined()) {
      return refused("Keycloak's password grant has no audience: set one with a client scope.");
    }
    String realm = request.realm().getOrElse(settings.realm());
    if (KeycloakSettings.REALM.parse().apply(realm).isInvalid()) {
      return refused("The requested realm is not a realm's name.");
    }
    return ProviderReply.of(
        limited(
            HttpRequest.newBuilder(tokenEndpoint(realm))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .header("X-Forwarded-For", address.toString())
                .POST(BodyPublishers.ofString(form(credentials, request)))
                .build()));
  }

  private String form(Credentials credentials, GrantRequest request) {
    Option<String> scope = request.scope().map(Object::toString).orElse(settings.scope());
    return "grant_type=password&client_id="
        + encoded(settings.clientId())
        + "&client_secret="
        + encoded(settings.clientSecret().reveal())
        + scope.fold(() -> "", it -> "&scope=" + encoded(it))
        + "&username="
        + encoded(credentials.identifier().value())
        + "&password="
        + encoded(credentials.password().reveal());
  }

  // end

  // region: limited
  /** Nothing is submitted while as many logins are in progress as the settings allow. */
  private Verdict limited(HttpRequest request) {
    try {
      if (!free.tryAcquire(settings.timeout().toMillis() / 4, TimeUnit.MILLISECONDS)) {
        return unanswered(new ProviderFault.Overloaded());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return unanswered(new ProviderFault.Overloaded());
    }
    try {
      return inTime(request);
    } finally {
      free.release();
    }
  }

  /** The timeout of a JDK request ends with the headers; this one includes the body. */
  private Verdict inTime(HttpRequest request) {
    Future<Verdict> call;
    try {
      call = calls.submit(() -> exchange(request));
    } catch (RejectedExecutionException e) {
      return unanswered(new ProviderFault.Unreachable(ConnectFault.CLOSED));
    }
    try {
      return call.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return unanswered(new ProviderFault.NoAnswer(NoAnswerFault.TIMED_OUT));
    } catch (ExecutionException e) {
      return unanswered(fault(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return unanswered(new ProviderFault.NoAnswer(NoAnswerFault.TIMED_OUT));
    } finally {
      call.cancel(true);
    }
  }

  private Verdict exchange(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<InputStream> answer = client.send(request, BodyHandlers.ofInputStream());
    try (InputStream in = answer.body()) {
      byte[] body = in.readNBytes(MOST_BYTES + 1);
      return body.length > MOST_BYTES
          ? unanswered(new ProviderFault.NoAnswer(NoAnswerFault.TOO_LARGE))
          : KeycloakAnswers.verdict(
              answer.statusCode(), new String(body, UTF_8), retryAfter(answer));
    }
  }

  /** What nothing was submitted for is unreachable; all else may have been counted. */
  private static ProviderFault fault(Throwable failure) {
    return switch (failure) {
      case HttpConnectTimeoutException e ->
          new ProviderFault.Unreachable(ConnectFault.CONNECT_TIMED_OUT);
      case ConnectException e ->
          new ProviderFault.Unreachable(
              e.getCause() instanceof ConnectException inner
                      && inner.getCause() instanceof UnresolvedAddressException
                  ? ConnectFault.UNKNOWN_HOST
                  : ConnectFault.CONNECT_REFUSED);
      case SSLException e -> new ProviderFault.Unreachable(ConnectFault.TLS_FAILED);
      default -> new ProviderFault.NoAnswer(NoAnswerFault.CONNECTION_LOST);
    };
  }

  // end

  private static Option<Duration> retryAfter(HttpResponse<?> answer) {
    return Option.ofOptional(answer.headers().firstValue("Retry-After"))
        .filter(text -> text.matches("[0-9]{1,6}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)));
  }

  /** The operator lets callers choose what this provider does not have. */
  private static ProviderReply<Verdict> refused(String why) {
    return ProviderReply.of(
        unanswered(
            new ProviderFault.Misconfigured(
                Misconfiguration.REQUEST_REFUSED, new ProviderError(400, "invalid_request", why))));
  }

  private URI tokenEndpoint(String realm) {
    String base = settings.url().toString().replaceFirst("/+$", "");
    return URI.create(base + "/realms/" + realm + "/protocol/openid-connect/token");
  }

  private static Verdict unanswered(ProviderFault why) {
    return new LoginOutcome.Unanswered(why);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  @Override
  public void close() {
    calls.shutdownNow();
    client.shutdownNow();
  }
}
