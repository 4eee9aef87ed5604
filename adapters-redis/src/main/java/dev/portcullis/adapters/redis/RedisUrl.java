package dev.portcullis.adapters.redis;

import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import io.vavr.control.Validation;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the store is: {@code redis://HOST:PORT/DATABASE}, {@code
 * redis-sentinel://HOST:PORT,HOST:PORT/DATABASE#MASTER} or {@code
 * redis-cluster://HOST:PORT,HOST:PORT}; each with {@code rediss} in place of {@code redis} for TLS.
 * Port and database may be left out. It has no user and no password.
 *
 * @param kind how the servers at the nodes belong together
 * @param tls whether connections to data nodes and Sentinels are encrypted
 * @param nodes at least one; of a single server, that one
 * @param database 0 to 15; 0 with a cluster
 * @param master the name that the Sentinels know the server by; none of another kind
 */
public record RedisUrl(
    Kind kind, boolean tls, Seq<Node> nodes, int database, Option<String> master) {

  /** What {@link #parse} takes, for messages. */
  public static final String EXPECTED =
      "redis://HOST:PORT, redis-sentinel://HOST:PORT,HOST:PORT#MASTER or"
          + " redis-cluster://HOST:PORT,HOST:PORT; rediss… for TLS; without user and password";

  private static final String NODE = "(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::\\d{1,5})?";
  private static final Pattern FORM =
      Pattern.compile(
          "(rediss?)(|-sentinel|-cluster)://(%1$s(?:,%1$s)*)(?:/(\\d{1,2})?)?(?:#([A-Za-z0-9._-]+))?"
              .formatted(NODE));
  private static final int MOST_DATABASES = 16;
  private static final int SERVER_PORT = 6379;
  private static final int SENTINEL_PORT = 26_379;

  /** How the servers belong together. */
  public enum Kind {
    /** One server. */
    SINGLE,
    /** A server and its replicas, which Sentinels watch; the nodes are the Sentinels. */
    SENTINEL,
    /** A Redis Cluster; the nodes are some of its servers. */
    CLUSTER
  }

  /**
   * A server.
   *
   * @param host a name, or an address; an IPv6 address without brackets
   * @param port 1 to 65535
   */
  public record Node(String host, int port) {}

  /** The parts of a URL, or what was expected. */
  public static Validation<String, RedisUrl> parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      return Validation.invalid(EXPECTED);
    }
    Kind kind =
        switch (parts.group(2)) {
          case "-sentinel" -> Kind.SENTINEL;
          case "-cluster" -> Kind.CLUSTER;
          default -> Kind.SINGLE;
        };
    Option<String> master = Option.of(parts.group(5));
    int database = Option.of(parts.group(4)).map(Integer::parseInt).getOrElse(0);
    Seq<Node> nodes =
        Vector.of(parts.group(3).split(",", -1))
            .map(node -> node(node, kind == Kind.SENTINEL ? SENTINEL_PORT : SERVER_PORT));
    boolean fits =
        (kind == Kind.SENTINEL) == master.isDefined()
            && (kind != Kind.SINGLE || nodes.size() == 1)
            && (kind != Kind.CLUSTER || database == 0)
            && database < MOST_DATABASES
            && nodes.forAll(node -> node.port() >= 1 && node.port() <= 65_535);
    return fits
        ? Validation.valid(
            new RedisUrl(kind, parts.group(1).equals("rediss"), nodes, database, master))
        : Validation.invalid(EXPECTED);
  }

  private static Node node(String text, int port) {
    int colon = text.endsWith("]") ? -1 : text.lastIndexOf(':');
    String host = colon < 0 ? text : text.substring(0, colon);
    return new Node(
        host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
        colon < 0 ? port : Integer.parseInt(text.substring(colon + 1)));
  }

  /** The URL; IPv6 addresses in brackets. */
  @Override
  public String toString() {
    return (tls ? "rediss" : "redis")
        + switch (kind) {
          case SINGLE -> "";
          case SENTINEL -> "-sentinel";
          case CLUSTER -> "-cluster";
        }
        + "://"
        + nodes
            .map(
                node ->
                    (node.host().contains(":") ? "[" + node.host() + "]" : node.host())
                        + ":"
                        + node.port())
            .mkString(",")
        + (database == 0 ? "" : "/" + database)
        + master.map(name -> "#" + name).getOrElse("");
  }
}
