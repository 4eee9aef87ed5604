package dev.portcullis.emulator.tenant;

import java.util.List;

/**
 * The URLs that a hosted login of an application may use.
 *
 * @param callbacks {@code callbacks}: where {@code /authorize} may send its responses. A URL
 *     matches exactly, or by one {@code *} in place of the first label of its host
 * @param logoutUrls {@code allowed_logout_urls}: where a logout may lead to; matched likewise
 * @param webOrigins {@code web_origins}: the origins that may receive a {@code web_message}
 * @param allowedOrigins {@code allowed_origins}: the origins whose scripts may call the tenant, in
 *     addition to those of {@code callbacks} and {@code web_origins}
 * @param backchannelLogoutUrls {@code oidc_logout.backchannel_logout_urls}: which are told that a
 *     session ended
 */
public record ApplicationUrls(
    List<String> callbacks,
    List<String> logoutUrls,
    List<String> webOrigins,
    List<String> allowedOrigins,
    List<String> backchannelLogoutUrls) {

  /** No URLs: no hosted login is possible. */
  public static final ApplicationUrls NONE =
      new ApplicationUrls(List.of(), List.of(), List.of(), List.of(), List.of());

  /** Copies the lists. */
  public ApplicationUrls {
    callbacks = List.copyOf(callbacks);
    logoutUrls = List.copyOf(logoutUrls);
    webOrigins = List.copyOf(webOrigins);
    allowedOrigins = List.copyOf(allowedOrigins);
    backchannelLogoutUrls = List.copyOf(backchannelLogoutUrls);
  }

  /** With these callbacks. */
  public ApplicationUrls withCallbacks(List<String> value) {
    return new ApplicationUrls(
        value, logoutUrls, webOrigins, allowedOrigins, backchannelLogoutUrls);
  }

  /** With these logout URLs. */
  public ApplicationUrls withLogoutUrls(List<String> value) {
    return new ApplicationUrls(callbacks, value, webOrigins, allowedOrigins, backchannelLogoutUrls);
  }

  /** With these origins of web messages. */
  public ApplicationUrls withWebOrigins(List<String> value) {
    return new ApplicationUrls(callbacks, logoutUrls, value, allowedOrigins, backchannelLogoutUrls);
  }

  /** With these further origins of scripts. */
  public ApplicationUrls withAllowedOrigins(List<String> value) {
    return new ApplicationUrls(callbacks, logoutUrls, webOrigins, value, backchannelLogoutUrls);
  }

  /** With these URLs that are told that a session ended. */
  public ApplicationUrls withBackchannelLogoutUrls(List<String> value) {
    return new ApplicationUrls(callbacks, logoutUrls, webOrigins, allowedOrigins, value);
  }
}
