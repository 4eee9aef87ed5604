package dev.portcullis.bootstrap.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import io.vavr.control.Option;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets up the log: standard error, one event per line; standard output belongs to the commands. The
 * lines are written by another thread, so that a log that nobody reads stops nothing; {@link
 * #flush} waits for it, and so does the end of the process.
 */
public final class LogSetup {

  /** The format of an event. */
  public enum Format {
    /** Text on a terminal, JSON elsewhere. */
    AUTO,
    /** Elastic Common Schema, one JSON object a line. */
    JSON,
    /** One line of text. */
    TEXT
  }

  private static volatile Option<QueuedAppender> current = Option.none();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(LogSetup::flush, "log-flush"));
  }

  private LogSetup() {}

  /** Sets up the log of the whole process; a second call replaces the first. */
  public static void apply(Format format, Level level) {
    apply(format, level, new FileOutputStream(FileDescriptor.err).getChannel());
  }

  /** Waits until everything logged so far is written, but not longer than two seconds. */
  public static void flush() {
    current.forEach(QueuedAppender::flush);
  }

  /** How many lines of a kind have been lost since the log was set up. */
  public static long lost(LineKind kind) {
    return current.fold(() -> 0L, appender -> appender.lost(kind));
  }

  /** Sets up the log, written to a channel instead of standard error. */
  public static void apply(Format format, Level level, WritableByteChannel channel) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    EncoderBase<ILoggingEvent> encoder =
        switch (format) {
          case AUTO -> isTerminal() ? text(context) : json(context);
          case JSON -> json(context);
          case TEXT -> text(context);
        };
    QueuedAppender appender = new QueuedAppender(context, encoder, channel);
    appender.start();
    current = Option.of(appender);
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(level);
    root.addAppender(appender);
    // Jetty's warnings repeat what clients send, such as the hosts of a request that names two.
    context.getLogger("org.eclipse.jetty").setLevel(Level.OFF);
    // But for this one: no connection can be accepted, for lack of file descriptors.
    context.getLogger("org.eclipse.jetty.server.AbstractConnector").setLevel(Level.WARN);
  }

  /** Set by the launcher, because the JDK's own answer is about standard input too. */
  private static boolean isTerminal() {
    return Boolean.getBoolean("portcullis.terminal");
  }

  private static EncoderBase<ILoggingEvent> json(LoggerContext context) {
    EcsEvents encoder = new EcsEvents();
    encoder.setServiceName("portcullis");
    encoder.setContext(context);
    encoder.start();
    return encoder;
  }

  private static EncoderBase<ILoggingEvent> text(LoggerContext context) {
    TextEvents layout = new TextEvents();
    layout.setContext(context);
    layout.start();
    LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
    encoder.setLayout(layout);
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.setContext(context);
    encoder.start();
    return encoder;
  }
}
