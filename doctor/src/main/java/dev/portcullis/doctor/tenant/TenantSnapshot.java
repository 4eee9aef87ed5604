package dev.portcullis.doctor.tenant;

import io.vavr.collection.HashMap;
import io.vavr.collection.HashSet;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The tenant's settings, as far as they could be read. A fact that was not put in is unavailable.
 * Immutable; equal if all facts are.
 */
public final class TenantSnapshot {

  private final FactUnavailable otherwise;
  private final Map<TenantFact<?>, Either<FactUnavailable, ?>> facts;

  private TenantSnapshot(
      FactUnavailable otherwise, Map<TenantFact<?>, Either<FactUnavailable, ?>> facts) {
    this.otherwise = otherwise;
    this.facts = facts;
  }

  /** A tenant of which nothing could be read, for one reason. */
  public static TenantSnapshot unread(FactUnavailable why) {
    return new TenantSnapshot(why, HashMap.empty());
  }

  /** The same with a fact that was read, or the reason why it was not. */
  public <T> TenantSnapshot with(TenantFact<T> fact, Either<FactUnavailable, T> value) {
    return new TenantSnapshot(otherwise, facts.put(fact, value));
  }

  /** The same with a fact that was read. */
  public <T> TenantSnapshot with(TenantFact<T> fact, T value) {
    return with(fact, Either.right(value));
  }

  /** A fact, or the reason why it is not known. */
  @SuppressWarnings("unchecked") // with() alone puts facts in, each under its own type
  public <T> Either<FactUnavailable, T> get(TenantFact<T> fact) {
    return (Either<FactUnavailable, T>) facts.getOrElse(fact, Either.left(otherwise));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TenantSnapshot that
        && otherwise.equals(that.otherwise)
        && facts.equals(that.facts);
  }

  @Override
  public int hashCode() {
    return Objects.hash(otherwise, facts);
  }

  @Override
  public String toString() {
    return "TenantSnapshot" + facts + " otherwise " + otherwise;
  }

  /**
   * The application that the gateway logs in as.
   *
   * @param type Auth0's {@code app_type}, if it has one
   * @param complianceLevel Auth0's {@code compliance_level}, if it has one but {@code none}
   */
  public record Application(
      String clientId,
      String name,
      Option<String> type,
      boolean firstParty,
      AuthenticationMethod method,
      boolean ipHeaderTrusted,
      Set<String> grants,
      OrganizationUsage organizations,
      Option<String> complianceLevel) {

    /** An application without type, method and grants, that is first-party and not trusted. */
    public static Application of(String clientId, String name) {
      return new Application(
          clientId,
          name,
          Option.none(),
          true,
          AuthenticationMethod.UNSET,
          false,
          HashSet.empty(),
          OrganizationUsage.DENY,
          Option.none());
    }

    public Application withType(Option<String> other) {
      return new Application(
          clientId,
          name,
          other,
          firstParty,
          method,
          ipHeaderTrusted,
          grants,
          organizations,
          complianceLevel);
    }

    public Application withFirstParty(boolean other) {
      return new Application(
          clientId,
          name,
          type,
          other,
          method,
          ipHeaderTrusted,
          grants,
          organizations,
          complianceLevel);
    }

    public Application withMethod(AuthenticationMethod other) {
      return new Application(
          clientId,
          name,
          type,
          firstParty,
          other,
          ipHeaderTrusted,
          grants,
          organizations,
          complianceLevel);
    }

    public Application withIpHeaderTrusted(boolean other) {
      return new Application(
          clientId, name, type, firstParty, method, other, grants, organizations, complianceLevel);
    }

    public Application withGrants(Set<String> other) {
      return new Application(
          clientId,
          name,
          type,
          firstParty,
          method,
          ipHeaderTrusted,
          other,
          organizations,
          complianceLevel);
    }

    public Application withOrganizations(OrganizationUsage other) {
      return new Application(
          clientId,
          name,
          type,
          firstParty,
          method,
          ipHeaderTrusted,
          grants,
          other,
          complianceLevel);
    }

    public Application withComplianceLevel(Option<String> other) {
      return new Application(
          clientId, name, type, firstParty, method, ipHeaderTrusted, grants, organizations, other);
    }
  }

  /** How an application authenticates at the token endpoint. */
  public enum AuthenticationMethod {
    /** Not set: Auth0 implies {@code client_secret_post}, and does not trust the header. */
    UNSET("not set"),
    NONE("none"),
    CLIENT_SECRET_POST("client_secret_post"),
    CLIENT_SECRET_BASIC("client_secret_basic"),
    PRIVATE_KEY_JWT("private_key_jwt"),
    MUTUAL_TLS("mTLS"),
    /** A method that this version does not support. */
    OTHER("another");

    private final String word;

    AuthenticationMethod(String word) {
      this.word = word;
    }

    /** Auth0's word. */
    public String word() {
      return word;
    }

    /** Whether the client secret is sent; Auth0 trusts no header without it. */
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
   * @param strategy Auth0's word for its kind, such as {@code auth0} for a database
   * @param bruteForceProtection its own switch; none if it is not set
   * @param enabled whether the application may use it
   * @param passwords how it takes passwords
   */
  public record Connection(
      String id,
      String name,
      String strategy,
      Option<Boolean> bruteForceProtection,
      Either<FactUnavailable, Boolean> enabled,
      Passwords passwords) {

    /** A connection whose own switch is not set and that the application may use. */
    public static Connection of(String id, String name, String strategy) {
      return new Connection(id, name, strategy, Option.none(), Either.right(true), Passwords.ON);
    }

    public Connection withBruteForceProtection(Option<Boolean> other) {
      return new Connection(id, name, strategy, other, enabled, passwords);
    }

    public Connection withEnabled(Either<FactUnavailable, Boolean> other) {
      return new Connection(id, name, strategy, bruteForceProtection, other, passwords);
    }

    public Connection withPasswords(Passwords other) {
      return new Connection(id, name, strategy, bruteForceProtection, enabled, other);
    }
  }

  /**
   * How a connection takes passwords.
   *
   * @param enabled whether users log in with them
   * @param tooLong what happens to those of more than 72 bytes: Auth0's {@code max_length_exceeded}
   */
  public record Passwords(boolean enabled, Option<String> tooLong) {

    /** Auth0's defaults. */
    public static final Passwords ON = new Passwords(true, Option.none());
  }

  /** The tenant's defaults. */
  public record Directory(Option<String> defaultDirectory, Option<String> defaultAudience) {}

  /** An API (resource server). */
  public record Api(String identifier, boolean offlineAccess) {}

  /** Brute-force protection. */
  public record BruteForce(
      boolean enabled, Set<String> shields, String mode, Seq<String> allowlist, int maxAttempts) {

    /** Auth0's defaults, as {@code maxAttempts} and mode, with these shields. */
    public static BruteForce of(boolean enabled, Set<String> shields) {
      return new BruteForce(enabled, shields, "count_per_identifier_and_ip", Vector.empty(), 10);
    }

    public BruteForce withEnabled(boolean other) {
      return new BruteForce(other, shields, mode, allowlist, maxAttempts);
    }

    public BruteForce withMode(String other) {
      return new BruteForce(enabled, shields, other, allowlist, maxAttempts);
    }

    public BruteForce withAllowlist(Seq<String> other) {
      return new BruteForce(enabled, shields, mode, other, maxAttempts);
    }

    public BruteForce withMaxAttempts(int other) {
      return new BruteForce(enabled, shields, mode, allowlist, other);
    }
  }

  /**
   * Suspicious IP throttling, of logins.
   *
   * @param rate the time until one more attempt is allowed
   */
  public record SuspiciousIp(
      boolean enabled, Set<String> shields, Seq<String> allowlist, int maxAttempts, Duration rate) {

    /** Auth0's defaults, as {@code maxAttempts} and rate, with these shields. */
    public static SuspiciousIp of(boolean enabled, Set<String> shields) {
      return new SuspiciousIp(enabled, shields, Vector.empty(), 100, Duration.ofSeconds(864));
    }

    public SuspiciousIp withAllowlist(Seq<String> other) {
      return new SuspiciousIp(enabled, shields, other, maxAttempts, rate);
    }

    /** The same with other limits. */
    public SuspiciousIp withLimit(int attempts, Duration oneMoreAfter) {
      return new SuspiciousIp(enabled, shields, allowlist, attempts, oneMoreAfter);
    }
  }

  /** Breached-password detection, of logins. */
  public record BreachedPasswords(boolean enabled, Set<String> shields) {}

  /** Bot detection, of password logins. */
  public record BotDetection(String policy, boolean monitoring, Seq<String> allowlist) {}

  /**
   * A rule of the tenant's access control list.
   *
   * @param signals Auth0's words for what it looks at, such as {@code geo_country_codes}
   * @param scope Auth0's word for which requests it judges, such as {@code authentication}
   * @param blocks whether it keeps requests out
   */
  public record NetworkAcl(
      String description, boolean active, Set<String> signals, String scope, boolean blocks) {}

  /**
   * A custom domain.
   *
   * @param selfManaged whether a proxy of the customer's is in front of it
   * @param clientIpHeader the header in which that proxy states the client's address, if it is not
   *     X-Forwarded-For
   */
  public record CustomDomain(
      String domain, boolean ready, boolean selfManaged, Option<String> clientIpHeader) {}

  /**
   * A log stream.
   *
   * @param type Auth0's word, such as {@code http} for a Custom Webhook
   * @param status Auth0's word, such as {@code active}
   */
  public record LogStream(String name, String type, String status) {}

  /** How many tokens an application may get; none is no limit. */
  public record TokenQuota(Option<Integer> perHour, Option<Integer> perDay) {}

  /**
   * An Action that is bound to a trigger.
   *
   * @param trigger Auth0's word, such as {@code post-login}
   * @param denies whether its code can deny access
   */
  public record BoundAction(String name, String trigger, boolean denies) {}
}
