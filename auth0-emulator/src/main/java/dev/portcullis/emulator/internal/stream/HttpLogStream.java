package dev.portcullis.emulator.internal.stream;

import dev.portcullis.emulator.internal.http.Json;
import dev.portcullis.emulator.observed.LogEvent;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/**
 * Delivers events in order on its own thread. A batch that is not answered with 2xx is sent again,
 * four times with growing delays; then the stream is suspended. Queues at most 10,000 events; more
 * are dropped.
 */
final class HttpLogStream implements AutoCloseable {

  private static final int BATCH = 50;
  private static final int CAPACITY = 10_000;
  private static final int ATTEMPTS = 5;
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** So that the request that an event is about is answered before; Auth0 takes seconds. */
  private static final Duration DELAY = Duration.ofMillis(100);

  private final HttpSink sink;
  private final Duration firstPause;
  private final BlockingQueue<LogEvent> waiting = new LinkedBlockingQueue<>(CAPACITY);
  private final AtomicReference<Status> status = new AtomicReference<>(Status.ACTIVE);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final Thread worker;

  HttpLogStream(HttpSink sink, Duration firstPause) {
    this.sink = sink;
    this.firstPause = firstPause;
    this.worker = Thread.ofVirtual().name("log-stream").start(this::deliverAll);
  }

  /** The state of a stream. */
  enum Status {
    ACTIVE,
    PAUSED,
    SUSPENDED
  }

  void accept(LogEvent event) {
    if (status.get() == Status.ACTIVE) {
      waiting.offer(event);
    }
  }

  Status status() {
    return status.get();
  }

  void setStatus(Status value) {
    status.set(value);
  }

  @Override
  public void close() {
    closed.countDown();
    worker.interrupt();
    client.shutdownNow();
  }

  private void deliverAll() {
    try {
      while (closed.getCount() > 0) {
        List<LogEvent> batch = new ArrayList<>();
        batch.add(waiting.take());
        if (closed.await(DELAY.toNanos(), TimeUnit.NANOSECONDS)) {
          return;
        }
        waiting.drainTo(batch, BATCH - 1);
        if (!deliveredInOrder(batch)) {
          status.set(Status.SUSPENDED);
          waiting.clear();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean deliveredInOrder(List<LogEvent> batch) throws InterruptedException {
    if (sink.format() != HttpSink.Format.JSONOBJECT) {
      return delivered(batch);
    }
    for (LogEvent event : batch) {
      if (!delivered(List.of(event))) {
        return false;
      }
    }
    return true;
  }

  private boolean delivered(List<LogEvent> batch) throws InterruptedException {
    HttpRequest request = request(batch);
    Duration pause = firstPause;
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      if (answeredWell(request)) {
        return true;
      }
      if (attempt < ATTEMPTS && closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        return true;
      }
      pause = pause.multipliedBy(2);
    }
    return false;
  }

  private boolean answeredWell(HttpRequest request) throws InterruptedException {
    try {
      int code = client.send(request, BodyHandlers.discarding()).statusCode();
      return code >= 200 && code < 300;
    } catch (IOException e) {
      return false;
    }
  }

  private HttpRequest request(List<LogEvent> batch) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(sink.endpoint())
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body(batch)));
    sink.authorization()
        .ifPresent(authorization -> request.header("Authorization", authorization.reveal()));
    return request.build();
  }

  private String body(List<LogEvent> batch) {
    List<Map<String, Object>> events = batch.stream().map(HttpLogStream::wrapped).toList();
    return switch (sink.format()) {
      case JSONARRAY -> Json.write(events);
      case JSONOBJECT -> Json.write(events.getFirst());
      case JSONLINES -> events.stream().map(Json::write).collect(Collectors.joining("\n"));
    };
  }

  private static Map<String, Object> wrapped(LogEvent event) {
    Map<String, Object> wrapped = new LinkedHashMap<>();
    wrapped.put("log_id", event.logId());
    wrapped.put("data", event.fields());
    return wrapped;
  }
}
