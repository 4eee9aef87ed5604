package dev.portcullis.bootstrap.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.encoder.Encoder;
import dev.portcullis.adapters.journal.Slf4jJournal;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Marker;
import org.slf4j.event.KeyValuePair;

/**
 * Encodes events on the thread that logs them, so that nothing of a request waits in the queue but
 * the bytes of its line, and hands them to a {@link LogWriter}.
 */
final class QueuedAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

  /** How long a stop waits for a log that is not read. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final long CAPACITY_BYTES = 4L * 1024 * 1024;

  private final Encoder<ILoggingEvent> encoder;
  private final LogWriter writer;

  QueuedAppender(
      LoggerContext context, Encoder<ILoggingEvent> encoder, WritableByteChannel channel) {
    this.encoder = encoder;
    this.writer = new LogWriter(channel, CAPACITY_BYTES, lost -> encoder.encode(report(lost)));
    setContext(context);
  }

  @Override
  protected void append(ILoggingEvent event) {
    writer.write(encoder.encode(event), kind(event));
  }

  /** Waits a while for everything logged so far to be written. */
  void flush() {
    writer.flush(PATIENCE);
  }

  long lost(LineKind kind) {
    return writer.lost(kind);
  }

  @Override
  public void stop() {
    super.stop();
    writer.close(PATIENCE);
  }

  private static LineKind kind(ILoggingEvent event) {
    if (!event.getLevel().isGreaterOrEqual(Level.INFO)) {
      return LineKind.DEBUG;
    }
    List<Marker> markers = event.getMarkerList();
    if (markers == null) {
      return LineKind.OTHER;
    }
    if (markers.contains(Slf4jJournal.REFUSAL)) {
      return LineKind.REFUSAL;
    }
    return markers.contains(Slf4jJournal.LOGIN) ? LineKind.LOGIN : LineKind.OTHER;
  }

  private ILoggingEvent report(Map<LineKind, Long> lost) {
    LoggingEvent event =
        new LoggingEvent(
            QueuedAppender.class.getName(),
            ((LoggerContext) getContext()).getLogger("portcullis.log"),
            Level.WARN,
            lost.values().stream().mapToLong(Long::longValue).sum()
                + " lines of the log are missing here: standard error was not read, or could not be"
                + " written, as fast as they came",
            null,
            null);
    event.addKeyValuePair(new KeyValuePair("event.action", "log_lost"));
    lost.forEach((kind, count) -> event.addKeyValuePair(new KeyValuePair(kind.field(), count)));
    return event;
  }
}
