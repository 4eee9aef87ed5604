package dev.portcullis.adapters.http.server;

import dev.portcullis.adapters.http.server.OpenConnection.Ended;
import dev.portcullis.adapters.http.server.OpenConnection.Phase;
import dev.portcullis.application.journal.HttpRefusal;
import dev.portcullis.domain.address.CertificateName;
import dev.portcullis.domain.address.IpAddress;
import dev.portcullis.domain.address.Peer;
import dev.portcullis.domain.address.ProxyHeader;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * The open connections of a listener: admits them, and closes those that are late. A sweep, four
 * times a second, looks at each: no timer is set for a request, and none can be reset by a client
 * that sends a byte now and then.
 */
final class OpenConnections implements Connection.Listener {

  private static final long TICK_MILLIS = 250;

  /** How many portions those that are late are ended in: thousands at once would delay logins. */
  private static final int PORTIONS = 9;

  /** How long a client is given to read a last reply, and to close. */
  static final Duration LINGER = Duration.ofSeconds(2);

  /** How long a stop waits for the rest of a request that has not arrived completely. */
  static final Duration REST_OF_REQUEST = Duration.ofSeconds(1);

  private static final Comparator<OpenConnection> LEAST_LOSS =
      Comparator.comparing(OpenConnection::phase)
          .thenComparing(it -> it.phase() == Phase.IDLE && it.trusted())
          .thenComparingLong(OpenConnection::since)
          .thenComparingLong(OpenConnection::number);

  private final ListenerPlan plan;
  private final ConcurrentMap<EndPoint, OpenConnection> all = new ConcurrentHashMap<>();
  private final ConcurrentMap<IpAddress, Integer> perAddress = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();
  private final long head;
  private final long body;
  private final long idle;
  private final long linger;
  private volatile long tick;

  OpenConnections(ListenerPlan plan) {
    this.plan = plan;
    this.head = ticks(plan.limits().head());
    this.body = ticks(plan.limits().body());
    this.idle = ticks(plan.limits().idle());
    this.linger = ticks(LINGER);
  }

  int size() {
    return all.size();
  }

  static long ticks(Duration time) {
    return Math.ceilDiv(time.toMillis(), TICK_MILLIS);
  }

  /** Sweeps until the scheduler stops. */
  void sweepWith(Scheduler scheduler) {
    scheduler.schedule(
        () -> {
          sweep(scheduler);
          sweepWith(scheduler);
        },
        TICK_MILLIS,
        TimeUnit.MILLISECONDS);
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // One thread sweeps; others only read.
  private void sweep(Scheduler scheduler) {
    tick++;
    List<OpenConnection> due = all.values().stream().filter(this::isDue).toList();
    int portion = Math.ceilDiv(due.size(), PORTIONS);
    for (int i = 0; i * portion < due.size(); i++) {
      List<OpenConnection> some = due.subList(i * portion, Math.min((i + 1) * portion, due.size()));
      scheduler.schedule(
          () -> some.forEach(this::check), i * TICK_MILLIS / (PORTIONS + 1), TimeUnit.MILLISECONDS);
    }
  }

  private boolean isDue(OpenConnection connection) {
    return isLate(connection) || !connection.socket().isOpen();
  }

  private boolean isLate(OpenConnection connection) {
    long age = tick - connection.since();
    return switch (connection.phase()) {
      case CLOSING -> age > linger;
      case HEAD -> age > connection.patience().getOrElse(head);
      case IDLE -> age > idle;
      case BODY -> age > body;
      case ANSWER -> false;
      case REPLY -> connection.socket().getIdleFor() > plan.limits().writeStall().toMillis();
    };
  }

  private void check(OpenConnection connection) {
    if (isLate(connection)) {
      switch (connection.phase()) {
        case CLOSING -> connection.socket().close();
        case HEAD, IDLE -> connection.end(Ended.LATE);
        case BODY -> connection.endBody();
        case ANSWER -> {}
        case REPLY -> {
          plan.refused().accept(HttpRefusal.WRITE_STALLED);
          connection.socket().close();
        }
      }
    }
    if (!connection.socket().isOpen()) {
      remove(connection);
    }
  }

  /**
   * Takes a new connection, if need be in the place of another.
   *
   * @return none if there is no room for it
   */
  Option<OpenConnection> admit(AbstractEndPoint socket) {
    OpenConnection connection =
        new OpenConnection(
            socket, peer(socket.getRemoteSocketAddress()), () -> tick, numbers.incrementAndGet());
    if (!place(connection)) {
      plan.refused().accept(HttpRefusal.TOO_MANY_CONNECTIONS);
      return Option.none();
    }
    return Option.of(connection);
  }

  /** One at a time: two that take the last place at once would both have it. */
  private synchronized boolean place(OpenConnection connection) {
    if (all.size() >= plan.limits().connections() && !makeRoom()) {
      return false;
    }
    all.put(connection.socket(), connection);
    return true;
  }

  /**
   * Counts a connection for the address that it comes from: the kernel's peer, or what a trusted
   * balancer has announced.
   *
   * @return false if the address has too many
   */
  boolean count(OpenConnection connection) {
    Peer origin = origin(connection);
    boolean trusted =
        !(origin instanceof Peer.Inet) || plan.trusted().test(origin, connection.certificate());
    Option<IpAddress> network =
        trusted || !(origin instanceof Peer.Inet(var address))
            ? Option.none()
            : Option.of(address.isV4() ? address : address.network(64));
    connection.belongsTo(trusted, network);
    int most = plan.limits().connectionsPerAddress();
    if (network.exists(it -> perAddress.merge(it, 1, Integer::sum) > most)) {
      plan.refused().accept(HttpRefusal.TOO_MANY_CONNECTIONS_OF_ADDRESS);
      return false;
    }
    return true;
  }

  private static Peer origin(OpenConnection connection) {
    return connection
        .announced()
        .<Peer>map(
            header ->
                switch (header) {
                  case ProxyHeader.Source(var address, var port) -> new Peer.Inet(address);
                  // The balancer's own, not limited either.
                  case ProxyHeader.NoAddress() -> new Peer.Unix();
                })
        .getOrElse(connection.peer());
  }

  /** The TLS handshake on a connection is complete, and has verified a certificate or none. */
  void certified(EndPoint endPoint, Seq<CertificateName> names) {
    OpenConnection connection = all.get(socket(endPoint));
    if (connection != null && !names.isEmpty()) {
      connection.showed(names);
      if (plan.trusted().test(origin(connection), names)) {
        uncount(connection);
        connection.belongsTo(true, Option.none());
      }
    }
  }

  /** Closes the connections whose loss hurts least: several unfinished heads, or a kept one. */
  private boolean makeRoom() {
    List<OpenConnection> waiting =
        all.values().stream().filter(it -> it.phase().waits()).sorted(LEAST_LOSS).toList();
    int batch = Math.max(1, plan.limits().connections() / 100);
    int closed = 0;
    for (OpenConnection connection : waiting) {
      boolean kept = connection.phase() == Phase.IDLE;
      if (closed > 0 && (kept || closed == batch)) {
        return true;
      }
      if (connection.end(Ended.EVICTED)) {
        closed++;
        if (!kept) {
          plan.refused().accept(HttpRefusal.TOO_MANY_CONNECTIONS);
        }
      }
    }
    return closed > 0;
  }

  /** The connection that an end point, perhaps above TLS, belongs to. */
  OpenConnection of(EndPoint endPoint) {
    OpenConnection connection = all.get(socket(endPoint));
    if (connection == null) {
      throw new IllegalStateException("the connection is closed");
    }
    return connection;
  }

  private static EndPoint socket(EndPoint endPoint) {
    return endPoint instanceof EndPoint.Wrapper above ? socket(above.unwrap()) : endPoint;
  }

  /**
   * Ends the connections without a complete request.
   *
   * @param silent whether also those whose client sends nothing, or has just begun to
   * @param halfSent whether also those whose request's body is still missing
   * @return whether no connection is left but those that are closing
   */
  boolean endWaiting(boolean silent, boolean halfSent) {
    for (OpenConnection connection : all.values()) {
      switch (connection.phase()) {
        case CLOSING -> connection.end(Ended.EVICTED);
        case HEAD, IDLE -> {
          if (silent) {
            connection.end(Ended.EVICTED);
          }
        }
        case BODY -> {
          // One that began in the last moment has a client that is not slow.
          if (halfSent && tick - connection.since() > 1) {
            connection.endBody();
          }
        }
        case ANSWER, REPLY -> {}
      }
    }
    return all.values().stream().allMatch(it -> it.phase() == Phase.CLOSING);
  }

  @Override
  public void onOpened(Connection connection) {}

  @Override
  public void onClosed(Connection connection) {
    EndPoint socket = socket(connection.getEndPoint());
    OpenConnection known = all.get(socket);
    // A connection is replaced by the next protocol's, too.
    if (known != null && !socket.isOpen()) {
      remove(known);
    }
  }

  void remove(OpenConnection connection) {
    if (all.remove(connection.socket(), connection)) {
      uncount(connection);
    }
  }

  private void uncount(OpenConnection connection) {
    connection
        .noLongerCounted()
        .forEach(it -> perAddress.computeIfPresent(it, (key, n) -> n == 1 ? null : n - 1));
  }

  static Peer peer(SocketAddress address) {
    if (address instanceof InetSocketAddress inet && inet.getAddress() != null) {
      return IpAddress.ofBytes(inet.getAddress().getAddress())
          .<Peer>map(Peer.Inet::new)
          .getOrElse(new Peer.Unknown());
    }
    return address instanceof java.net.UnixDomainSocketAddress
        ? new Peer.Unix()
        : new Peer.Unknown();
  }
}
