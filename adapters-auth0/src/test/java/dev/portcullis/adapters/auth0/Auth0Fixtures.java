package dev.portcullis.adapters.auth0;

import dev.portcullis.adapters.auth0.settings.Auth0Settings;
import dev.portcullis.adapters.auth0.settings.Auth0Transport;
import dev.portcullis.adapters.auth0.settings.ClientAuthentication;
import dev.portcullis.adapters.auth0.settings.ClientSecret;
import io.vavr.control.Option;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/** Settings and answers for the tests of this adapter. */
public final class Auth0Fixtures {

  public static final String CLIENT_ID = "AaBbCcDdEeFf00112233445566778899";
  public static final String SECRET = "canary-client-secret-5b1f";

  /** Long enough for a loaded machine to answer, short enough to wait for. */
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
    return new Auth0Transport(
        callTimeout.compareTo(CONNECT_TIMEOUT) < 0 ? callTimeout : CONNECT_TIMEOUT,
        callTimeout,
        64,
        Duration.ofSeconds(30));
  }

  public static Auth0Settings settings(URI tenant) {
    return settings(tenant, transport(CALL_TIMEOUT));
  }

  public static Auth0Settings settings(URI tenant, Auth0Transport transport) {
    return new Auth0Settings(
        tenant,
        CLIENT_ID,
        new ClientSecret(SECRET),
        ClientAuthentication.CLIENT_SECRET_POST,
        Option.some("Username-Password-Authentication"),
        Option.some("https://api.example.com/"),
        Option.some("openid profile"),
        Option.none(),
        transport);
  }

  /** A whole answer that leaves the connection open. */
  public static String answer(int status, String body) {
    return answer(status, body, "");
  }

  /**
   * A whole answer with further headers.
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
