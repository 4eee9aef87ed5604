package dev.portcullis.benchmarks.auth0;

import ch.qos.logback.classic.Level;
import dev.portcullis.adapters.auth0.settings.Auth0Transport;
import dev.portcullis.adapters.auth0.token.Auth0TokenApi;
import dev.portcullis.adapters.auth0.transport.ForwardedFor;
import dev.portcullis.adapters.auth0.transport.HttpCoreClient;
import dev.portcullis.adapters.auth0.transport.HttpReply;
import dev.portcullis.bootstrap.log.LogSetup;
import feign.Request;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.Message;
import org.apache.hc.core5.http.nio.AsyncRequestProducer;
import org.apache.hc.core5.http.nio.entity.BasicAsyncEntityConsumer;
import org.apache.hc.core5.http.nio.support.AsyncRequestBuilder;
import org.apache.hc.core5.http.nio.support.BasicResponseConsumer;
import org.apache.hc.core5.http2.impl.nio.bootstrap.H2MultiplexingRequester;
import org.apache.hc.core5.http2.impl.nio.bootstrap.H2MultiplexingRequesterBootstrap;
import org.apache.hc.core5.http2.ssl.H2ClientTlsStrategy;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.util.Timeout;

/**
 * Sends the same token request from many virtual threads, each as soon as its last one is answered.
 *
 * <p>{@code UpstreamLoad CLIENT TENANT THREADS} prints {@code READY}; then, for every line with a
 * number of seconds, it loads for that long and prints one line of JSON, in milliseconds. One wrong
 * answer ends it.
 */
public final class UpstreamLoad {

  private static final byte[] FORM =
      ("grant_type=password&client_id=compare-client-0123456789"
              + "&client_secret=compare-secret-0123456789-abcdefghijklmnopqrstuvwxyz"
              + "&username=alice%40example.com&password=correct+horse+battery+staple")
          .getBytes(StandardCharsets.US_ASCII);
  private static final String FORM_TYPE = "application/x-www-form-urlencoded";

  private static final Map<String, Collection<String>> OUR_HEADERS =
      Map.of("Content-Type", List.of(FORM_TYPE), ForwardedFor.HEADER, List.of("203.0.113.7"));

  /** With those that {@link HttpCoreClient} always sends. */
  private static final Map<String, String> OTHERS_HEADERS =
      Map.of(
          "Content-Type",
          FORM_TYPE,
          ForwardedFor.HEADER,
          "203.0.113.7",
          "User-Agent",
          "Portcullis",
          "Accept",
          "application/json");

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);

  private final TokenCall call;
  private final int threads;

  private UpstreamLoad(TokenCall call, int threads) {
    this.call = call;
    this.threads = threads;
  }

  /** Ends with its standard input. */
  public static void main(String[] args) throws Exception {
    // As the gateway does; else Logback would write each of the JDK's TLS events.
    LogSetup.apply(LogSetup.Format.JSON, Level.WARN);
    int threads = Integer.parseInt(args[2]);
    UpstreamLoad load = new UpstreamLoad(callOf(args[0], args[1], threads), threads);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    System.out.println("READY");
    int status = 0;
    try {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        System.out.println(load.run(Double.parseDouble(line)));
      }
    } catch (Exception e) {
      e.printStackTrace();
      status = 1;
    }
    // The clients keep threads that would hold the process.
    System.exit(status);
  }

  private static TokenCall callOf(String client, String tenant, int threads) throws Exception {
    String endpoint = tenant + Auth0TokenApi.PATH;
    return switch (client) {
      case "ours" -> ours(tenant, endpoint, threads);
      case "jdk-http1" -> jdk(endpoint, HttpClient.Version.HTTP_1_1);
      case "jdk-http2" -> jdk(endpoint, HttpClient.Version.HTTP_2);
      case "httpcore-http2" -> httpCoreHttp2(endpoint);
      default ->
          throw new IllegalArgumentException(
              client + " (expected: ours, jdk-http1, jdk-http2, httpcore-http2)");
    };
  }

  private static TokenCall ours(String tenant, String endpoint, int threads) throws Exception {
    HttpCoreClient client =
        HttpCoreClient.of(
            URI.create(tenant),
            Auth0Transport.defaults()
                .withTimeouts(CONNECT_TIMEOUT, CALL_TIMEOUT)
                .withMaxConnections(threads),
            SSLContext.getDefault());
    return () -> {
      Request request =
          Request.create(
              Request.HttpMethod.POST, endpoint, OUR_HEADERS, Request.Body.create(FORM), null);
      HttpReply reply = HttpReply.of(client.execute(request, ForwardedFor.NONE));
      return new Answer(reply.status(), reply.body().length);
    };
  }

  private static TokenCall jdk(String endpoint, HttpClient.Version version) throws Exception {
    HttpClient client =
        HttpClient.newBuilder()
            .version(version)
            .connectTimeout(CONNECT_TIMEOUT)
            .sslContext(SSLContext.getDefault())
            .build();
    URI uri = URI.create(endpoint);
    return () -> {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(uri)
              .timeout(CALL_TIMEOUT)
              .POST(HttpRequest.BodyPublishers.ofByteArray(FORM));
      OTHERS_HEADERS.forEach(request::header);
      HttpResponse<byte[]> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      requireVersion(version, response.version());
      return new Answer(response.statusCode(), response.body().length);
    };
  }

  private static TokenCall httpCoreHttp2(String endpoint) throws Exception {
    H2MultiplexingRequester requester =
        H2MultiplexingRequesterBootstrap.bootstrap()
            .setTlsStrategy(new H2ClientTlsStrategy(SSLContext.getDefault()))
            .setStrictALPNHandshake(true)
            .setIOSessionDecorator(UpstreamLoad::withoutDelay)
            .create();
    requester.start();
    URI uri = URI.create(endpoint);
    Timeout connectTimeout = Timeout.of(CONNECT_TIMEOUT);
    ContentType type = ContentType.create(FORM_TYPE);
    return () -> {
      AsyncRequestBuilder request = AsyncRequestBuilder.post(uri).setEntity(FORM, type);
      OTHERS_HEADERS.forEach(request::setHeader);
      Message<org.apache.hc.core5.http.HttpResponse, byte[]> answer =
          sent(requester, request.build(), connectTimeout)
              .get(CALL_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
      requireVersion(HttpVersion.HTTP_2, answer.getHead().getVersion());
      return new Answer(answer.getHead().getCode(), answer.getBody().length);
    };
  }

  /** HttpCore 5.4 leaves Nagle's algorithm on where it connects, whatever its settings say. */
  private static IOSession withoutDelay(IOSession session) {
    try {
      ((SocketChannel) session.channel()).setOption(StandardSocketOptions.TCP_NODELAY, true);
      return session;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Future<Message<org.apache.hc.core5.http.HttpResponse, byte[]>> sent(
      H2MultiplexingRequester requester, AsyncRequestProducer request, Timeout connectTimeout) {
    return requester.execute(
        request, new BasicResponseConsumer<>(new BasicAsyncEntityConsumer()), connectTimeout, null);
  }

  private static void requireVersion(Object expected, Object actual) throws IOException {
    if (!expected.equals(actual)) {
      throw new IOException("answered with " + actual + " (expected: " + expected + ")");
    }
  }

  private String run(double seconds) throws Exception {
    Histogram waits = new ConcurrentHistogram(60_000_000_000L, 3);
    long begin = System.nanoTime();
    long end = begin + Math.round(seconds * 1e9);
    List<Future<?>> running = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < threads; i++) {
        Callable<Void> one = () -> repeat(end, waits);
        running.add(executor.submit(one));
      }
      for (Future<?> one : running) {
        one.get();
      }
    }
    return String.format(
        Locale.ROOT,
        "{\"requests\":%d,\"seconds\":%.3f,\"p50\":%.3f,\"p99\":%.3f}",
        waits.getTotalCount(),
        (System.nanoTime() - begin) / 1e9,
        waits.getValueAtPercentile(50) / 1e6,
        waits.getValueAtPercentile(99) / 1e6);
  }

  private Void repeat(long end, Histogram waits) throws Exception {
    for (long start = System.nanoTime(); start < end; start = System.nanoTime()) {
      Answer answer = call.send();
      waits.recordValue(Math.min(System.nanoTime() - start, 60_000_000_000L));
      if (answer.status() != 200 || answer.length() == 0) {
        throw new IOException("a wrong answer: " + answer);
      }
    }
    return null;
  }

  private interface TokenCall {
    Answer send() throws Exception;
  }

  private record Answer(int status, int length) {}
}
