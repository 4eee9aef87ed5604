package dev.portcullis.emulator.junit;

import dev.portcullis.emulator.Auth0Emulator;
import dev.portcullis.emulator.EmulatorSettings;
import dev.portcullis.emulator.clock.MovableClock;
import dev.portcullis.emulator.crypto.TokenKeys;
import dev.portcullis.emulator.observed.LogEvent;
import dev.portcullis.emulator.observed.ReceivedRequest;
import dev.portcullis.emulator.observed.SentMail;
import dev.portcullis.emulator.tenant.Application;
import dev.portcullis.emulator.tenant.DemoTenant;
import dev.portcullis.emulator.tenant.MfaPolicy;
import dev.portcullis.emulator.tenant.TenantDefinition;
import dev.portcullis.emulator.tenant.protection.BotDetectionSettings;
import dev.portcullis.emulator.tenant.protection.BreachedPasswordSettings;
import dev.portcullis.emulator.tenant.protection.BruteForceSettings;
import dev.portcullis.emulator.tenant.protection.SuspiciousIpSettings;
import java.net.URI;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.assertj.core.api.AssertProvider;

/**
 * A running Auth0 tenant for one test: the demo tenant, whose users and applications are in {@link
 * DemoTenant}, plus what the test adds. AssertJ's {@code assertThat(tenant)} supports it. Close it,
 * or let {@link Auth0Tenant} close it.
 */
public final class EmulatedTenant implements AutoCloseable, AssertProvider<TenantAssert> {

  private final Auth0Emulator emulator;

  private EmulatedTenant(Auth0Emulator emulator) {
    this.emulator = emulator;
  }

  /** Starts a tenant on a free port of the loopback address. */
  public static EmulatedTenant start() {
    return start(UnaryOperator.identity());
  }

  /** Starts one with other settings. */
  public static EmulatedTenant start(UnaryOperator<EmulatorSettings> settings) {
    EmulatorSettings defaults = EmulatorSettings.defaults().withKeys(SharedKeys.KEYS);
    return new EmulatedTenant(Auth0Emulator.start(settings.apply(defaults)));
  }

  /** Its base address without a trailing slash; SDKs call it the domain. */
  public URI address() {
    return emulator.baseUri();
  }

  /** The {@code iss} of its tokens. */
  public String issuer() {
    return emulator.issuer();
  }

  /** The application that is trusted with {@code auth0-forwarded-for}. */
  public String clientId() {
    return DemoTenant.GATEWAY_CLIENT_ID;
  }

  /** Its secret. */
  public String clientSecret() {
    return DemoTenant.GATEWAY_CLIENT_SECRET;
  }

  /** The database connection, which is the default directory too. */
  public String connection() {
    return DemoTenant.CONNECTION;
  }

  /**
   * Its clock; {@code advance} moves it forward, {@code reset} back to the time of this machine.
   */
  public MovableClock clock() {
    return emulator.tenant().clock();
  }

  /**
   * The user with that e-mail address, created if there is none; each call on it takes effect at
   * once.
   */
  public TenantUser user(String email) {
    return TenantUser.of(emulator.tenant(), email);
  }

  /**
   * Creates the application of that name, or replaces it: confidential, allowed to log users in,
   * and its forwarded address is not trusted.
   */
  public TenantApplication application(String name) {
    return TenantApplication.of(emulator.tenant(), name);
  }

  /** Adds an application, or replaces the one with its client id; enables no connection for it. */
  public EmulatedTenant application(Application application) {
    return configure(definition -> definition.application(application));
  }

  /** Changes brute-force protection. */
  public EmulatedTenant bruteForce(UnaryOperator<BruteForceSettings> change) {
    return configure(
        definition -> definition.bruteForce(change.apply(definition.build().bruteForce())));
  }

  /** Changes suspicious IP throttling. */
  public EmulatedTenant suspiciousIp(UnaryOperator<SuspiciousIpSettings> change) {
    return configure(
        definition -> definition.suspiciousIp(change.apply(definition.build().suspiciousIp())));
  }

  /** Sets breached-password detection. */
  public EmulatedTenant breachedPasswords(BreachedPasswordSettings settings) {
    return configure(definition -> definition.breachedPasswords(settings));
  }

  /** Sets bot detection. */
  public EmulatedTenant botDetection(BotDetectionSettings settings) {
    return configure(definition -> definition.botDetection(settings));
  }

  /** Sets which logins require a second factor. */
  public EmulatedTenant mfaPolicy(MfaPolicy policy) {
    return configure(definition -> definition.mfaPolicy(policy));
  }

  /** Changes anything but users. */
  public EmulatedTenant configure(Consumer<TenantDefinition.Builder> change) {
    emulator.tenant().configure(change);
    return this;
  }

  /**
   * Resets it to what it was when it started: users, settings, counters, blocks, logs, mails and
   * tokens, and its clock.
   */
  public EmulatedTenant reset() {
    emulator.reset();
    return this;
  }

  /** The log events, oldest first. */
  public List<LogEvent> logs() {
    return emulator.tenant().logs();
  }

  /** The received requests, oldest first. */
  public List<ReceivedRequest> received() {
    return emulator.tenant().received();
  }

  /** The mails and messages it would have sent, oldest first. */
  public List<SentMail> mails() {
    return emulator.tenant().mails();
  }

  /** The emulator itself, for everything else. */
  public Auth0Emulator emulator() {
    return emulator;
  }

  /** Called by AssertJ. */
  @Override
  @Deprecated
  public TenantAssert assertThat() {
    return new TenantAssert(this);
  }

  @Override
  public void close() {
    emulator.close();
  }

  @Override
  public String toString() {
    return "tenant at " + address();
  }

  /** Made once: generating a key takes longer than the rest of a start. */
  private static final class SharedKeys {
    private static final TokenKeys KEYS = new TokenKeys(new SecureRandom());
  }
}
