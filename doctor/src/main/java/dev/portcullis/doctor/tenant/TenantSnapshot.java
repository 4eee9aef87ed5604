package dev.portcullis.doctor.tenant;

import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.time.Duration;

/**
 * What the tenant says of itself, as far as it could be read.
 *
 * @param application none if the tenant has no such application
 * @param connections those that logins may go to: the realm's, else the default directory's, else
 *     every database
 * @param api none if the tenant has no API of the audience
 * @param tokenLimit how many requests to its token endpoint the tenant takes in a second
 */
public record TenantSnapshot(
    Either<FactUnavailable, Option<Application>> application,
    Either<FactUnavailable, Seq<Connection>> connections,
    Either<FactUnavailable, Directory> directory,
    Either<FactUnavailable, Option<Api>> api,
    Either<FactUnavailable, BruteForce> bruteForce,
    Either<FactUnavailable, SuspiciousIp> suspiciousIp,
    Either<FactUnavailable, BreachedPasswords> breachedPasswords,
    Either<FactUnavailable, BotDetection> botDetection,
    Either<FactUnavailable, Integer> tokenLimit) {

  /** A tenant of which nothing could be read, for one reason. */
  public static TenantSnapshot unread(FactUnavailable why) {
    return new TenantSnapshot(
        Either.left(why),
        Either.left(why),
        Either.left(why),
        Either.left(why),
        Either.left(why),
        Either.left(why),
        Either.left(why),
        Either.left(why),
        Either.left(why));
  }

  /**
   * The application that the gateway logs in as.
   *
   * @param type Auth0's {@code app_type}, if it has one
   */
  public record Application(
      String clientId,
      String name,
      Option<String> type,
      boolean firstParty,
      AuthenticationMethod method,
      boolean ipHeaderTrusted,
      Set<String> grants,
      OrganizationUsage organizations) {}

  /** How an application authenticates at the token endpoint. */
  public enum AuthenticationMethod {
    /** Nobody ever wrote it; Auth0 implies post, and does not trust the header with it. */
    UNSET("not set"),
    NONE("none"),
    CLIENT_SECRET_POST("client_secret_post"),
    CLIENT_SECRET_BASIC("client_secret_basic"),
    PRIVATE_KEY_JWT("private_key_jwt"),
    MUTUAL_TLS("mTLS"),
    /** One that this version does not know. */
    OTHER("another");

    private final String word;

    AuthenticationMethod(String word) {
      this.word = word;
    }

    /** Auth0's word. */
    public String word() {
      return word;
    }

    /** Whether the client secret is sent, without which no header is trusted. */
    public boolean sendsSecret() {
      return this == CLIENT_SECRET_POST || this == CLIENT_SECRET_BASIC;
    }
  }

  /** Auth0's {@code organization_usage}. */
  public enum OrganizationUsage {
    DENY,
    ALLOW,
    REQUIRE
  }

  /**
   * A connection.
   *
   * @param bruteForceProtection its own switch; none if it does not say
   * @param enabled whether the application may use it
   */
  public record Connection(
      String id,
      String name,
      String strategy,
      Option<Boolean> bruteForceProtection,
      Either<FactUnavailable, Boolean> enabled) {}

  /** The tenant's defaults. */
  public record Directory(Option<String> defaultDirectory, Option<String> defaultAudience) {}

  /** An API (resource server). */
  public record Api(String identifier, boolean offlineAccess) {}

  /** Brute-force protection. */
  public record BruteForce(
      boolean enabled, Set<String> shields, String mode, Seq<String> allowlist, int maxAttempts) {}

  /**
   * Suspicious IP throttling, of logins.
   *
   * @param rate how long until one more attempt is granted
   */
  public record SuspiciousIp(
      boolean enabled,
      Set<String> shields,
      Seq<String> allowlist,
      int maxAttempts,
      Duration rate) {}

  /** Breached-password detection, of logins. */
  public record BreachedPasswords(boolean enabled, Set<String> shields) {}

  /** Bot detection, of password logins. */
  public record BotDetection(String policy, boolean monitoring, Seq<String> allowlist) {}
}
