package dev.portcullis.emulator.tenant;

import java.util.Set;

/**
 * {@code session_transfer} of an application: how a login of a native application or of the
 * password grant becomes a browser's session.
 *
 * @param canCreate {@code can_create_session_transfer_token}: whether its refresh tokens can be
 *     exchanged for session transfer tokens
 * @param accepted {@code allowed_authentication_methods}: how browsers may bring such a token to
 *     {@code /authorize} for this application; none if empty
 * @param binding {@code enforce_device_binding}: what the browser must share with the client that
 *     created the token
 */
public record SessionTransfer(boolean canCreate, Set<Method> accepted, Binding binding) {

  /** Auth0's default: no session transfer. */
  public static final SessionTransfer OFF = new SessionTransfer(false, Set.of(), Binding.IP);

  /** Copies the set. */
  public SessionTransfer {
    accepted = Set.copyOf(accepted);
  }

  /** How a browser brings a token. */
  public enum Method {
    /** {@code cookie}: in {@code auth0_session_transfer_token}. */
    COOKIE,
    /** {@code query}: in {@code session_transfer_token}. */
    QUERY
  }

  /** What the browser must share with the client. */
  public enum Binding {
    /** {@code none}: nothing. */
    NONE,
    /** {@code ip}: the address. */
    IP,
    /** {@code asn}: the network. The emulator knows no networks, so it takes any address. */
    ASN
  }

  /** Whether its refresh tokens can be exchanged for session transfer tokens. */
  public SessionTransfer withCanCreate(boolean value) {
    return new SessionTransfer(value, accepted, binding);
  }

  /** Accepted in these ways. */
  public SessionTransfer withAccepted(Set<Method> value) {
    return new SessionTransfer(canCreate, value, binding);
  }

  /** With this binding. */
  public SessionTransfer withBinding(Binding value) {
    return new SessionTransfer(canCreate, accepted, value);
  }
}
