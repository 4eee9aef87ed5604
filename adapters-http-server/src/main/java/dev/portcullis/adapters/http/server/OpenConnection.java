package dev.portcullis.adapters.http.server;

import dev.portcullis.domain.address.CertificateName;
import dev.portcullis.domain.address.IpAddress;
import dev.portcullis.domain.address.Peer;
import dev.portcullis.domain.address.ProxyHeader;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.AbstractEndPoint;

/**
 * A connection: who is at its other end, and what it is doing since when. Time is counted in ticks
 * of {@link OpenConnections}, so that a request costs no look at a clock.
 */
final class OpenConnection {

  /** What a connection is doing. */
  enum Phase {
    /** The last reply is sent; the client is given a moment to read it. */
    CLOSING,
    /** The start of the connection, or of a request, has not arrived completely. */
    HEAD,
    /** Nothing of the next request has arrived. */
    IDLE,
    /** A request's body is being read. */
    BODY,
    /** A request is being answered. */
    ANSWER,
    /** A reply is being sent. */
    REPLY;

    /** Whether the connection waits for a client that has no complete head sent. */
    boolean waits() {
      return this == CLOSING || this == HEAD || this == IDLE;
    }
  }

  /** Why a connection that waits for its client is closed. Has no stack trace: it is no defect. */
  @SuppressWarnings("StaticAssignmentOfThrowable")
  static final class Ended extends Exception {

    private static final long serialVersionUID = 1L;

    /** The client was too slow. */
    static final Ended LATE = new Ended();

    /** Its place is taken by another one, or the gateway stops. */
    static final Ended EVICTED = new Ended();

    private Ended() {
      super(null, null, false, false);
    }
  }

  private final AbstractEndPoint socket;
  private final Peer peer;
  private final LongSupplier ticks;
  private final long number;
  private volatile AbstractEndPoint reader;
  private volatile Phase phase = Phase.HEAD;
  private volatile long since;
  private volatile Option<Long> patience = Option.none();
  private volatile Option<ProxyHeader> announced = Option.none();
  private volatile Seq<CertificateName> certificate = Vector.empty();
  private Option<IpAddress> counted = Option.none();
  private volatile boolean trusted;
  private int requests;

  OpenConnection(AbstractEndPoint socket, Peer peer, LongSupplier ticks, long number) {
    this.socket = socket;
    this.peer = peer;
    this.ticks = ticks;
    this.number = number;
    this.reader = socket;
    this.since = ticks.getAsLong();
  }

  /** The socket itself, below TLS. */
  AbstractEndPoint socket() {
    return socket;
  }

  /** The kernel's peer. */
  Peer peer() {
    return peer;
  }

  Phase phase() {
    return phase;
  }

  /** The tick in which its phase began. */
  long since() {
    return since;
  }

  /** Connections are numbered in the order of their start. */
  long number() {
    return number;
  }

  void enter(Phase next) {
    since = ticks.getAsLong();
    phase = next;
  }

  /** From here on {@code endPoint}, above TLS, is where the client is waited for. */
  void readFrom(AbstractEndPoint endPoint) {
    reader = endPoint;
  }

  /** How many ticks its start may take, if not as many as a request's head. */
  Option<Long> patience() {
    return patience;
  }

  /** A PROXY header is waited for. */
  void expectHeader(long mostTicks) {
    patience = Option.of(mostTicks);
  }

  Option<ProxyHeader> announced() {
    return announced;
  }

  void announce(ProxyHeader header) {
    announced = Option.of(header);
    patience = Option.none();
    enter(Phase.HEAD);
  }

  /** Whether it belongs to a proxy that serves many users. */
  boolean trusted() {
    return trusted;
  }

  /** The names in the client certificate that was verified; empty if there is none. */
  Seq<CertificateName> certificate() {
    return certificate;
  }

  void showed(Seq<CertificateName> names) {
    certificate = names;
  }

  /**
   * @param network whose connections it is one of; none if it is not limited
   */
  synchronized void belongsTo(boolean trustedProxy, Option<IpAddress> network) {
    trusted = trustedProxy;
    counted = network;
  }

  /** The network whose connections it was one of until now; none if it is not limited. */
  synchronized Option<IpAddress> noLongerCounted() {
    Option<IpAddress> before = counted;
    counted = Option.none();
    return before;
  }

  /** Counts a request; the number of requests so far, this one included. */
  int nextRequest() {
    return ++requests;
  }

  /** The body's time is up: its reader is woken, and replies so. */
  void endBody() {
    enter(Phase.REPLY);
    end(Ended.LATE);
  }

  /**
   * Ends the connection if it waits for its client at this moment.
   *
   * @return false if something has arrived meanwhile
   */
  boolean end(Ended why) {
    return reader.getFillInterest().onFail(why);
  }
}
