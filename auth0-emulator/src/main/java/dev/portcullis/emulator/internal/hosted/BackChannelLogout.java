package dev.portcullis.emulator.internal.hosted;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.portcullis.emulator.address.IpLiteral;
import dev.portcullis.emulator.crypto.TokenKeys;
import dev.portcullis.emulator.internal.log.TenantLog;
import dev.portcullis.emulator.internal.session.Session;
import dev.portcullis.emulator.observed.LogEntry;
import dev.portcullis.emulator.observed.LogType;
import dev.portcullis.emulator.tenant.Application;
import dev.portcullis.emulator.tenant.TenantDefinition;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Tells the applications of a session that it ended (OpenID Connect Back-Channel Logout): a logout
 * token is posted once to each of their URLs, on a thread of its own.
 */
final class BackChannelLogout {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Duration LIFETIME = Duration.ofMinutes(2);
  private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";

  private final Supplier<TenantDefinition> tenant;
  private final String issuer;
  private final TokenKeys keys;
  private final TenantLog log;
  private final InstantSource clock;
  private final SecureRandom random;

  BackChannelLogout(HostedState state) {
    this.tenant = state.tenant();
    this.issuer = state.issuer();
    this.keys = state.keys();
    this.log = state.log();
    this.clock = state.clock();
    this.random = state.random();
  }

  /** Tells them that the session ended; {@code peer} is who ended it. */
  void ended(Session session, IpLiteral peer) {
    List<Message> messages =
        session.clients().stream()
            .flatMap(clientId -> tenant.get().application(clientId).stream())
            .flatMap(
                application ->
                    application.urls().backchannelLogoutUrls().stream()
                        .map(url -> new Message(application, url, token(application, session))))
            .toList();
    if (!messages.isEmpty()) {
      Thread.ofVirtual()
          .name("back-channel-logout")
          .start(() -> messages.forEach(message -> send(message, session, peer)));
    }
  }

  private String token(Application application, Session session) {
    Instant now = clock.instant();
    return keys.signLogout(
        new JWTClaimsSet.Builder()
            .issuer(issuer)
            .subject(session.userId())
            .audience(application.clientId())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(LIFETIME)))
            .jwtID(randomText())
            .claim("sid", session.id())
            .claim("trace_id", randomText())
            .claim("events", Map.of(EVENT, Map.of()))
            .build());
  }

  private String randomText() {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private void send(Message message, Session session, IpLiteral peer) {
    Optional<String> problem = problem(message);
    log.write(
        LogEntry.of(
                problem.isEmpty()
                    ? LogType.BACKCHANNEL_LOGOUT_SUCCEEDED
                    : LogType.BACKCHANNEL_LOGOUT_FAILED,
                problem.orElse(""),
                peer,
                peer)
            .about(
                tenant.get().connection(session.connection()), Optional.of(message.application()))
            .by(session.userId(), "")
            .with("session_id", session.id())
            .with("url", message.url()));
  }

  private static Optional<String> problem(Message message) {
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(message.url()))
              .timeout(TIMEOUT)
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(
                  BodyPublishers.ofString(
                      "logout_token=" + URLEncoder.encode(message.token(), StandardCharsets.UTF_8)))
              .build();
      int status = client.send(request, BodyHandlers.discarding()).statusCode();
      return status == 200 || status == 204
          ? Optional.empty()
          : Optional.of("The application answered " + status);
    } catch (IOException | IllegalArgumentException e) {
      return Optional.of("The application did not answer: " + e.getClass().getSimpleName());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("The application did not answer: the emulator stops");
    }
  }

  private record Message(Application application, String url, String token) {

    @Override
    public String toString() {
      return "Message[" + url + "]";
    }
  }
}
