package dev.portcullis.emulator;

import dev.portcullis.emulator.accounts.LinkPages;
import dev.portcullis.emulator.accounts.PasswordResets;
import dev.portcullis.emulator.accounts.SignUps;
import dev.portcullis.emulator.control.ControlApi;
import dev.portcullis.emulator.control.MovableClock;
import dev.portcullis.emulator.control.StateApi;
import dev.portcullis.emulator.http.Front;
import dev.portcullis.emulator.http.NextAnswers;
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
import dev.portcullis.emulator.management.ResourceServersApi;
import dev.portcullis.emulator.management.StatsApi;
import dev.portcullis.emulator.management.TenantApi;
import dev.portcullis.emulator.management.UserBlocksApi;
import dev.portcullis.emulator.management.UsersApi;
import dev.portcullis.emulator.mfa.Mfa;
import dev.portcullis.emulator.mfa.MfaApi;
import dev.portcullis.emulator.oauth.ClientAssertions;
import dev.portcullis.emulator.oauth.ClientAuthenticator;
import dev.portcullis.emulator.page.Page;
import dev.portcullis.emulator.page.Workings;
import dev.portcullis.emulator.protection.BreachedPasswords;
import dev.portcullis.emulator.protection.LoginGuard;
import dev.portcullis.emulator.store.Store;
import dev.portcullis.emulator.stream.LogStreams;
import dev.portcullis.emulator.tenant.SeedUser;
import dev.portcullis.emulator.tenant.TenantConfiguration;
import dev.portcullis.emulator.tenant.TenantSeed;
import dev.portcullis.emulator.tenantfile.TenantFile;
import dev.portcullis.emulator.token.TokenKeys;
import dev.portcullis.emulator.token.TokenServices;
import dev.portcullis.emulator.users.MailedLinks;
import dev.portcullis.emulator.users.Outbox;
import dev.portcullis.emulator.users.UserStore;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** One life of the tenant, from its seed to its reset: all its state and its endpoints. */
final class TenantRuntime implements AutoCloseable {

  private static final Duration STREAM_PAUSE = Duration.ofMillis(100);

  private final MovableClock clock;
  private final TenantConfiguration configuration;
  private final UserStore users;
  private final TenantLog log;
  private final Outbox outbox;
  private final LoginGuard guard;
  private final Mfa mfa;
  private final LogStreams streams;
  private final Front front;

  TenantRuntime(
      EmulatorSettings given,
      URI baseUri,
      MovableClock clock,
      TokenKeys keys,
      Store store,
      Runnable reset,
      Consumer<TenantFile> replace) {
    StoredConfiguration stored = new StoredConfiguration(store, given);
    EmulatorSettings settings = stored.settings();
    TenantSeed seed = settings.seed();
    List<SeedUser> newUsers = store.isNew() ? seed.users() : List.of();
    SecureRandom random = settings.random();
    BreachedPasswords breached = BreachedPasswords.of(settings.breachedPasswords());
    NextAnswers nextAnswers = new NextAnswers();
    this.clock = clock;
    this.configuration = new TenantConfiguration(seed, stored::keep);
    this.users = new UserStore(newUsers, settings.passwords().hashing(random), clock, store);
    this.guard =
        new LoginGuard(
            () -> configuration.get().bruteForce(),
            () -> configuration.get().suspiciousIp(),
            settings.allowlistMatching(),
            clock,
            store);
    this.outbox = new Outbox(clock, store);
    String issuer = baseUri + "/";
    this.streams = new LogStreams(STREAM_PAUSE, store);
    this.log =
        new TenantLog(
            clock,
            settings.logRetention(),
            seed.name(),
            baseUri.getAuthority(),
            streams::accept,
            store);
    MailedLinks links = new MailedLinks(issuer, outbox, clock, random, store);
    ManagementAuth auth = new ManagementAuth(issuer, keys, clock);
    LogsApi logs = new LogsApi(log, auth, issuer);
    Discovery discovery = new Discovery(issuer, keys);
    PasswordResets resets = new PasswordResets(configuration, users, links, log, clock, store);
    Router router =
        new Router()
            .on("POST", "/dbconnections/change_password", resets)
            .on(
                "POST",
                "/dbconnections/signup",
                new SignUps(configuration, users, breached, log, clock, random, store))
            .on("GET", "/.well-known/openid-configuration", discovery::configuration)
            .on("GET", "/.well-known/jwks.json", discovery::keys)
            .on("GET", "/api/v2/logs", logs::list)
            .on("GET", "/api/v2/logs/*", logs::one)
            .on("GET", "/api/v2/users/*/logs", logs::ofUser);
    Guarded guarded = new Guarded(configuration, auth, log);
    new ClientsApi(configuration, guarded, random).addTo(router);
    new ConnectionsApi(configuration, guarded).addTo(router);
    new ResourceServersApi(configuration, guarded).addTo(router);
    new UserBlocksApi(guard, users, log, guarded).addTo(router);
    new AttackProtectionApi(configuration, guarded).addTo(router);
    new TenantApi(configuration, users, links, guarded).addTo(router);
    new StatsApi(log, users, guarded, clock).addTo(router);
    new LogStreamsApi(streams, guarded, random).addTo(router);
    new LinkPages(configuration, links, users, guard, breached, log).addTo(router);
    ClientAuthenticator clients =
        new ClientAuthenticator(configuration, new ClientAssertions(issuer, clock, store));
    this.mfa = new Mfa(newUsers, outbox, clock, random, store);
    new UsersApi(configuration, users, mfa, guarded, random).addTo(router);
    TokenServices tokens =
        new TokenServices(
            configuration,
            issuer,
            clients,
            users,
            mfa,
            guard,
            log,
            links,
            breached,
            keys,
            clock,
            random,
            store);
    tokens.addTo(router);
    new MfaApi(configuration, clients, mfa, tokens.mfaAccess(), users).addTo(router);
    this.front = new Front(router, nextAnswers, clock, random);
    Workings workings =
        new Workings(
            configuration,
            users,
            guard,
            mfa,
            log,
            outbox,
            resets,
            clock,
            nextAnswers,
            front::received,
            reset);
    new Page(workings, baseUri.getHost()).addTo(router);
    new ControlApi(clock, nextAnswers, front::received, outbox, mfa, reset).addTo(router);
    new StateApi(
            () ->
                settings.file(
                    configuration.get().toBuilder().users(users.export(mfa::factors)).build()),
            replace)
        .addTo(router);
  }

  MovableClock clock() {
    return clock;
  }

  TenantConfiguration configuration() {
    return configuration;
  }

  UserStore users() {
    return users;
  }

  TenantLog log() {
    return log;
  }

  Outbox outbox() {
    return outbox;
  }

  LoginGuard guard() {
    return guard;
  }

  Mfa mfa() {
    return mfa;
  }

  Front front() {
    return front;
  }

  /** Ends what runs beside requests. */
  @Override
  public void close() {
    streams.close();
  }
}
