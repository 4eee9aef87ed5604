package dev.portcullis.adapters.webhook;

import java.net.URI;
import java.time.Duration;

/**
 * Where the mailer is.
 *
 * @param url {@code https}, or {@code http} to a loopback host
 * @param timeout for the whole call
 */
public record WebhookSettings(URI url, WebhookSecret secret, Duration timeout) {

  public WebhookSettings {
    String host = url.getHost() == null ? "" : url.getHost();
    boolean loopback =
        host.equalsIgnoreCase("localhost")
            || host.equals("[::1]")
            || host.matches("127(\\.\\d{1,3}){3}");
    boolean safe =
        "https".equalsIgnoreCase(url.getScheme())
            || ("http".equalsIgnoreCase(url.getScheme()) && loopback);
    if (host.isEmpty() || url.getRawUserInfo() != null || !safe) {
      // A URL can hold a password, so none is printed.
      throw new IllegalArgumentException(
          "url: not usable (expected: https, or http to a loopback host)");
    }
    if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(Duration.ofMinutes(1)) > 0) {
      throw new IllegalArgumentException("timeout: " + timeout + " (expected: > 0, <= PT1M)");
    }
  }
}
