package dev.portcullis.emulator.internal.hosted;

import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.oauth.ClientAuthentication;
import dev.portcullis.emulator.internal.oauth.ClientAuthenticator;
import dev.portcullis.emulator.internal.oauth.OAuthError;
import dev.portcullis.emulator.internal.oauth.Refusal;
import dev.portcullis.emulator.internal.store.Hash;
import dev.portcullis.emulator.internal.store.StoredMap;
import dev.portcullis.emulator.tenant.TenantDefinition;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * {@code POST /oauth/par} (RFC 9126): keeps an authorization request for its {@code request_uri},
 * which is valid once and for 30 seconds. Safe for many threads.
 */
final class PushedRequests {

  private static final String PREFIX = "urn:ietf:params:oauth:request_uri:";
  private static final Duration LIFETIME = Duration.ofSeconds(30);
  private static final Set<String> CREDENTIALS =
      Set.of("client_secret", "client_assertion", "client_assertion_type");

  private final Supplier<TenantDefinition> tenant;
  private final ClientAuthenticator clients;
  private final AuthorizeReader reader;
  private final InstantSource clock;
  private final SecureRandom random;
  private final ReentrantLock lock = new ReentrantLock();
  private final StoredMap<Pushed> pushed;

  PushedRequests(HostedState state, AuthorizeReader reader) {
    this.tenant = state.tenant();
    this.clients = state.clients();
    this.reader = reader;
    this.clock = state.clock();
    this.random = state.random();
    this.pushed = new StoredMap<>(state.store().table("pushed", String.class, Pushed.class));
  }

  /** Checks and keeps the request in a body. */
  Reply push(Request request) {
    return switch (Parameters.ofBody(request)) {
      case Parameters.Malformed malformed ->
          refused(OAuthError.of(new Refusal.Malformed(malformed.reason())));
      case Parameters.Parsed parsed -> push(request, parsed.parameters());
    };
  }

  private Reply push(Request request, Parameters parameters) {
    ClientAuthentication client = clients.authenticate(request, parameters);
    Optional<Refusal> refusal = client.refusal();
    if (refusal.isPresent()) {
      return refused(OAuthError.of(refusal.get()));
    }
    if (parameters.names().contains("request_uri")) {
      return refused(OAuthError.of(new Refusal.Malformed("request_uri is not allowed here")));
    }
    Map<String, String> values = new HashMap<>(parameters.texts());
    values.keySet().removeAll(CREDENTIALS);
    client.named().ifPresent(application -> values.put("client_id", application.clientId()));
    return switch (reader.read(Parameters.of(values), tenant.get())) {
      case AuthorizeReader.NoClient none ->
          refused(new OAuthError(400, none.error(), none.description()));
      case AuthorizeReader.Wrong wrong ->
          refused(new OAuthError(400, wrong.error(), wrong.description()));
      case AuthorizeReader.Complete ignored -> kept(values);
    };
  }

  private Reply kept(Map<String, String> values) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    String uri = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    lock.lock();
    try {
      pushed.put(Hash.of(uri), new Pushed(values, clock.instant().plus(LIFETIME)));
    } finally {
      lock.unlock();
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("request_uri", uri);
    body.put("expires_in", LIFETIME.toSeconds());
    return Reply.json(201, body).with("Cache-Control", "no-store");
  }

  /** The request of a {@code request_uri} and its application; empty if it is not valid. */
  Optional<Parameters> redeem(String uri, String clientId) {
    lock.lock();
    try {
      String key = Hash.of(uri);
      Optional<Pushed> found = pushed.get(key);
      pushed.remove(key);
      return found
          .filter(request -> clock.instant().isBefore(request.expires()))
          .map(Pushed::values)
          .filter(values -> clientId.equals(values.get("client_id")))
          .map(Parameters::of);
    } finally {
      lock.unlock();
    }
  }

  private static Reply refused(OAuthError error) {
    return Reply.json(error.status(), error.body()).with("Cache-Control", "no-store");
  }

  private record Pushed(Map<String, String> values, Instant expires) {

    private Pushed {
      values = Map.copyOf(values);
    }
  }
}
