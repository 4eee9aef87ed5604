package dev.portcullis.adapters.http.server;

import java.time.Duration;

/**
 * What a connection may take, and how long. Immutable; each {@code with…} returns another. Limits
 * by address never apply to trusted peers and Unix sockets: a proxy is one address for all its
 * users.
 */
public final class HttpLimits {

  private static final int MOST_CONNECTIONS = 20_000;

  /**
   * What a connection takes of the heap if its client sends as much of a head or a body as it may
   * and then waits, 28 KiB, and half as much again: those that give way do so a moment later.
   */
  private static final int HEAP_OF_A_CONNECTION = 48 * 1024;

  /** What a gateway takes of the heap without any. */
  private static final int HEAP_WITHOUT = 24 * 1024 * 1024;

  /**
   * No delay before a stop, 25 s to drain, 75 s idle, 10 s each for head, body and a stalled write.
   */
  public static final HttpLimits DEFAULT =
      new HttpLimits(
          Duration.ZERO,
          Duration.ofSeconds(25),
          Duration.ofSeconds(75),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          MOST_CONNECTIONS,
          256,
          100_000);

  private final Duration drainDelay;
  private final Duration drain;
  private final Duration idle;
  private final Duration head;
  private final Duration body;
  private final Duration writeStall;
  private final int connections;
  private final int connectionsPerAddress;
  private final int requestsPerConnection;

  private HttpLimits(
      Duration drainDelay,
      Duration drain,
      Duration idle,
      Duration head,
      Duration body,
      Duration writeStall,
      int connections,
      int connectionsPerAddress,
      int requestsPerConnection) {
    this.drainDelay = between("drainDelay", drainDelay, Duration.ZERO, Duration.ofMinutes(5));
    this.drain = between("drain", drain, Duration.ZERO, Duration.ofMinutes(5));
    this.idle = between("idle", idle, Duration.ofSeconds(1), Duration.ofHours(1));
    this.head = between("head", head, Duration.ofMillis(100), Duration.ofMinutes(5));
    this.body = between("body", body, Duration.ofMillis(100), Duration.ofMinutes(5));
    this.writeStall =
        between("writeStall", writeStall, Duration.ofMillis(100), Duration.ofMinutes(5));
    this.connections = between("connections", connections, 1, 1_000_000);
    this.connectionsPerAddress =
        between("connectionsPerAddress", connectionsPerAddress, 1, 1_000_000);
    this.requestsPerConnection =
        between("requestsPerConnection", requestsPerConnection, 1, 1_000_000_000);
  }

  /**
   * As many connections of a listener as a heap carries whatever their clients send: one for each
   * 48 KiB beyond the first 24 MiB, 1 to 20,000.
   *
   * @param heap the most bytes that the heap may take
   * @param listeners how many listeners share it, 1 or more
   */
  public static int connectionsFor(long heap, int listeners) {
    return Math.clamp(
        (heap - HEAP_WITHOUT) / HEAP_OF_A_CONNECTION / listeners, 1, MOST_CONNECTIONS);
  }

  private static Duration between(String name, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: " + least + " to " + most + ")");
    }
    return value;
  }

  private static int between(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: " + least + " to " + most + ")");
    }
    return value;
  }

  /** How long a stop goes on as before, but unready, until it closes listeners; 0 s to 5 min. */
  public Duration drainDelay() {
    return drainDelay;
  }

  /** How long a stop waits for requests in progress, 0 s to 5 min. */
  public Duration drain() {
    return drain;
  }

  /** How long a connection may stay silent between requests, 1 s to 1 h. */
  public Duration idle() {
    return idle;
  }

  /**
   * How long a request's head may take, 100 ms to 5 min: from the start of the connection for the
   * first, which includes a TLS handshake, and from its first byte for the others.
   */
  public Duration head() {
    return head;
  }

  /** How long a request's body may take, from the end of its head, 100 ms to 5 min. */
  public Duration body() {
    return body;
  }

  /** How long a client may take no byte of a reply, 100 ms to 5 min. */
  public Duration writeStall() {
    return writeStall;
  }

  /** The open connections of a listener, 1 to 1,000,000. */
  public int connections() {
    return connections;
  }

  /** The open connections of one IPv4 address or one IPv6 /64, 1 to 1,000,000. */
  public int connectionsPerAddress() {
    return connectionsPerAddress;
  }

  /** The requests that one connection carries; the last is answered with a close. */
  public int requestsPerConnection() {
    return requestsPerConnection;
  }

  /** These limits with another drainDelay. */
  public HttpLimits withDrainDelay(Duration drainDelay) {
    return new HttpLimits(
        drainDelay,
        drain,
        idle,
        head,
        body,
        writeStall,
        connections,
        connectionsPerAddress,
        requestsPerConnection);
  }

  /** These limits with another drain. */
  public HttpLimits withDrain(Duration drain) {
    return new HttpLimits(
        drainDelay,
        drain,
        idle,
        head,
        body,
        writeStall,
        connections,
        connectionsPerAddress,
        requestsPerConnection);
  }

  /** These limits with another idle. */
  public HttpLimits withIdle(Duration idle) {
    return new HttpLimits(
        drainDelay,
        drain,
        idle,
        head,
        body,
        writeStall,
        connections,
        connectionsPerAddress,
        requestsPerConnection);
  }

  /** These limits with another head. */
  public HttpLimits withHead(Duration head) {
    return new HttpLimits(
        drainDelay,
        drain,
        idle,
        head,
        body,
        writeStall,
        connections,
        connectionsPerAddress,
        requestsPerConnection);
  }

  /** These limits with another body. */
  public HttpLimits withBody(Duration body) {
    return new HttpLimits(
        drainDelay,
        drain,
        idle,
        head,
        body,
        writeStall,
        connections,
        connectionsPerAddress,
        requestsPerConnection);
  }

  /** These limits with another writeStall. */
  public HttpLimits withWriteStall(Duration writeStall) {
    return new HttpLimits(
        drainDelay,
        drain,
        idle,
        head,
        body,
        writeStall,
        connections,
        connectionsPerAddress,
        requestsPerConnection);
  }

  /** These limits with another connections. */
  public HttpLimits withConnections(int connections) {
    return new HttpLimits(
        drainDelay,
        drain,
        idle,
        head,
        body,
        writeStall,
        connections,
        connectionsPerAddress,
        requestsPerConnection);
  }

  /** These limits with another connectionsPerAddress. */
  public HttpLimits withConnectionsPerAddress(int connectionsPerAddress) {
    return new HttpLimits(
        drainDelay,
        drain,
        idle,
        head,
        body,
        writeStall,
        connections,
        connectionsPerAddress,
        requestsPerConnection);
  }

  /** These limits with another requestsPerConnection. */
  public HttpLimits withRequestsPerConnection(int requestsPerConnection) {
    return new HttpLimits(
        drainDelay,
        drain,
        idle,
        head,
        body,
        writeStall,
        connections,
        connectionsPerAddress,
        requestsPerConnection);
  }
}
