package dev.portcullis.emulator;

import dev.portcullis.emulator.clock.MovableClock;
import dev.portcullis.emulator.crypto.TokenKeys;
import dev.portcullis.emulator.internal.access.Definitions;
import dev.portcullis.emulator.internal.configuration.TenantConfiguration;
import dev.portcullis.emulator.internal.documents.Documents;
import dev.portcullis.emulator.internal.documents.StreamFilter;
import dev.portcullis.emulator.internal.http.OriginCheck;
import dev.portcullis.emulator.internal.http.RequestPipeline;
import dev.portcullis.emulator.internal.log.TenantLog;
import dev.portcullis.emulator.internal.mfa.Mfa;
import dev.portcullis.emulator.internal.protection.BreachedPasswords;
import dev.portcullis.emulator.internal.protection.LoginGuard;
import dev.portcullis.emulator.internal.store.Store;
import dev.portcullis.emulator.internal.stream.LogStreams;
import dev.portcullis.emulator.internal.users.MailedLinks;
import dev.portcullis.emulator.internal.users.Outbox;
import dev.portcullis.emulator.internal.users.UserStore;
import dev.portcullis.emulator.tenant.TenantDefinition;
import dev.portcullis.emulator.tenant.UserDefinition;
import dev.portcullis.emulator.tenantfile.TenantFile;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One life of the tenant, from a start or reset to the next reset: all its state, and the pipeline
 * that its requests go through.
 */
final class TenantRuntime implements AutoCloseable {

  /** What ends with the tenant's life, as tokens and mails do; log streams are not exported. */
  private static final Set<String> PASSING =
      Set.of("tickets", "jobs", "sessions", "refresh-tokens", "log-streams");

  private static final Duration STREAM_PAUSE = Duration.ofMillis(100);

  private final EmulatorSettings settings;
  private final TenantAddress address;
  private final MovableClock clock;
  private final TokenKeys keys;
  private final Store store;
  private final TenantConfiguration configuration;
  private final BreachedPasswords breached;
  private final UserStore users;
  private final LoginGuard guard;
  private final Outbox outbox;
  private final MailedLinks links;
  private final Documents documents;
  private final LogStreams streams;
  private final TenantLog log;
  private final Mfa mfa;
  private final TenantEndpoints endpoints;

  TenantRuntime(
      EmulatorSettings given,
      TenantAddress address,
      MovableClock clock,
      TokenKeys keys,
      Store store,
      Runnable reset,
      Consumer<TenantFile> replace) {
    StoredConfiguration stored = new StoredConfiguration(store, given);
    this.settings = stored.settings();
    this.address = address;
    this.clock = clock;
    this.keys = keys;
    this.store = store;
    // Users that were stored before have their own table.
    List<UserDefinition> newUsers = store.isNew() ? settings.tenant().users() : List.of();
    this.configuration = new TenantConfiguration(settings.tenant(), stored::keep);
    this.breached = BreachedPasswords.of(settings.options().breachedPasswords());
    this.users = new UserStore(newUsers, settings.passwords().hashing(random()), clock, store);
    this.guard = loginGuard(configuration, settings, clock, store);
    this.outbox = new Outbox(clock, store);
    this.links = new MailedLinks(issuer(), outbox, clock, random(), store);
    this.documents = new Documents(store);
    if (store.isNew()) {
      documents.putAll(settings.managementApi());
      new Definitions(documents).write(settings.tenant());
    }
    this.streams = new LogStreams(STREAM_PAUSE, new StreamFilter(documents)::holds, store);
    this.log = tenantLog(settings, address, clock, streams, store);
    this.mfa = Mfa.of(newUsers, id -> users.byId(id).isPresent(), outbox, clock, random(), store);
    this.endpoints = new TenantEndpoints(this, reset, replace);
  }

  private static LoginGuard loginGuard(
      TenantConfiguration configuration,
      EmulatorSettings settings,
      InstantSource clock,
      Store store) {
    return new LoginGuard(
        () -> configuration.get().bruteForce(),
        () -> configuration.get().suspiciousIp(),
        settings.options().allowlistMatching().orElseThrow(),
        clock,
        store);
  }

  private static TenantLog tenantLog(
      EmulatorSettings settings,
      TenantAddress address,
      InstantSource clock,
      LogStreams streams,
      Store store) {
    return new TenantLog(
        clock,
        settings.options().logRetention().orElseThrow(),
        settings.tenant().name(),
        address.issuer().getAuthority(),
        streams::accept,
        store);
  }

  /** The tenant as it is now, as a tenant file with its users and the Management API's objects. */
  TenantFile export() {
    Definitions access = new Definitions(documents);
    TenantDefinition now =
        configuration.get().toBuilder().users(users.export(mfa.authenticators()::factors)).build();
    return settings
        .file(
            now.toBuilder()
                .roles(access.roles(now))
                .organizations(access.organizations(now))
                .build())
        .withManagementApi(
            documents.without(
                path -> PASSING.contains(path.split("/", 2)[0]) || Definitions.isDefinition(path)));
  }

  /** The issuer, with a slash at its end. */
  String issuer() {
    return address.issuer().toString();
  }

  SecureRandom random() {
    return settings.random();
  }

  /** The addresses that clients may call the tenant by, each with a slash at its end. */
  Set<String> names() {
    return address.names();
  }

  /** The check of requests of the emulator's own page and calls. */
  OriginCheck origins() {
    return new OriginCheck(address.hosts(settings.allowedHosts()));
  }

  MovableClock clock() {
    return clock;
  }

  TokenKeys keys() {
    return keys;
  }

  Store store() {
    return store;
  }

  TenantConfiguration configuration() {
    return configuration;
  }

  BreachedPasswords breached() {
    return breached;
  }

  UserStore users() {
    return users;
  }

  LoginGuard guard() {
    return guard;
  }

  Outbox outbox() {
    return outbox;
  }

  MailedLinks links() {
    return links;
  }

  Documents documents() {
    return documents;
  }

  LogStreams streams() {
    return streams;
  }

  TenantLog log() {
    return log;
  }

  Mfa mfa() {
    return mfa;
  }

  RequestPipeline pipeline() {
    return endpoints.pipeline();
  }

  /** The method and path of every endpoint. */
  List<String> routes() {
    return endpoints.routes();
  }

  /** Ends what runs beside requests. */
  @Override
  public void close() {
    streams.close();
  }
}
