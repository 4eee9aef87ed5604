package dev.portcullis.adapters.auth0;

import dev.portcullis.adapters.auth0.mfa.Auth0MfaProvider;
import dev.portcullis.adapters.auth0.reset.Auth0PasswordResets;
import dev.portcullis.adapters.auth0.reset.Auth0ResetTickets;
import dev.portcullis.adapters.auth0.settings.Auth0Settings;
import dev.portcullis.adapters.auth0.settings.ClientSecret;
import dev.portcullis.adapters.auth0.settings.TicketSettings;
import dev.portcullis.adapters.auth0.token.Auth0ClientProbe;
import dev.portcullis.adapters.auth0.token.Auth0CredentialVerifier;
import dev.portcullis.adapters.auth0.token.Auth0RefreshTokens;
import dev.portcullis.adapters.auth0.token.Auth0TokenApi;
import dev.portcullis.adapters.auth0.token.ClientProof;
import dev.portcullis.adapters.auth0.token.TokenForm;
import dev.portcullis.adapters.auth0.transport.Connector;
import dev.portcullis.adapters.auth0.transport.ForwardedFor;
import dev.portcullis.adapters.auth0.transport.HttpCoreClient;
import dev.portcullis.application.login.port.CredentialVerifier;
import dev.portcullis.application.mfa.port.MfaProvider;
import dev.portcullis.application.provider.Provider;
import dev.portcullis.application.reset.port.PasswordResets;
import dev.portcullis.application.reset.port.ResetTickets;
import dev.portcullis.application.session.port.RefreshTokens;
import dev.portcullis.domain.reset.ResetStart;
import io.vavr.collection.HashSet;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/**
 * One Auth0 tenant, called as one application: the gateway's ports to it, which share their
 * connections. Safe for concurrent use. Open one for each tenant, and close it when the gateway
 * stops.
 */
public final class Auth0Client implements AutoCloseable {

  /** The headers that carry the end user's address to Auth0. */
  public static final Set<String> OWN_HEADERS = HashSet.of(ForwardedFor.HEADER);

  private final HttpCoreClient http;
  private final Auth0Settings settings;
  private final InstantSource time;
  private final CredentialVerifier credentialVerifier;
  private final RefreshTokens refreshTokens;
  private final MfaProvider mfaProvider;
  private final PasswordResets passwordResets;
  private final Auth0ClientProbe probe;
  private final AtomicReference<ClientSecret> secret;

  private Auth0Client(Auth0Settings settings, HttpCoreClient http, InstantSource time) {
    this.http = http;
    this.settings = settings;
    this.time = time;
    this.secret = new AtomicReference<>(settings.clientSecret());
    this.probe = new Auth0ClientProbe(http, settings, time);
    TokenForm form = new TokenForm(settings, secret::get);
    Auth0TokenApi tokens = Auth0TokenApi.of(http, form);
    this.credentialVerifier = new Auth0CredentialVerifier(tokens, settings, time);
    this.refreshTokens = new Auth0RefreshTokens(http, form, tokens, time);
    this.mfaProvider = new Auth0MfaProvider(http, settings, secret::get, tokens, time);
    this.passwordResets = resets(settings, http, time);
  }

  /**
   * A client of the tenant of the settings. Connects to nothing yet.
   *
   * @param tls which certificates to trust; not used for plain http
   */
  public static Auth0Client open(Auth0Settings settings, SSLContext tls, InstantSource time) {
    return open(settings, tls, time, InetAddress::getAllByName);
  }

  /** The same with a resolver of its own. */
  public static Auth0Client open(
      Auth0Settings settings, SSLContext tls, InstantSource time, Connector.Dns dns) {
    return new Auth0Client(
        settings, HttpCoreClient.of(settings.tenant(), settings.transport(), tls, dns), time);
  }

  /**
   * The tenant as the provider behind the gateway, with password resets if the settings name a
   * reset connection or a realm. It shares this client's connections, so it works until the client
   * is closed.
   */
  public Provider provider() {
    Provider tenant =
        Provider.of(credentialVerifier, Auth0Remedies::of)
            .withRefreshTokens(refreshTokens)
            .withSecondFactors(mfaProvider)
            .withOwnHeaders(OWN_HEADERS);
    return resetConnection(settings).isDefined()
        ? tenant.withPasswordResets(passwordResets)
        : tenant;
  }

  public CredentialVerifier credentialVerifier() {
    return credentialVerifier;
  }

  public RefreshTokens refreshTokens() {
    return refreshTokens;
  }

  public MfaProvider mfaProvider() {
    return mfaProvider;
  }

  /** Reset mails; starts none if the settings name neither a reset connection nor a realm. */
  public PasswordResets passwordResets() {
    return passwordResets;
  }

  /**
   * Finds out which of these secrets the tenant accepts, tried in this order, and uses it from now
   * on; if it accepts none, the one in use stays. Blocks for up to one call a secret. It is no
   * login and needs no user: the tenant logs a failed exchange of client credentials. The next
   * login uses the connection that this one opens.
   *
   * @param candidates at least one; the settings' own are {@link Auth0Settings#clientSecrets}
   */
  public ClientProof prove(Seq<ClientSecret> candidates) {
    ClientProof proof = probe.prove(candidates);
    if (proof instanceof ClientProof.Accepted(var which)) {
      secret.set(candidates.get(which));
    }
    return proof;
  }

  /**
   * Finds out whether the tenant accepts this secret, as {@link #prove} does, and changes nothing.
   */
  public ClientProof ask(ClientSecret candidate) {
    return probe.prove(Vector.of(candidate));
  }

  /** Makes reset links as another application, over the same connections. */
  public ResetTickets resetTickets(TicketSettings management) {
    return resetTickets(management, management::clientSecret);
  }

  /**
   * The same with a secret that may be replaced.
   *
   * @param secret supplies the other application's secret for each token
   */
  public ResetTickets resetTickets(TicketSettings management, Supplier<ClientSecret> secret) {
    return new Auth0ResetTickets(http, management, secret, settings.clientId(), time);
  }

  /** Calls in progress: each has a connection, or is opening one. */
  public int connectionsInUse() {
    return http.inUse();
  }

  /** Connections that are kept for the next call. */
  public int idleConnections() {
    return http.idle();
  }

  /** Calls that wait for a connection, because as many are in use as may be. */
  public int waitingCalls() {
    return http.waiting();
  }

  /** Refuses new calls as unreachable; calls in progress complete. */
  @Override
  public void close() {
    http.close();
  }

  private static PasswordResets resets(
      Auth0Settings settings, HttpCoreClient http, InstantSource time) {
    return resetConnection(settings)
        .<PasswordResets>map(
            connection -> new Auth0PasswordResets(http, settings.clientId(), connection, time))
        .getOrElse(() -> subject -> new ResetStart.ResetNotStarted());
  }

  private static Option<String> resetConnection(Auth0Settings settings) {
    return settings.resetConnection().orElse(settings.realm());
  }
}
