package dev.portcullis.bootstrap.settings;

import ch.qos.logback.classic.Level;
import dev.portcullis.adapters.auth0.Auth0Settings;
import dev.portcullis.adapters.http.HttpSettings;
import dev.portcullis.bootstrap.log.LogSetup;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;

/**
 * Everything that one gateway is told.
 *
 * @param clientIps the client-ip settings behind the policy of each listener, by its name
 */
public record Settings(
    HttpSettings http,
    Map<String, ClientIp> clientIps,
    Auth0Settings auth0,
    ResetSettings passwordReset,
    Log log) {

  /** Settings that no file stands behind. */
  public Settings(HttpSettings http, Auth0Settings auth0, ResetSettings passwordReset, Log log) {
    this(http, LinkedHashMap.empty(), auth0, passwordReset, log);
  }

  /** How the log is written, and from which level. */
  public record Log(LogSetup.Format format, Level level) {}

  /** How the user of a leaked password gets a new one. */
  public sealed interface ResetSettings {

    /**
     * Auth0 mails a link.
     *
     * @param connection the database connection of the users
     */
    record ByEmail(String connection) implements ResetSettings {}

    /** The user is sent on to a page of the operator's own. */
    record HandOff(String page) implements ResetSettings {}
  }
}
