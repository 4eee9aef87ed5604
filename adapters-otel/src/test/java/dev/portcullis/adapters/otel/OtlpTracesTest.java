package dev.portcullis.adapters.otel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.portcullis.application.observe.port.ProviderOperation;
import dev.portcullis.application.observe.port.Tracing;
import dev.portcullis.domain.address.RejectionReason;
import dev.portcullis.domain.address.RequestOrigin.HeaderLines;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.testkit.contract.TracingContract;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.vavr.collection.HashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** What is sent, over real sockets, and what becomes of it when nobody takes it. */
class OtlpTracesTest {

  private static final String SAMPLED =
      "00-" + TracingContract.TRACE + "-" + TracingContract.PARENT + "-01";
  private static final String NOT_SAMPLED =
      "00-" + TracingContract.TRACE + "-" + TracingContract.PARENT + "-00";

  private final Receiver receiver = Receiver.start();

  @AfterEach
  void close() {
    receiver.close();
  }

  @Test
  void spans_are_posted_to_the_path_of_traces_with_the_service_and_the_authorization()
      throws Exception {
    AtomicReference<String> token = new AtomicReference<>("Bearer one");
    OtlpSettings settings = all().withServiceName("login-eu");
    try (OtlpTraces traces =
        OtlpTraces.open(settings, () -> Option.of(new OtlpAuthorization(token.get())), "1.2.3")) {
      request(traces.tracing(), HashMap.empty());
      receiver.spans(1);
      token.set("Bearer two");

      request(traces.tracing(), HashMap.empty());

      receiver.spans(2);
    }
    assertThat(receiver.received()).extracting(Receiver.Received::path).containsOnly("/v1/traces");
    assertThat(receiver.received())
        .extracting(Receiver.Received::authorization)
        .containsExactly("Bearer one", "Bearer two");
    assertThat(receiver.received().getFirst().content().getResourceSpans(0).getResource())
        .asString()
        .contains("service.name", "login-eu", "service.version", "1.2.3");
  }

  @Test
  void a_request_has_its_method_route_status_and_ids() throws Exception {
    Span span;
    try (OtlpTraces traces = open(all())) {
      request(traces.tracing(), HashMap.of("X-Request-Id", "Root=1-67891233-abc"));

      span = receiver.spans(1).getFirst();
    }

    assertThat(span.getName()).isEqualTo("POST /api/auth");
    assertThat(span.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
    assertThat(Receiver.attribute(span, "http.request.method")).isEqualTo("POST");
    assertThat(Receiver.attribute(span, "http.route")).isEqualTo("/api/auth");
    assertThat(Receiver.attribute(span, "http.response.status_code")).isEqualTo("200");
    assertThat(Receiver.attribute(span, "portcullis.request_id")).isEqualTo("request-1");
    assertThat(Receiver.attribute(span, "portcullis.caller.request_id"))
        .isEqualTo("Root=1-67891233-abc");
  }

  @ParameterizedTest
  @CsvSource({
    "GRANTED, STATUS_CODE_UNSET",
    "WRONG_CREDENTIALS, STATUS_CODE_UNSET",
    "UNREACHABLE, STATUS_CODE_ERROR",
    "MISCONFIGURED, STATUS_CODE_ERROR"
  })
  void a_call_is_an_error_if_the_provider_gave_no_usable_answer(
      OutcomeCode code, Status.StatusCode status) throws Exception {
    Span span;
    try (OtlpTraces traces = open(all())) {
      traces.tracing().begin(ProviderOperation.LOGIN).ended(code, Option.none());

      span = receiver.spans(1).getFirst();
    }

    assertThat(span.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CLIENT);
    assertThat(span.getStatus().getCode()).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "a\nb", "ada@example.com", "ünïcode"})
  void an_id_of_the_caller_that_could_be_anything_is_dropped(String id) throws Exception {
    try (OtlpTraces traces = open(all())) {
      request(traces.tracing(), HashMap.of("X-Request-Id", id));

      receiver.spans(1);
    }

    assertThat(receiver.spans())
        .allMatch(it -> Receiver.attribute(it, "portcullis.caller.request_id").isEmpty());
  }

  @ParameterizedTest
  @CsvSource({"128, 128", "129, 0"})
  void an_id_of_the_caller_has_128_characters_at_most(int length, int kept) throws Exception {
    try (OtlpTraces traces = open(all())) {
      request(traces.tracing(), HashMap.of("X-Request-Id", "i".repeat(length)));

      receiver.spans(1);
    }

    assertThat(Receiver.attribute(receiver.spans().getFirst(), "portcullis.caller.request_id"))
        .hasSize(kept);
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-Request-Id", "traceparent"})
  void a_header_that_was_sent_twice_is_not_read(String header) throws Exception {
    HeaderLines twice =
        name ->
            name.equalsIgnoreCase(header) ? Vector.of(SAMPLED, SAMPLED) : Vector.<String>empty();
    try (OtlpTraces traces = open(all())) {
      traces.tracing().request("POST", "/api/auth", new RequestId("request-1"), twice).close();

      receiver.spans(1);
    }

    Span span = receiver.spans().getFirst();
    assertThat(Receiver.attribute(span, "portcullis.caller.request_id")).isEmpty();
    assertThat(span.getParentSpanId().size()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "400, STATUS_CODE_UNSET",
    "499, STATUS_CODE_UNSET",
    "500, STATUS_CODE_ERROR",
    "503, STATUS_CODE_ERROR"
  })
  void a_request_is_an_error_if_the_gateway_could_not_answer_it(
      int answer, Status.StatusCode status) throws Exception {
    try (OtlpTraces traces = open(all())) {
      try (Tracing.Span span =
          traces
              .tracing()
              .request("POST", "/api/auth", new RequestId("request-1"), lines(HashMap.empty()))) {
        span.status(answer);
        span.rejected(RejectionReason.ALL_TRUSTED);
      }

      receiver.spans(1);
    }

    Span span = receiver.spans().getFirst();
    assertThat(span.getStatus().getCode()).isEqualTo(status);
    assertThat(Receiver.attribute(span, "portcullis.reason")).isEqualTo("all-trusted");
  }

  @Test
  void a_call_that_threw_is_an_error() throws Exception {
    try (OtlpTraces traces = open(all())) {
      traces.tracing().begin(ProviderOperation.LOGIN).broke();

      receiver.spans(1);
    }

    assertThat(receiver.spans().getFirst().getStatus().getCode())
        .isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
  }

  @Test
  void a_task_that_goes_on_has_the_ids_of_its_request_and_leaves_none() throws Exception {
    Map<String, String> headers = HashMap.of("traceparent", NOT_SAMPLED, "X-Request-Id", "abc");
    List<String> during = Collections.synchronizedList(new ArrayList<>());
    List<String> after = Collections.synchronizedList(new ArrayList<>());
    Runnable task;
    try (OtlpTraces traces = open(all())) {
      try (Tracing.Span span =
          traces
              .tracing()
              .request("POST", "/api/auth", new RequestId("request-1"), lines(headers))) {
        span.status(200);
        task = traces.tracing().continued(() -> during.add(ids()));
      }

      Thread thread =
          Thread.ofPlatform()
              .start(
                  () -> {
                    task.run();
                    after.add(ids());
                  });
      thread.join();
    }

    assertThat(during).containsExactly(TracingContract.TRACE + " abc");
    assertThat(after).containsExactly("null null");
  }

  private static String ids() {
    return MDC.get("trace.id") + " " + MDC.get("portcullis.caller.request_id");
  }

  @Test
  void a_receiver_that_goes_away_and_comes_back_is_told_once_each() throws Exception {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger(SpanQueue.class);
    log.start();
    logger.addAppender(log);
    logger.setLevel(Level.INFO);
    try (OtlpTraces traces = open(all())) {
      for (int status : List.of(200, 400, 400, 200, 200)) {
        receiver.answerWith(status);
        int before = receiver.spans().size();
        request(traces.tracing(), HashMap.empty());
        receiver.spans(before + 1);
      }
    } finally {
      logger.setLevel(null);
      logger.detachAppender(log);
    }

    assertThat(log.list)
        .extracting(ILoggingEvent::getLevel)
        .containsExactly(Level.WARN, Level.INFO);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.001, 1.001, Double.NaN})
  void a_ratio_is_0_to_1(double ratio) {
    assertThat(all().withRatio(0).ratio()).isZero();
    assertThat(all().withRatio(1).ratio()).isEqualTo(1);
    assertThatThrownBy(() -> all().withRatio(ratio))
        .hasMessage("ratio: " + ratio + " (expected: 0-1)");
  }

  @Test
  void a_method_that_a_client_made_up_and_its_tracestate_are_not_sent() throws Exception {
    try (OtlpTraces traces = open(all())) {
      traces
          .tracing()
          .request(
              "ADA",
              "/api/auth",
              new RequestId("request-1"),
              lines(HashMap.of("traceparent", SAMPLED, "tracestate", "secret=ada")))
          .close();

      receiver.spans(1);
    }

    assertThat(receiver.spans().getFirst().getName()).isEqualTo("_OTHER /api/auth");
    assertThat(receiver.received().getFirst().raw()).doesNotContain("ada").doesNotContain("ADA");
  }

  @Test
  void a_parent_decides_whether_a_request_is_traced_and_without_one_the_ratio() throws Exception {
    try (OtlpTraces none = open(all().withRatio(0));
        OtlpTraces all = open(all())) {
      request(none.tracing(), HashMap.empty());
      request(none.tracing(), HashMap.of("traceparent", SAMPLED));
      request(all.tracing(), HashMap.of("traceparent", NOT_SAMPLED));
      request(all.tracing(), HashMap.empty());
      none.flush();
      all.flush();
    }

    assertThat(receiver.spans()).hasSize(2);
    assertThat(receiver.spans())
        .extracting(it -> it.getParentSpanId().size())
        .containsExactlyInAnyOrder(8, 0);
  }

  @Test
  void about_the_ratio_of_the_requests_is_traced() {
    try (OtlpTraces traces = open(all().withRatio(0.25))) {
      for (int i = 0; i < 1000; i++) {
        request(traces.tracing(), HashMap.empty());
      }
      traces.flush();
    }

    assertThat(receiver.spans()).hasSizeBetween(150, 350);
  }

  @Test
  void clients_do_not_decide_where_they_are_not_followed() throws Exception {
    try (OtlpTraces traces = open(all().withRatio(0).withFollowParent(false))) {
      request(traces.tracing(), HashMap.of("traceparent", SAMPLED));
      traces.flush();
    }

    assertThat(receiver.spans()).isEmpty();
  }

  @Test
  void the_lines_of_a_request_have_its_ids_and_those_after_it_have_none() {
    MDC.put("trace.id", "of the program");
    try (OtlpTraces traces = open(all())) {
      String during;
      String caller;
      try (Tracing.Span span =
          traces
              .tracing()
              .request(
                  "POST",
                  "/api/auth",
                  new RequestId("request-1"),
                  lines(HashMap.of("traceparent", NOT_SAMPLED, "X-Request-Id", "abc")))) {
        span.status(200);
        during = MDC.get("trace.id") + " " + MDC.get("span.id").length();
        caller = MDC.get("portcullis.caller.request_id");
      }

      assertThat(during).isEqualTo(TracingContract.TRACE + " 16");
      assertThat(caller).isEqualTo("abc");
      assertThat(MDC.get("trace.id")).isEqualTo("of the program");
      assertThat(MDC.get("span.id")).isNull();
      assertThat(MDC.get("portcullis.caller.request_id")).isNull();
    } finally {
      MDC.clear();
    }
  }

  @Test
  void a_receiver_that_is_away_slows_nothing_and_every_span_is_counted() throws Exception {
    URI nowhere;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nowhere = URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    assertThat(lost(nowhere)).isEqualTo(5000);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 404, 503})
  void a_receiver_that_refuses_slows_nothing_and_every_span_is_counted(int status)
      throws Exception {
    receiver.answerWith(status);

    assertThat(lost(receiver.url())).isEqualTo(5000);
  }

  @Test
  void a_receiver_that_never_answers_slows_nothing_and_every_span_is_counted() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      assertThat(lost(URI.create("http://127.0.0.1:" + silent.getLocalPort()))).isEqualTo(5000);
    }
  }

  @Test
  void a_receiver_that_begins_an_answer_and_never_ends_it_is_given_up() throws Exception {
    try (EndlessReceiver endless = EndlessReceiver.start()) {
      assertThat(lost(endless.url())).isEqualTo(5000);
      assertThat(endless.requests()).isPositive();
    }
  }

  @Test
  void a_receiver_that_is_back_gets_the_next_spans() throws Exception {
    receiver.answerWith(400);
    OtlpTraces traces = open(all());
    try (traces) {
      request(traces.tracing(), HashMap.empty());
      receiver.spans(1);
      receiver.answerWith(200);

      request(traces.tracing(), HashMap.empty());
      receiver.spans(2);
    }

    assertThat(traces.lost(SpanLoss.NOT_SENT)).isEqualTo(1);
  }

  @Test
  void closing_waits_for_a_receiver_that_hangs_for_two_seconds_at_most() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      OtlpTraces traces =
          OtlpTraces.open(
              OtlpSettings.of(URI.create("http://127.0.0.1:" + silent.getLocalPort())).withRatio(1),
              Option::none,
              "1.2.3");
      request(traces.tracing(), HashMap.empty());
      long began = System.nanoTime();

      traces.close();

      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
    }
  }

  @Test
  void a_receiver_of_an_own_authority_is_trusted_if_it_is_named_and_not_otherwise(
      @TempDir Path folder) throws Exception {
    try (TlsReceiver secure = TlsReceiver.start(folder)) {
      OtlpSettings settings = OtlpSettings.of(secure.url()).withRatio(1);
      try (OtlpTraces trusting = open(settings.withAuthorities(secure.certificate()));
          OtlpTraces other = open(settings)) {
        request(trusting.tracing(), HashMap.empty());
        request(other.tracing(), HashMap.empty());
        trusting.flush();
        other.flush();

        assertThat(trusting.lost(SpanLoss.NOT_SENT)).isZero();
        assertThat(other.lost(SpanLoss.NOT_SENT)).isEqualTo(1);
        assertThat(secure.requests()).isEqualTo(1);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://collector:4318, http://collector:4318/v1/traces",
    "http://collector:4318/, http://collector:4318/v1/traces",
    "https://otlp.example.com/otlp, https://otlp.example.com/otlp/v1/traces",
    "https://otlp.example.com/v1/traces, https://otlp.example.com/v1/traces"
  })
  void the_path_of_traces_is_added_where_it_is_missing(URI receiver, URI endpoint) {
    assertThat(OtlpSettings.of(receiver).endpoint()).isEqualTo(endpoint);
  }

  @Test
  void what_is_not_usable_is_refused_without_its_secret(@TempDir Path folder) throws Exception {
    Path empty = Files.writeString(folder.resolve("empty.pem"), "nothing");

    assertThatThrownBy(() -> OtlpSettings.of(URI.create("ftp://collector")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> all().withRatio(1.1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new OtlpAuthorization("s3cret\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("s3cret");
    assertThatThrownBy(() -> open(all().withAuthorities(empty)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(all().withAuthorization(new OtlpAuthorization("Bearer s3cret")).toString())
        .doesNotContain("s3cret");
  }

  /** How many of 5,000 spans are lost, made as fast as they can be and not slowed by anything. */
  private static long lost(URI url) throws Exception {
    try (OtlpTraces traces =
        OtlpTraces.open(
            OtlpSettings.of(url).withRatio(1),
            Option::none,
            "1.2.3",
            Duration.ofMillis(10),
            Duration.ofSeconds(2))) {
      for (int i = 0; i < 200; i++) {
        request(traces.tracing(), HashMap.empty());
      }
      long began = System.nanoTime();
      for (int i = 200; i < 5000; i++) {
        request(traces.tracing(), HashMap.empty());
      }
      // Waiting for room, at 512 spans in two seconds, would take longer than ten.
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(8));
      long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (total(traces) < 5000 && System.nanoTime() < end) {
        Thread.sleep(10);
      }
      return total(traces);
    }
  }

  private static long total(OtlpTraces traces) {
    return traces.lost(SpanLoss.QUEUE_FULL) + traces.lost(SpanLoss.NOT_SENT);
  }

  private OtlpSettings all() {
    return OtlpSettings.of(receiver.url()).withRatio(1);
  }

  private static OtlpTraces open(OtlpSettings settings) {
    return OtlpTraces.open(
        settings, Option::none, "1.2.3", Duration.ofMillis(20), Duration.ofSeconds(5));
  }

  private static void request(Tracing tracing, Map<String, String> headers) {
    try (Tracing.Span span =
        tracing.request("POST", "/api/auth", new RequestId("request-1"), lines(headers))) {
      span.status(200);
    }
  }

  private static HeaderLines lines(Map<String, String> headers) {
    return name -> Vector.ofAll(headers.filterKeys(it -> it.equalsIgnoreCase(name)).values());
  }
}
