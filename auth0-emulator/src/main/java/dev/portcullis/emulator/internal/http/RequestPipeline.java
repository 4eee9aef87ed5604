package dev.portcullis.emulator.internal.http;

import dev.portcullis.emulator.observed.ReceivedRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The pipeline in front of every endpoint: sends prepared replies, lets scripts of known origins
 * read replies, adds a request id to each reply, turns an exception into a plain 500, and keeps a
 * journal of the latest 5,000 requests except those of the web page.
 */
public final class RequestPipeline implements Handler {

  private static final Logger LOG = System.getLogger(RequestPipeline.class.getName());
  private static final int CAPACITY = 5_000;

  private final Handler endpoints;
  private final PreparedReplies prepared;
  private final Cors cors;
  private final InstantSource clock;
  private final SecureRandom random;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<ReceivedRequest> journal = new ArrayDeque<>();

  /** Passes requests to these endpoints, unless a reply is prepared. */
  public RequestPipeline(
      Handler endpoints,
      PreparedReplies prepared,
      Cors cors,
      InstantSource clock,
      SecureRandom random) {
    this.endpoints = endpoints;
    this.prepared = prepared;
    this.cors = cors;
    this.clock = clock;
    this.random = random;
  }

  @Override
  public Reply handle(Request request) {
    Reply reply = answer(request);
    if (!isOfThePage(request.path())) {
      record(request, reply);
    }
    byte[] id = new byte[10];
    random.nextBytes(id);
    return reply.with("X-Auth0-RequestId", HexFormat.of().formatHex(id));
  }

  /** A copy of the journal, oldest first. */
  public List<ReceivedRequest> received() {
    lock.lock();
    try {
      return new ArrayList<>(journal);
    } finally {
      lock.unlock();
    }
  }

  private Reply answer(Request request) {
    try {
      return cors.preflight(request)
          .map(reply -> cors.permitted(request, reply))
          .orElseGet(
              () ->
                  cors.permitted(
                      request,
                      prepared.take(request.path()).orElseGet(() -> endpoints.handle(request))));
    } catch (RuntimeException e) {
      // Not the message: it might quote the request.
      StackTraceElement[] trace = e.getStackTrace();
      LOG.log(
          Level.ERROR,
          "{0} {1} failed: {2} at {3}",
          request.method(),
          request.path(),
          e.getClass().getName(),
          trace.length == 0 ? "?" : trace[0]);
      return Reply.error(500, "Internal Server Error", "An internal server error occurred", "");
    }
  }

  private static boolean isOfThePage(String path) {
    return path.equals("/emulator") || path.startsWith("/emulator/ui/");
  }

  private void record(Request request, Reply reply) {
    ReceivedRequest received =
        new ReceivedRequest(
            clock.instant(),
            request.method(),
            request.path(),
            request.peer().text(),
            request.headerNames(),
            request.header("auth0-forwarded-for"),
            reply.notes().forwardedFor(),
            reply.notes().grantType(),
            reply.notes().username(),
            reply.status());
    lock.lock();
    try {
      if (journal.size() == CAPACITY) {
        journal.removeFirst();
      }
      journal.addLast(received);
    } finally {
      lock.unlock();
    }
  }
}
