package dev.portcullis.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.application.observe.port.ProviderCalls;
import dev.portcullis.application.observe.port.ProviderOperation;
import dev.portcullis.application.observe.port.TraceContext;
import dev.portcullis.application.observe.port.Tracing;
import dev.portcullis.domain.address.RequestOrigin.HeaderLines;
import dev.portcullis.domain.login.AttemptLimit;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.domain.outcome.ProviderRequestId;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link Tracing} does that records each request. Implement it in a test class; the
 * methods to write are {@link #tracing} and {@link #ended}.
 */
public interface TracingContract {

  /** An id of a trace that a client names. */
  String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  /** An id of the client's span in it. */
  String PARENT = "00f067aa0ba902b7";

  /** What is under test, the same throughout one test, with every request recorded. */
  Tracing tracing();

  /** Every span that has ended, in any order. */
  List<EndedSpan> ended();

  /**
   * A span that has ended.
   *
   * @param parentSpanId empty if it has none
   * @param texts everything that was recorded of it
   */
  record EndedSpan(
      String name, String traceId, String spanId, String parentSpanId, Set<String> texts) {}

  @Test
  default void nothing_is_current_outside_of_a_request() {
    assertThat(tracing().current()).isEmpty();
  }

  @Test
  default void a_request_is_the_current_span_until_it_is_closed() {
    Tracing.Span span = request(HeaderLines.NONE);

    Option<TraceContext> during = tracing().current();
    span.close();

    assertThat(during.get().traceId()).isEqualTo(only().traceId());
    assertThat(during.get().spanId()).isEqualTo(only().spanId());
    assertThat(tracing().current()).isEmpty();
  }

  @Test
  default void a_request_continues_the_trace_that_its_header_names() {
    request(traceparent("00-" + TRACE + "-" + PARENT + "-01")).close();

    assertThat(only().traceId()).isEqualTo(TRACE);
    assertThat(only().parentSpanId()).isEqualTo(PARENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "00-" + TRACE + "-" + PARENT,
        "00-00000000000000000000000000000000-" + PARENT + "-01",
        "00-" + TRACE + "-0000000000000000-01",
        "ff-" + TRACE + "-" + PARENT + "-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-" + PARENT + "-01",
        "00-" + TRACE + "-" + PARENT + "-01-more",
        "\u0000\ud800'\"<>",
      })
  default void a_header_that_is_not_valid_begins_a_new_trace(String header) {
    request(traceparent(header)).close();

    assertThat(only().traceId()).hasSize(32).isNotEqualTo(TRACE);
    assertThat(only().parentSpanId()).isEmpty();
  }

  @Test
  default void parts_and_calls_are_children_of_the_request_and_of_each_other() {
    try (Tracing.Span request = request(HeaderLines.NONE)) {
      request.status(200);
      tracing().part("intake").close();
      ProviderCalls.Call call = tracing().begin(ProviderOperation.LOGIN);
      tracing().part("inner").close();
      call.ended(OutcomeCode.GRANTED, Option.none());
    }

    EndedSpan request = named("POST /api/auth");
    EndedSpan call = named("provider login");
    assertThat(ended()).extracting(EndedSpan::traceId).containsOnly(request.traceId());
    assertThat(named("intake").parentSpanId()).isEqualTo(request.spanId());
    assertThat(call.parentSpanId()).isEqualTo(request.spanId());
    assertThat(named("inner").parentSpanId()).isEqualTo(call.spanId());
  }

  @Test
  default void a_call_has_its_outcome_and_the_providers_own_id() {
    tracing()
        .begin(ProviderOperation.LOGIN)
        .ended(OutcomeCode.WRONG_CREDENTIALS, Option.some(new ProviderRequestId("fcf0bd8fc5d2")));

    assertThat(only().texts()).contains("wrong-credentials", "fcf0bd8fc5d2");
  }

  @ParameterizedTest
  @EnumSource
  default void every_operation_is_a_span(ProviderOperation operation) {
    tracing().begin(operation).broke();

    assertThat(only().name()).isEqualTo("provider " + operation.word());
    assertThat(tracing().current()).isEmpty();
  }

  @Test
  default void a_span_has_its_status_the_limit_and_the_outcome() {
    try (Tracing.Span span = request(HeaderLines.NONE)) {
      span.status(429);
      span.reached(AttemptLimit.PER_ADDRESS);
      span.outcome(OutcomeCode.ATTEMPTS_LIMITED);
    }

    assertThat(only().texts()).contains("429", "per-address", "attempts-limited", "request-1");
  }

  @Test
  default void a_task_on_another_thread_belongs_to_the_request() throws Exception {
    Runnable task;
    try (Tracing.Span span = request(HeaderLines.NONE)) {
      span.status(200);
      task = tracing().continued(() -> tracing().part("later").close());
    }
    List<Option<TraceContext>> after = Collections.synchronizedList(new ArrayList<>());

    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  task.run();
                  after.add(tracing().current());
                });
    thread.join();

    assertThat(named("later").parentSpanId()).isEqualTo(named("POST /api/auth").spanId());
    assertThat(after).containsExactly(Option.none());
  }

  @Test
  default void two_hundred_concurrent_requests_keep_their_spans_apart() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        all.add(
            threads.submit(
                () -> {
                  try (Tracing.Span span = request(HeaderLines.NONE)) {
                    span.status(200);
                    tracing()
                        .begin(ProviderOperation.LOGIN)
                        .ended(OutcomeCode.GRANTED, Option.none());
                  }
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }

    Map<String, List<EndedSpan>> traces = new TreeMap<>();
    ended().forEach(it -> traces.computeIfAbsent(it.traceId(), id -> new ArrayList<>()).add(it));
    assertThat(traces).hasSize(200);
    assertThat(traces.values()).allSatisfy(spans -> assertThat(names(spans)).hasSize(2));
  }

  private static Set<String> names(List<EndedSpan> spans) {
    Set<String> names = new HashSet<>();
    spans.forEach(span -> names.add(span.name()));
    return names;
  }

  private Tracing.Span request(HeaderLines headers) {
    return tracing().request("POST", "/api/auth", new RequestId("request-1"), headers);
  }

  private static HeaderLines traceparent(String value) {
    return name -> name.equalsIgnoreCase("traceparent") ? Vector.of(value) : Vector.empty();
  }

  private EndedSpan only() {
    assertThat(ended()).hasSize(1);
    return ended().getFirst();
  }

  private EndedSpan named(String name) {
    List<EndedSpan> found = ended().stream().filter(it -> it.name().equals(name)).toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }
}
