package dev.portcullis.bootstrap.traces;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** A receiver of OTLP over HTTP on a real socket, which decodes what it gets. */
final class SpanReceiver implements AutoCloseable {

  private final HttpServer server;
  private final List<byte[]> bodies = new CopyOnWriteArrayList<>();

  SpanReceiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/v1/traces",
        exchange -> {
          bodies.add(exchange.getRequestBody().readAllBytes());
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Everything that was received, as text: what is a string in it stands there as it is. */
  String raw() {
    return bodies.stream()
        .map(it -> new String(it, StandardCharsets.UTF_8))
        .collect(Collectors.joining());
  }

  List<Span> spans() throws IOException {
    List<Span> all = new CopyOnWriteArrayList<>();
    for (byte[] body : bodies) {
      ExportTraceServiceRequest.parseFrom(body).getResourceSpansList().stream()
          .flatMap(it -> it.getScopeSpansList().stream())
          .forEach(it -> all.addAll(it.getSpansList()));
    }
    return all;
  }

  /** The only span of this name. */
  Span named(String name) throws IOException {
    List<Span> found = spans().stream().filter(it -> it.getName().equals(name)).toList();
    if (found.size() != 1) {
      throw new AssertionError(
          name + ": " + found.size() + " of " + spans().stream().map(Span::getName).toList());
    }
    return found.getFirst();
  }

  static String trace(Span span) {
    return HexFormat.of().formatHex(span.getTraceId().toByteArray());
  }

  static String id(Span span) {
    return HexFormat.of().formatHex(span.getSpanId().toByteArray());
  }

  static String parent(Span span) {
    return HexFormat.of().formatHex(span.getParentSpanId().toByteArray());
  }

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
