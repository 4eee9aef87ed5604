package dev.portcullis.adapters.auth0;

import dev.portcullis.adapters.auth0.settings.Auth0Settings;
import dev.portcullis.adapters.auth0.settings.Auth0Transport;
import dev.portcullis.adapters.auth0.settings.ClientSecret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/** Settings and answers for the tests of this adapter. */
public final class Auth0Fixtures {

  public static final String CLIENT_ID = "AaBbCcDdEeFf00112233445566778899";
  public static final String SECRET = "canary-client-secret-5b1f";

  /** Long enough for a busy machine to answer, short enough to wait for. */
  public static final Duration CALL_TIMEOUT = Duration.ofSeconds(2);

  public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

  public static final String GRANTED =
      """
      {"access_token":"ey.access","token_type":"Bearer","expires_in":86400}\
      """;
  public static final String WRONG =
      """
      {"error":"invalid_grant","error_description":"Wrong email or password."}\
      """;

  private Auth0Fixtures() {}

  public static Auth0Transport transport(Duration callTimeout) {
    return Auth0Transport.defaults()
        .withTimeouts(
            callTimeout.compareTo(CONNECT_TIMEOUT) < 0 ? callTimeout : CONNECT_TIMEOUT,
            callTimeout);
  }

  public static Auth0Settings settings(URI tenant) {
    return settings(tenant, transport(CALL_TIMEOUT));
  }

  public static Auth0Settings settings(URI tenant, Auth0Transport transport) {
    return application(tenant, transport)
        .withRealm("Username-Password-Authentication")
        .withAudience("https://api.example.com/")
        .withScope("openid profile");
  }

  /** Settings with what is required alone. */
  public static Auth0Settings application(URI tenant, Auth0Transport transport) {
    return Auth0Settings.of(tenant, CLIENT_ID, new ClientSecret(SECRET)).withTransport(transport);
  }

  /** A complete answer that leaves the connection open. */
  public static String answer(int status, String body) {
    return answer(status, body, "");
  }

  /**
   * The same with more headers.
   *
   * @param headers each ending in CRLF
   */
  public static String answer(int status, String body, String headers) {
    return "HTTP/1.1 "
        + status
        + " Whatever\r\nContent-Type: application/json\r\nContent-Length: "
        + body.getBytes(StandardCharsets.ISO_8859_1).length
        + "\r\n"
        + headers
        + "\r\n"
        + body;
  }

  public static SSLContext defaultTls() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
