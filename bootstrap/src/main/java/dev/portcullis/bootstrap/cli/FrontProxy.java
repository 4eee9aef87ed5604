package dev.portcullis.bootstrap.cli;

import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.util.Locale;

/** What stands in front of the gateway, and the {@code client-ip} settings that fit it. */
enum FrontProxy {
  NGINX(
      """
        # nginx has to overwrite the header: proxy_set_header X-Forwarded-For $remote_addr;
      """),
  HAPROXY(
      """
        # HAProxy has to write the header: http-request del-header X-Forwarded-For
        #                                  option forwardfor
      """),
  CADDY(
      """
        # Caddy's reverse_proxy writes the header. Leave trusted_proxies unset if users connect to it.
      """),
  TRAEFIK(
      """
        # Traefik writes the header. Leave forwardedHeaders.trustedIPs empty if users connect to it.
      """),
  ALB(
      """
        # Keep routing.http.xff_header_processing.mode of the load balancer at append, its default.
      """),
  CLOUDFLARE(
      """
        # Cloudflare overwrites this header with the address that connected to it.
        source: header
        header-name: CF-Connecting-IP
        # The ranges that are shipped; compare them with https://www.cloudflare.com/ips/
        trusted-proxies: ["preset:cloudflare"]
        # Other customers connect from the same ranges. A Transform Rule of yours (Modify Request Header,
        # Set static) has to send the secret in this file.
        origin-proof:
          header: X-Origin-Secret
          values-from: ["file:origin-secret"]
      """),
  NONE(
      """
        # Users connect to the gateway: the other end of the connection is the user.
        source: peer
        # Lets logins come from this machine. Leave this out when users connect over the internet.
        private-result:
          allow: ["127.0.0.0/8", "::1"]
      """);

  private static final String FROM_HERE =
      """
        # A login from this machine through 127.0.0.1 is refused as all-trusted; to try it here:
        # docs/how-to/client-address.md#try-it-on-one-machine
      """;

  private static final Seq<String> THIS_MACHINE = Vector.of("127.0.0.0/8", "::1");

  private final String settings;

  FrontProxy(String settings) {
    this.settings = settings;
  }

  /** Whether the settings name the addresses that it connects from. */
  boolean hasRanges() {
    return this != CLOUDFLARE && this != NONE;
  }

  /** The addresses that it connects from if none are given; empty if only its owner knows. */
  Seq<String> usualRanges() {
    return hasRanges() && this != ALB ? THIS_MACHINE : Vector.empty();
  }

  /** Whether it is on this machine, so that the gateway need not be reached from elsewhere. */
  boolean isHere(Seq<String> ranges) {
    return this == NONE
        || (hasRanges()
            && ranges.forAll(
                range ->
                    range.startsWith("127.") || range.equals("::1") || range.startsWith("::1/")));
  }

  /** Whether it proves itself by a secret in the file {@code origin-secret}. */
  boolean needsOriginSecret() {
    return this == CLOUDFLARE;
  }

  /** How long the gateway has to keep idle connections, if the default is too short; else empty. */
  String idle() {
    return this == CLOUDFLARE ? "920s" : "";
  }

  /** The lines below {@code client-ip}. */
  String clientIp(Seq<String> ranges) {
    String list = ranges.map(InitialSettings::quoted).mkString("[", ", ", "]");
    if (!hasRanges()) {
      return settings;
    }
    return this == ALB
        ? settings
            + "  source: xff\n"
            + "  # The subnets of the load balancer.\n"
            + ("  trusted-peers: " + list + "\n")
            + "  # It appends one entry: the address that connected to it.\n"
            + "  trusted-hops: 1\n"
        : settings
            + (isHere(ranges) ? FROM_HERE : "")
            + "  source: xff\n"
            + ("  # The addresses that " + this + " connects from.\n")
            + ("  trusted-proxies: " + list + "\n");
  }

  /** As on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
