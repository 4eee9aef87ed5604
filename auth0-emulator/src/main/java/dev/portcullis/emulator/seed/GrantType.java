package dev.portcullis.emulator.seed;

import java.util.Arrays;
import java.util.Optional;

/** The grant types an application can be allowed, by their names on the wire. */
public enum GrantType {
  /** Resource Owner Password, in the tenant's default directory. */
  PASSWORD("password"),
  /** Auth0's extension of it that names the connection as realm. */
  PASSWORD_REALM("http://auth0.com/oauth/grant-type/password-realm"),
  /** Machine to machine. */
  CLIENT_CREDENTIALS("client_credentials"),
  /** Lets the application receive refresh tokens; the grant itself is not answered. */
  REFRESH_TOKEN("refresh_token");

  private final String wireName;

  GrantType(String wireName) {
    this.wireName = wireName;
  }

  /** The value of the {@code grant_type} parameter. */
  public String wireName() {
    return wireName;
  }

  /** The grant type of that exact name. */
  public static Optional<GrantType> named(String wireName) {
    return Arrays.stream(values()).filter(type -> type.wireName.equals(wireName)).findFirst();
  }
}
