package dev.portcullis.spring;

import static dev.portcullis.spring.Host.ADDRESSES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.emulator.junit.Auth0Tenant;
import dev.portcullis.emulator.junit.EmulatedTenant;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** An application with an OpenTelemetry of its own. */
@Timeout(60)
class TracesTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  @Test
  @Auth0Tenant
  void logins_are_traced_with_the_applications_own_opentelemetry(EmulatedTenant tenant)
      throws Exception {
    Recording.SPANS.clear();
    tenant.user("ada@example.com").password("correct horse");
    try (Host host = Host.start(Host.all(Host.tenant(tenant), ADDRESSES), Telemetry.class)) {
      var reply =
          host.post(
              "/api/auth",
              "username=ada%40example.com&password=correct+horse",
              "X-Forwarded-For",
              "203.0.113.7",
              "traceparent",
              "00-" + TRACE + "-00f067aa0ba902b7-01");

      assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    }

    assertThat(Recording.SPANS)
        .filteredOn(it -> it.getTraceId().equals(TRACE))
        .extracting(SpanData::getName)
        .contains("intake", "provider login", "POST /api/auth");
  }

  @Configuration(proxyBeanMethods = false)
  static class Telemetry {

    @Bean
    OpenTelemetry telemetry() {
      SdkTracerProvider tracers =
          SdkTracerProvider.builder().addSpanProcessor(new Recording()).build();
      return new OpenTelemetry() {
        @Override
        public SdkTracerProvider getTracerProvider() {
          return tracers;
        }

        @Override
        public ContextPropagators getPropagators() {
          return ContextPropagators.create(W3CTraceContextPropagator.getInstance());
        }
      };
    }
  }

  /** Keeps each span when it ends. */
  private static final class Recording implements SpanProcessor {

    static final List<SpanData> SPANS = new CopyOnWriteArrayList<>();

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {}

    @Override
    public boolean isStartRequired() {
      return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
      SPANS.add(span.toSpanData());
    }

    @Override
    public boolean isEndRequired() {
      return true;
    }
  }
}
