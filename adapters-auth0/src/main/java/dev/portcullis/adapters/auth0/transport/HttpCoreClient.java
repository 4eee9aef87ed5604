package dev.portcullis.adapters.auth0.transport;

import dev.portcullis.adapters.auth0.settings.Auth0Transport;
import dev.portcullis.adapters.auth0.transport.HttpFault.NoAnswer;
import dev.portcullis.adapters.auth0.transport.HttpFault.NotSent;
import dev.portcullis.adapters.auth0.transport.HttpFault.TooManyCalls;
import dev.portcullis.adapters.auth0.transport.Watchdog.Alarm;
import dev.portcullis.domain.outcome.ProviderFault.ConnectFault;
import dev.portcullis.domain.outcome.ProviderFault.NoAnswerFault;
import feign.Client;
import feign.Request;
import feign.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * Sends each request at most once, to one origin, within a deadline. Follows no redirect, repeats
 * nothing, inflates nothing. Every failure of a call is an {@link HttpFault}; safe for concurrent
 * use.
 */
public final class HttpCoreClient implements Client, AutoCloseable {

  private static final byte[] NO_BODY = {};
  private static final Duration LOOK_AT_FILES = Duration.ofSeconds(2);

  private final Origin origin;
  private final String base;
  private final Auth0Transport transport;
  private final Watchdog watchdog;
  private final Connector connector;
  private final Semaphore permits;
  private final Deque<HttpConnection> idle = new ConcurrentLinkedDeque<>();
  private final AtomicInteger sweeps = new AtomicInteger();
  private volatile boolean closed;

  private HttpCoreClient(
      Origin origin,
      Auth0Transport transport,
      @Nullable LiveTls tls,
      Connector.Dns dns,
      int maxBody) {
    this.origin = origin;
    this.base = origin.toString();
    this.transport = transport;
    this.watchdog = new Watchdog(origin.hostName());
    this.connector =
        new Connector(
            origin,
            transport.proxyFor(origin.hostName()),
            tls,
            dns,
            watchdog,
            transport.connectTimeout(),
            maxBody);
    this.permits = new Semaphore(transport.mostOpen(), true);
    watchdog.every(transport.idleTimeout().toNanos() / 2, this::sweep);
    if (tls != null && transport.tls().isDefined()) {
      watchdog.every(LOOK_AT_FILES.toNanos(), tls::look);
    }
  }

  /**
   * A client of one tenant, with answers of up to 64 KiB. Connects to nothing yet.
   *
   * @param tls which certificates to trust; not used for plain http, or if the transport has files
   * @throws IllegalStateException if the transport has files for TLS that cannot be used
   */
  public static HttpCoreClient of(URI tenant, Auth0Transport transport, SSLContext tls) {
    return of(tenant, transport, tls, InetAddress::getAllByName, HttpConnection.MAX_BODY);
  }

  /** The same with a resolver of its own. */
  public static HttpCoreClient of(
      URI tenant, Auth0Transport transport, SSLContext tls, Connector.Dns dns) {
    return of(tenant, transport, tls, dns, HttpConnection.MAX_BODY);
  }

  /**
   * The same with longer answers.
   *
   * @param maxBody the longest body of an answer, in bytes
   */
  public static HttpCoreClient of(
      URI tenant, Auth0Transport transport, SSLContext tls, int maxBody) {
    return of(tenant, transport, tls, InetAddress::getAllByName, maxBody);
  }

  private static HttpCoreClient of(
      URI tenant, Auth0Transport transport, SSLContext tls, Connector.Dns dns, int maxBody) {
    Origin origin = Origin.of(tenant);
    return new HttpCoreClient(
        origin, transport, origin.secure() ? LiveTls.of(transport, tls) : null, dns, maxBody);
  }

  /** Where all requests go. */
  Origin origin() {
    return origin;
  }

  /**
   * Sends the request once.
   *
   * @param options only {@link ForwardedFor} has an effect
   */
  @Override
  public Response execute(Request request, Request.Options options) throws HttpFault {
    ClassicHttpRequest head = headOf(request);
    if (options instanceof ForwardedFor client && client.address().isDefined()) {
      head.addHeader(ForwardedFor.HEADER, client.address().get());
    }
    try (Alarm alarm = watchdog.alarmIn(transport.callTimeout().toNanos())) {
      takePermit(alarm);
      try {
        return execute(request, head, alarm);
      } finally {
        permits.release();
      }
    } catch (RejectedExecutionException e) {
      throw new NotSent(ConnectFault.CLOSED);
    }
  }

  /** Calls in progress: each has a connection, or is opening one. */
  public int inUse() {
    return transport.mostOpen() - permits.availablePermits();
  }

  /** Connections that are kept for the next call. */
  public int idle() {
    return idle.size();
  }

  /** Calls that wait for one of the others to end. */
  public int waiting() {
    return permits.getQueueLength();
  }

  /** Refuses new calls; calls in progress complete. */
  @Override
  public void close() {
    closed = true;
    watchdog.close();
    for (HttpConnection connection = idle.poll(); connection != null; connection = idle.poll()) {
      connection.close();
    }
  }

  private ClassicHttpRequest headOf(Request request) {
    if (!request.url().startsWith(base + "/")) {
      throw new IllegalArgumentException("url: another origin (expected: " + base + "/...)");
    }
    ClassicHttpRequest head =
        new BasicClassicHttpRequest(
            request.httpMethod().name(), request.url().substring(base.length()));
    head.addHeader(HttpHeaders.HOST, origin.authority());
    head.addHeader(HttpHeaders.USER_AGENT, "Portcullis");
    head.addHeader(HttpHeaders.ACCEPT, "application/json");
    if (request.body() != null && request.httpMethod() != Request.HttpMethod.GET) {
      head.addHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(request.body().length));
    }
    request
        .headers()
        .forEach((name, values) -> values.forEach(value -> head.addHeader(name, value)));
    return head;
  }

  private void takePermit(Alarm alarm) throws TooManyCalls {
    long nanos = Math.min(transport.connectTimeout().toNanos(), alarm.remainingNanos());
    try {
      if (permits.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new TooManyCalls();
  }

  private Response execute(Request request, ClassicHttpRequest head, Alarm alarm) throws HttpFault {
    HttpConnection connection = idleConnection();
    if (connection == null) {
      connection = connector.connect(alarm);
    }
    boolean keep = false;
    try {
      if (!alarm.watch(connection.channel())) {
        throw new NotSent(ConnectFault.CONNECT_TIMED_OUT);
      }
      Response response = exchange(connection, request, head, alarm);
      keep = alarm.disarm() && connection.reusable();
      return response;
    } finally {
      if (keep) {
        giveBack(connection);
      } else {
        connection.close();
      }
    }
  }

  private static Response exchange(
      HttpConnection connection, Request request, ClassicHttpRequest head, Alarm alarm)
      throws NoAnswer {
    try {
      connection.send(head, request.body() == null ? NO_BODY : request.body());
      ClassicHttpResponse answer = connection.receiveHead();
      return HttpReply.of(answer, connection.receiveBody(head, answer)).answerTo(request);
    } catch (HttpException | IOException | RuntimeException e) {
      throw new NoAnswer(alarm.rung() ? NoAnswerFault.TIMED_OUT : why(e, connection.ended()));
    }
  }

  private static NoAnswerFault why(Exception e, boolean ended) {
    if (e instanceof MessageConstraintException) {
      return NoAnswerFault.TOO_LARGE;
    }
    boolean unreadable = !(e instanceof IOException) || e instanceof MalformedChunkCodingException;
    return unreadable && !ended ? NoAnswerFault.NOT_HTTP : NoAnswerFault.CONNECTION_LOST;
  }

  /** The connection used last, so that the others can expire. */
  private @Nullable HttpConnection idleConnection() {
    HttpConnection connection = idle.pollFirst();
    while (connection != null && !connection.alive()) {
      connection.close();
      connection = idle.pollFirst();
    }
    return connection;
  }

  private void giveBack(HttpConnection connection) {
    connection.idleSince(sweeps.get());
    idle.addFirst(connection);
    if (closed && idle.remove(connection)) {
      connection.close();
    }
  }

  /** Runs twice per idle time-out, so two sweeps without use are less than one time-out. */
  private void sweep() {
    int sweep = sweeps.incrementAndGet();
    HttpConnection oldest = idle.peekLast();
    while (oldest != null && sweep - oldest.idleSince() >= 2) {
      if (idle.removeLastOccurrence(oldest)) {
        oldest.close();
      }
      oldest = idle.peekLast();
    }
  }
}
