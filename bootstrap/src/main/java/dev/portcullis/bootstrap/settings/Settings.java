package dev.portcullis.bootstrap.settings;

import ch.qos.logback.classic.Level;
import dev.portcullis.adapters.auth0.settings.Auth0Settings;
import dev.portcullis.adapters.auth0.settings.TicketSettings;
import dev.portcullis.adapters.http.intake.CallerChoices;
import dev.portcullis.adapters.http.pages.PagesSettings;
import dev.portcullis.adapters.http.server.HttpSettings;
import dev.portcullis.adapters.journal.Pseudonyms;
import dev.portcullis.adapters.webhook.WebhookSettings;
import dev.portcullis.bootstrap.log.LogSetup;
import dev.portcullis.bootstrap.settings.clientip.ClientIp;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.control.Option;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Everything that one gateway is told.
 *
 * @param clientIps the client-ip settings behind the policy of each listener, by its name
 * @param choices what callers may ask of a login
 * @param pages the pages for people, if there are any
 */
public record Settings(
    HttpSettings http,
    Map<String, ClientIp> clientIps,
    Auth0Settings auth0,
    ResetSettings passwordReset,
    ResetLimits resetLimits,
    CallerChoices choices,
    Option<PagesSettings> pages,
    DoctorSettings doctor,
    Log log) {

  /** Settings that no file stands behind. */
  public Settings(HttpSettings http, Auth0Settings auth0, ResetSettings passwordReset, Log log) {
    this(
        http,
        LinkedHashMap.empty(),
        auth0,
        passwordReset,
        ResetLimits.DEFAULT,
        CallerChoices.NONE,
        Option.none(),
        DoctorSettings.NONE,
        log);
  }

  /** The same for a gateway whose doctor is told this. */
  public Settings withDoctor(DoctorSettings told) {
    return new Settings(
        http, clientIps, auth0, passwordReset, resetLimits, choices, pages, told, log);
  }

  /** These settings, with other choices for callers. */
  public Settings withChoices(CallerChoices others) {
    return new Settings(
        http, clientIps, auth0, passwordReset, resetLimits, others, pages, doctor, log);
  }

  /** These settings, with another way to reset passwords. */
  public Settings withPasswordReset(ResetSettings other, ResetLimits limits) {
    return new Settings(http, clientIps, auth0, other, limits, choices, pages, doctor, log);
  }

  /** These settings, with pages for people. */
  public Settings withPages(Option<PagesSettings> others) {
    return new Settings(
        http, clientIps, auth0, passwordReset, resetLimits, choices, others, doctor, log);
  }

  /** How the log is written, from which level, and how it calls users. */
  public record Log(LogSetup.Format format, Level level, Identifiers identifiers) {

    /** Users by a hash under a key that is made at each start. */
    public Log(LogSetup.Format format, Level level) {
      this(format, level, new Identifiers.Hashed(Option.none()));
    }
  }

  /** How the log calls users. */
  public sealed interface Identifiers {

    /**
     * By a keyed hash.
     *
     * @param key without one, one that is made at each start
     */
    record Hashed(Option<HashKey> key) implements Identifiers {}

    /** As typed. */
    record Plain() implements Identifiers {}
  }

  /** A key that never prints itself. */
  public static final class HashKey {

    private final byte[] bytes;

    /**
     * @throws IllegalArgumentException without the text
     */
    public HashKey(String text) {
      this.bytes = text.getBytes(StandardCharsets.UTF_8);
      if (bytes.length < Pseudonyms.LEAST_KEY_BYTES) {
        throw new IllegalArgumentException(
            "text: too short (expected: >= " + Pseudonyms.LEAST_KEY_BYTES + " bytes)");
      }
    }

    public byte[] bytes() {
      return bytes.clone();
    }

    @Override
    public String toString() {
      return "HashKey[redacted]";
    }
  }

  /** How the user of a leaked password gets a new one. */
  public sealed interface ResetSettings {

    /**
     * Auth0 mails a link.
     *
     * @param connection the database connection of the users
     */
    record ByEmail(String connection) implements ResetSettings {}

    /** The Management API makes a link, and the operator's own mailer delivers it. */
    record ByTicket(TicketSettings management, WebhookSettings delivery) implements ResetSettings {}

    /** The user is sent on to a page of the operator's own. */
    record HandOff(String page) implements ResetSettings {}
  }

  /**
   * How many resets are started.
   *
   * @param perUser of one user in a window
   * @param perAddress from one address in a window
   */
  public record ResetLimits(int perUser, int perAddress, Duration window) {

    /** What is enough for people and not for machines. */
    public static final ResetLimits DEFAULT = new ResetLimits(3, 20, Duration.ofMinutes(15));
  }
}
