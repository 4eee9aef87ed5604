package dev.portcullis.adapters.otel;

import com.google.protobuf.InvalidProtocolBufferException;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A receiver of OTLP over HTTP on a real socket, which decodes what it gets. */
final class Receiver implements AutoCloseable {

  private final HttpServer server;
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private volatile int status = 200;

  private Receiver(HttpServer server) {
    this.server = server;
  }

  /** One request of an exporter. */
  record Received(
      String path, String authorization, String raw, ExportTraceServiceRequest content) {}

  static Receiver start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      Receiver receiver = new Receiver(server);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext(
          "/",
          exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            // Read before anyone who waits for this request can change it for the next.
            int status = receiver.status;
            receiver.received.add(
                new Received(
                    exchange.getRequestURI().getPath(),
                    String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                    new String(body, StandardCharsets.ISO_8859_1),
                    decoded(body)));
            exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
          });
      server.start();
      return receiver;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ExportTraceServiceRequest decoded(byte[] body) {
    try {
      return ExportTraceServiceRequest.parseFrom(body);
    } catch (InvalidProtocolBufferException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  void answerWith(int value) {
    status = value;
  }

  List<Received> received() {
    return List.copyOf(received);
  }

  List<Span> spans() {
    return received.stream()
        .flatMap(it -> it.content().getResourceSpansList().stream())
        .flatMap(it -> it.getScopeSpansList().stream())
        .flatMap(it -> it.getSpansList().stream())
        .toList();
  }

  /** The spans, once there are that many; fails after ten seconds. */
  List<Span> spans(int number) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (spans().size() < number && System.nanoTime() < end) {
      Thread.sleep(5);
    }
    if (spans().size() < number) {
      throw new AssertionError("spans: " + spans().size() + " (expected: " + number + ")");
    }
    return spans();
  }

  /** The value of a span's attribute; empty if it has none. */
  static String attribute(Span span, String key) {
    return span.getAttributesList().stream()
        .filter(it -> it.getKey().equals(key))
        .map(KeyValue::getValue)
        .map(it -> it.hasIntValue() ? Long.toString(it.getIntValue()) : it.getStringValue())
        .findFirst()
        .orElse("");
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
