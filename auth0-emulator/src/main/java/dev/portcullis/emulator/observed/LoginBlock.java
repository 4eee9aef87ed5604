package dev.portcullis.emulator.observed;

import dev.portcullis.emulator.address.IpLiteral;
import java.util.Optional;

/**
 * A block of brute-force protection.
 *
 * @param identifier the blocked identifier, in lower case
 * @param address the address it is blocked from; absent if it is blocked from every address
 * @param connection the name of the connection
 */
public record LoginBlock(String identifier, Optional<IpLiteral> address, String connection) {

  /** Whether it blocks logins with this identifier, in any case, from this address. */
  public boolean applies(String login, IpLiteral source) {
    return identifier.equalsIgnoreCase(login) && address.map(source::equals).orElse(true);
  }
}
