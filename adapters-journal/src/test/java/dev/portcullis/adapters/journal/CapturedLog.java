package dev.portcullis.adapters.journal;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;

/** A logger of its own, and what has been logged to it. */
final class CapturedLog {

  private final LoggerContext context = new LoggerContext();
  private final ListAppender<ILoggingEvent> events = new ListAppender<>();
  private final PatternLayout layout = new PatternLayout();

  CapturedLog() {
    events.start();
    context.getLogger("journal").addAppender(events);
    layout.setContext(context);
    layout.setPattern("%level %msg %kvp");
    layout.start();
  }

  Logger logger() {
    return context.getLogger("journal");
  }

  /** Each event as a plain text log would print it: nothing escaped. */
  List<String> lines() {
    return events.list.stream().map(layout::doLayout).toList();
  }

  /** The level, the message and the pairs of the one event. */
  Map<String, String> only() {
    ILoggingEvent event = events.list.getFirst();
    Map<String, String> pairs =
        event.getKeyValuePairs().stream()
            .collect(Collectors.toMap(pair -> pair.key, pair -> String.valueOf(pair.value)));
    pairs.put("level", event.getLevel().toString());
    pairs.put("message", event.getFormattedMessage());
    return pairs;
  }

  /** A logger that fails whatever it is asked. */
  static Logger broken() {
    return (Logger)
        Proxy.newProxyInstance(
            Logger.class.getClassLoader(),
            new Class<?>[] {Logger.class},
            (proxy, method, arguments) -> {
              throw new IllegalStateException("the disk is full");
            });
  }
}
