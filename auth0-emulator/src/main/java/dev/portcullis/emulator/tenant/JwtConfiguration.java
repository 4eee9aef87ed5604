package dev.portcullis.emulator.tenant;

/**
 * An application's {@code jwt_configuration}: its id tokens.
 *
 * @param lifetimeInSeconds how long an id token is valid, in seconds
 * @param algorithm {@code HS256}, with the client secret as the key; with any other value the
 *     tenant's key signs with RS256
 * @param secretEncoded whether the client secret is the key in Base64
 */
public record JwtConfiguration(int lifetimeInSeconds, String algorithm, boolean secretEncoded) {

  /** HS256. */
  public static final String HS256 = "HS256";

  /** Ten hours, RS256. */
  public static final JwtConfiguration DEFAULT = new JwtConfiguration(36_000, "RS256", false);

  /** With this lifetime. */
  public JwtConfiguration withLifetimeInSeconds(int value) {
    return new JwtConfiguration(value, algorithm, secretEncoded);
  }

  /** With this algorithm. */
  public JwtConfiguration withAlgorithm(String value) {
    return new JwtConfiguration(lifetimeInSeconds, value, secretEncoded);
  }

  /** With the client secret encoded or not. */
  public JwtConfiguration withSecretEncoded(boolean value) {
    return new JwtConfiguration(lifetimeInSeconds, algorithm, value);
  }
}
