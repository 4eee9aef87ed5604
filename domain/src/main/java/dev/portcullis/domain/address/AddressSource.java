package dev.portcullis.domain.address;

import io.vavr.control.Option;
import java.util.regex.Pattern;

/** Which one thing says where a request comes from. There is exactly one, and no fallback. */
public sealed interface AddressSource {

  /** The de-facto list {@code X-Forwarded-For}, walked from the right. */
  record XForwardedFor() implements AddressSource {}

  /** The list {@code Forwarded} of RFC 7239, read strictly and walked from the right. */
  record Forwarded() implements AddressSource {}

  /** A header that the proxy overwrites with one address. */
  record SingleHeader(String name, Format format) implements AddressSource {

    private static final Pattern OF_CLIENTS =
        Pattern.compile(
            "(?i)accept(-.+)?|authorization|cache-control|connection|content-.+|cookie|date|dnt"
                + "|expect|from|host|if-.+|keep-alive|max-forwards|origin|pragma|priority"
                + "|proxy-auth.+|range|referer|sec-.+|te|trailer|transfer-encoding|upgrade(-.+)?"
                + "|user-agent|via|warning|x-csrf-token|x-forwarded-(host|port|proto)"
                + "|x-http-method-override|x-request-id|x-requested-with");

    /**
     * Whether clients write this header about themselves or their request (RFC 9110), so that a
     * proxy passes on what they sent.
     */
    public boolean isOfClients() {
      return OF_CLIENTS.matcher(name).matches();
    }

    /** The source to use for this header, if it is a list and no single address. */
    public Option<AddressSource> asList() {
      return name.equalsIgnoreCase("X-Forwarded-For")
          ? Option.some(new XForwardedFor())
          : Option.when(name.equalsIgnoreCase("Forwarded"), Forwarded::new);
    }
  }

  /** The source address of the PROXY header. */
  record ProxyProtocol() implements AddressSource {}

  /** The peer itself; no header is read. */
  record Peer() implements AddressSource {}

  /** How a single header writes the address. */
  enum Format {
    /** A bare address. */
    IP,
    /** An address, or IPv4 with a port, or bracketed IPv6 with or without one. */
    IP_OPTIONAL_PORT,
    /** Always a port after the last colon, IPv6 without brackets (CloudFront-Viewer-Address). */
    IP_COLON_PORT
  }
}
