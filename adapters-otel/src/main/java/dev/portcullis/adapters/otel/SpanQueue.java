package dev.portcullis.adapters.otel;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * OpenTelemetry's batches, which another thread sends, and the count of every span that is lost on
 * the way. A span is handed over without waiting: it is lost if too many wait. Safe for concurrent
 * use.
 */
final class SpanQueue implements SpanProcessor {

  private static final Logger LOG = LoggerFactory.getLogger(SpanQueue.class);

  private final int capacity;
  private final Duration patience;
  private final SpanProcessor batches;
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicLong full = new AtomicLong();
  private final AtomicLong unsent = new AtomicLong();
  private final AtomicBoolean away = new AtomicBoolean();

  /**
   * An empty queue.
   *
   * @param capacity how many spans wait at most, those that are being sent included
   * @param pause how long a batch that is not full waits for more
   * @param patience how long one batch may take to be sent
   */
  SpanQueue(SpanExporter receiver, int capacity, Duration pause, Duration patience) {
    this.capacity = capacity;
    this.patience = patience;
    this.batches =
        BatchSpanProcessor.builder(new Counting(receiver))
            .setMaxQueueSize(capacity)
            .setMaxExportBatchSize(Math.min(512, capacity))
            .setScheduleDelay(pause)
            .setExporterTimeout(patience.plusSeconds(1))
            .build();
  }

  long lost(SpanLoss why) {
    return switch (why) {
      case QUEUE_FULL -> full.get();
      case NOT_SENT -> unsent.get();
    };
  }

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {}

  @Override
  public boolean isStartRequired() {
    return false;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    if (!span.getSpanContext().isSampled()) {
      return;
    }
    if (waiting.incrementAndGet() > capacity) {
      waiting.decrementAndGet();
      full.incrementAndGet();
      return;
    }
    batches.onEnd(span);
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }

  @Override
  public CompletableResultCode shutdown() {
    return batches.shutdown();
  }

  @Override
  public CompletableResultCode forceFlush() {
    return batches.forceFlush();
  }

  /** Counts what the receiver does not take; runs on the thread of the batches alone. */
  private final class Counting implements SpanExporter {

    private final SpanExporter receiver;

    Counting(SpanExporter receiver) {
      this.receiver = receiver;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      boolean sent = false;
      try {
        // A receiver that begins an answer and never ends it would hold the batch for ever.
        sent = receiver.export(spans).join(patience.toNanos(), TimeUnit.NANOSECONDS).isSuccess();
      } catch (RuntimeException e) {
        // Counted as any other failure.
      } finally {
        waiting.addAndGet(-spans.size());
        if (!sent) {
          unsent.addAndGet(spans.size());
        }
        tell(sent);
      }
      return sent ? CompletableResultCode.ofSuccess() : CompletableResultCode.ofFailure();
    }

    private void tell(boolean sent) {
      if (away.compareAndSet(sent, !sent)) {
        if (sent) {
          LOG.info("The receiver of traces takes them");
        } else {
          LOG.warn(
              "The receiver of traces is away, too slow, or refuses them: spans are lost until it"
                  + " takes them, and logins go on; check traces.endpoint and the receiver's log");
        }
      }
    }

    @Override
    public CompletableResultCode flush() {
      return receiver.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
      return receiver.shutdown();
    }
  }
}
