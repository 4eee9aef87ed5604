package dev.portcullis.emulator;

import dev.portcullis.emulator.clock.MovableClock;
import dev.portcullis.emulator.crypto.TokenKeys;
import dev.portcullis.emulator.internal.accounts.LinkPages;
import dev.portcullis.emulator.internal.accounts.PasswordResets;
import dev.portcullis.emulator.internal.accounts.SignUps;
import dev.portcullis.emulator.internal.control.ControlApi;
import dev.portcullis.emulator.internal.control.StateApi;
import dev.portcullis.emulator.internal.http.PreparedReplies;
import dev.portcullis.emulator.internal.http.RequestPipeline;
import dev.portcullis.emulator.internal.http.Router;
import dev.portcullis.emulator.internal.log.TenantLog;
import dev.portcullis.emulator.internal.management.AttackProtectionApi;
import dev.portcullis.emulator.internal.management.ClientsApi;
import dev.portcullis.emulator.internal.management.ConnectionsApi;
import dev.portcullis.emulator.internal.management.Discovery;
import dev.portcullis.emulator.internal.management.LogStreamsApi;
import dev.portcullis.emulator.internal.management.LogsApi;
import dev.portcullis.emulator.internal.management.ManagementAuth;
import dev.portcullis.emulator.internal.management.ManagementEndpoint;
import dev.portcullis.emulator.internal.management.ResourceServersApi;
import dev.portcullis.emulator.internal.management.StatsApi;
import dev.portcullis.emulator.internal.management.TenantApi;
import dev.portcullis.emulator.internal.management.UserBlocksApi;
import dev.portcullis.emulator.internal.management.UsersApi;
import dev.portcullis.emulator.internal.mfa.Mfa;
import dev.portcullis.emulator.internal.mfa.MfaApi;
import dev.portcullis.emulator.internal.oauth.ClientAssertions;
import dev.portcullis.emulator.internal.oauth.ClientAuthenticator;
import dev.portcullis.emulator.internal.page.EmulatorControls;
import dev.portcullis.emulator.internal.page.Page;
import dev.portcullis.emulator.internal.protection.BreachedPasswords;
import dev.portcullis.emulator.internal.protection.LoginGuard;
import dev.portcullis.emulator.internal.store.Store;
import dev.portcullis.emulator.internal.stream.LogStreams;
import dev.portcullis.emulator.internal.token.TokenServices;
import dev.portcullis.emulator.internal.users.MailedLinks;
import dev.portcullis.emulator.internal.users.Outbox;
import dev.portcullis.emulator.internal.users.UserStore;
import dev.portcullis.emulator.tenant.TenantConfiguration;
import dev.portcullis.emulator.tenant.TenantDefinition;
import dev.portcullis.emulator.tenant.UserDefinition;
import dev.portcullis.emulator.tenantfile.TenantFile;
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
  private final RequestPipeline front;

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
    TenantDefinition definition = settings.tenant();
    List<UserDefinition> newUsers = store.isNew() ? definition.users() : List.of();
    SecureRandom random = settings.random();
    BreachedPasswords breached = BreachedPasswords.of(settings.options().breachedPasswords());
    PreparedReplies nextAnswers = new PreparedReplies();
    this.clock = clock;
    this.configuration = new TenantConfiguration(definition, stored::keep);
    this.users = new UserStore(newUsers, settings.passwords().hashing(random), clock, store);
    this.guard =
        new LoginGuard(
            () -> configuration.get().bruteForce(),
            () -> configuration.get().suspiciousIp(),
            settings.options().allowlistMatching().orElseThrow(),
            clock,
            store);
    this.outbox = new Outbox(clock, store);
    String issuer = baseUri + "/";
    this.streams = new LogStreams(STREAM_PAUSE, store);
    this.log =
        new TenantLog(
            clock,
            settings.options().logRetention().orElseThrow(),
            definition.name(),
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
    ManagementEndpoint guarded = new ManagementEndpoint(configuration, auth, log);
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
    this.front = new RequestPipeline(router, nextAnswers, clock, random);
    EmulatorControls workings =
        new EmulatorControls(
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

  RequestPipeline front() {
    return front;
  }

  /** Ends what runs beside requests. */
  @Override
  public void close() {
    streams.close();
  }
}
