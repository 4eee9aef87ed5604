package dev.portcullis.doctor.tenant;

import dev.portcullis.doctor.tenant.TenantSnapshot.Api;
import dev.portcullis.doctor.tenant.TenantSnapshot.Application;
import dev.portcullis.doctor.tenant.TenantSnapshot.BotDetection;
import dev.portcullis.doctor.tenant.TenantSnapshot.BoundAction;
import dev.portcullis.doctor.tenant.TenantSnapshot.BreachedPasswords;
import dev.portcullis.doctor.tenant.TenantSnapshot.BruteForce;
import dev.portcullis.doctor.tenant.TenantSnapshot.Connection;
import dev.portcullis.doctor.tenant.TenantSnapshot.CustomDomain;
import dev.portcullis.doctor.tenant.TenantSnapshot.Directory;
import dev.portcullis.doctor.tenant.TenantSnapshot.LogStream;
import dev.portcullis.doctor.tenant.TenantSnapshot.NetworkAcl;
import dev.portcullis.doctor.tenant.TenantSnapshot.SuspiciousIp;
import dev.portcullis.doctor.tenant.TenantSnapshot.TokenQuota;
import io.vavr.collection.Seq;
import io.vavr.control.Option;

/**
 * A part of the tenant's settings that is read on its own, so that a missing permission hides this
 * part alone.
 *
 * @param name for logs and failures of tests
 * @param <T> what is known once it is read
 */
@SuppressWarnings("UnusedTypeParameter") // it types what TenantSnapshot returns for this fact
public record TenantFact<T>(String name) {

  /** The application that the gateway logs in as; none if the tenant has no such application. */
  public static final TenantFact<Option<Application>> APPLICATION = new TenantFact<>("application");

  /**
   * The connections that logins may use: the realm's, else the default directory's, else every
   * database.
   */
  public static final TenantFact<Seq<Connection>> CONNECTIONS = new TenantFact<>("connections");

  /** The names of the tenant's connections; read only if it has none of the realm's name. */
  public static final TenantFact<Seq<String>> CONNECTION_NAMES =
      new TenantFact<>("connection names");

  public static final TenantFact<Directory> DIRECTORY = new TenantFact<>("directory");

  /** The API of the audience; none if the tenant has no such API. */
  public static final TenantFact<Option<Api>> API = new TenantFact<>("api");

  public static final TenantFact<BruteForce> BRUTE_FORCE = new TenantFact<>("brute force");

  public static final TenantFact<SuspiciousIp> SUSPICIOUS_IP = new TenantFact<>("suspicious ip");

  public static final TenantFact<BreachedPasswords> BREACHED_PASSWORDS =
      new TenantFact<>("breached passwords");

  public static final TenantFact<BotDetection> BOT_DETECTION = new TenantFact<>("bot detection");

  public static final TenantFact<Seq<NetworkAcl>> NETWORK_ACLS = new TenantFact<>("network acls");

  public static final TenantFact<Seq<CustomDomain>> CUSTOM_DOMAINS =
      new TenantFact<>("custom domains");

  public static final TenantFact<Seq<LogStream>> LOG_STREAMS = new TenantFact<>("log streams");

  /** The Actions of the triggers {@code post-login} and {@code credentials-exchange}. */
  public static final TenantFact<Seq<BoundAction>> ACTIONS = new TenantFact<>("actions");

  /** How many tokens the doctor's own application may get. */
  public static final TenantFact<TokenQuota> TOKEN_QUOTA = new TenantFact<>("token quota");

  /** How many requests per second the tenant's token endpoint accepts. */
  public static final TenantFact<Integer> TOKEN_LIMIT = new TenantFact<>("token limit");
}
