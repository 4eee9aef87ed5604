package dev.portcullis.emulator;

import dev.portcullis.emulator.accounts.LinkPages;
import dev.portcullis.emulator.accounts.PasswordResets;
import dev.portcullis.emulator.accounts.SignUps;
import dev.portcullis.emulator.http.Front;
import dev.portcullis.emulator.http.Handler;
import dev.portcullis.emulator.http.HelidonServer;
import dev.portcullis.emulator.http.Router;
import dev.portcullis.emulator.log.TenantLog;
import dev.portcullis.emulator.management.AttackProtectionApi;
import dev.portcullis.emulator.management.ClientsApi;
import dev.portcullis.emulator.management.ConnectionsApi;
import dev.portcullis.emulator.management.Discovery;
import dev.portcullis.emulator.management.Guarded;
import dev.portcullis.emulator.management.LogStreamsApi;
import dev.portcullis.emulator.management.LogsApi;
import dev.portcullis.emulator.management.ManagementAuth;
import dev.portcullis.emulator.management.TenantApi;
import dev.portcullis.emulator.management.UserBlocksApi;
import dev.portcullis.emulator.management.UsersApi;
import dev.portcullis.emulator.mfa.Mfa;
import dev.portcullis.emulator.mfa.MfaApi;
import dev.portcullis.emulator.oauth.ClientAssertions;
import dev.portcullis.emulator.oauth.ClientAuthenticator;
import dev.portcullis.emulator.protection.LoginGuard;
import dev.portcullis.emulator.seed.TenantConfiguration;
import dev.portcullis.emulator.seed.TenantSeed;
import dev.portcullis.emulator.stream.LogStreams;
import dev.portcullis.emulator.token.TokenKeys;
import dev.portcullis.emulator.token.TokenServices;
import dev.portcullis.emulator.users.MailedLinks;
import dev.portcullis.emulator.users.Outbox;
import dev.portcullis.emulator.users.PasswordHashing;
import dev.portcullis.emulator.users.UserStore;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** A running Auth0 tenant over plain HTTP; all its state is in memory and ends with it. */
public final class Auth0Emulator implements AutoCloseable {

  private static final Duration STREAM_PAUSE = Duration.ofMillis(100);

  private final HelidonServer server;
  private final LogStreams streams;
  private final URI baseUri;
  private final Tenant tenant;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Auth0Emulator(HelidonServer server, LogStreams streams, URI baseUri, Tenant tenant) {
    this.streams = streams;
    this.server = server;
    this.baseUri = baseUri;
    this.tenant = tenant;
  }

  /** Starts a tenant; when this returns, it answers. */
  public static Auth0Emulator start(EmulatorSettings settings) {
    TenantSeed seed = settings.seed();
    InstantSource clock = settings.clock();
    SecureRandom random = settings.random();
    TenantConfiguration configuration = new TenantConfiguration(seed);
    UserStore users =
        new UserStore(seed.users(), PasswordHashing.bcrypt(settings.bcryptCost(), random), clock);
    LoginGuard guard =
        new LoginGuard(
            () -> configuration.get().bruteForce(),
            () -> configuration.get().suspiciousIp(),
            settings.allowlistMatching(),
            clock);
    TokenKeys keys = settings.keys();
    Outbox outbox = new Outbox(clock);
    // The issuer is known only once the port is.
    CompletableFuture<Handler> front = new CompletableFuture<>();
    HelidonServer server =
        HelidonServer.start(
            settings.host(), settings.port(), request -> front.join().handle(request));
    URI baseUri = baseUri(settings.host(), server.port());
    String issuer = baseUri + "/";
    LogStreams streams = new LogStreams(STREAM_PAUSE);
    TenantLog log =
        new TenantLog(
            clock, settings.logRetention(), seed.name(), baseUri.getAuthority(), streams::accept);
    MailedLinks links = new MailedLinks(issuer, outbox, clock, random);
    ManagementAuth auth = new ManagementAuth(issuer, keys, clock);
    LogsApi logs = new LogsApi(log, auth, issuer);
    Discovery discovery = new Discovery(issuer, keys);
    Router router =
        new Router()
            .on(
                "POST",
                "/dbconnections/change_password",
                new PasswordResets(configuration, users, links, log, clock))
            .on(
                "POST",
                "/dbconnections/signup",
                new SignUps(configuration, users, log, clock, random))
            .on("GET", "/.well-known/openid-configuration", discovery::configuration)
            .on("GET", "/.well-known/jwks.json", discovery::keys)
            .on("GET", "/api/v2/logs", logs::list)
            .on("GET", "/api/v2/logs/*", logs::one)
            .on("GET", "/api/v2/users/*/logs", logs::ofUser);
    Guarded guarded = new Guarded(configuration, auth, log);
    new ClientsApi(configuration, guarded, random).addTo(router);
    new ConnectionsApi(configuration, guarded).addTo(router);
    new UserBlocksApi(guard, users, log, guarded).addTo(router);
    new AttackProtectionApi(configuration, guarded).addTo(router);
    new TenantApi(configuration, users, links, guarded).addTo(router);
    new LogStreamsApi(streams, guarded, random).addTo(router);
    new LinkPages(configuration, links, users, guard, log).addTo(router);
    ClientAuthenticator clients =
        new ClientAuthenticator(configuration, new ClientAssertions(issuer, clock));
    Mfa mfa = new Mfa(seed.users(), outbox, clock, random);
    new UsersApi(configuration, users, mfa, guarded, random).addTo(router);
    TokenServices tokens =
        new TokenServices(
            configuration, issuer, clients, users, mfa, guard, log, links, keys, clock, random);
    tokens.addTo(router);
    new MfaApi(configuration, clients, mfa, tokens.mfaAccess(), users).addTo(router);
    Front tenantFront = new Front(router, clock, random);
    front.complete(tenantFront);
    return new Auth0Emulator(
        server, streams, baseUri, new Tenant(log, outbox, tenantFront, guard, mfa));
  }

  /** Its address, {@code http://127.0.0.1:PORT}, without a trailing slash. */
  public URI baseUri() {
    return baseUri;
  }

  /** The {@code iss} of its tokens: the address with a trailing slash. */
  public String issuer() {
    return baseUri + "/";
  }

  /** The port it listens on. */
  public int port() {
    return baseUri.getPort();
  }

  /** The live tenant. */
  public Tenant tenant() {
    return tenant;
  }

  /** Stops it; a second call does nothing. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      streams.close();
      server.close();
    }
  }

  private static URI baseUri(String host, int port) {
    String reachable = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
    String authority = reachable.contains(":") ? "[" + reachable + "]" : reachable;
    return URI.create("http://" + authority + ":" + port);
  }
}
