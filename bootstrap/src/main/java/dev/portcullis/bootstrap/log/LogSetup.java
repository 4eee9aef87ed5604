package dev.portcullis.bootstrap.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.EncoderBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets up the log: standard error, one event per line; standard output belongs to the commands. */
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

  private LogSetup() {}

  /** Sets up the log of the whole process; a second call replaces the first. */
  public static void apply(Format format, Level level) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    EncoderBase<ILoggingEvent> encoder =
        switch (format) {
          case AUTO -> isTerminal() ? text(context) : json(context);
          case JSON -> json(context);
          case TEXT -> text(context);
        };
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(level);
    root.addAppender(appender);
    // Jetty's warnings repeat what clients send, such as the hosts of a request that names two.
    context.getLogger("org.eclipse.jetty").setLevel(Level.OFF);
    // But for this one: no connection can be accepted, for lack of file descriptors.
    context.getLogger("org.eclipse.jetty.server.AbstractConnector").setLevel(Level.WARN);
    // Helidon logs its own start at INFO.
    context.getLogger("io.helidon").setLevel(Level.WARN);
    // A failed start is reported by the command, in one sentence without a stack trace.
    context.getLogger("io.helidon.webserver.LoomServer").setLevel(Level.OFF);
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
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setPattern("%d{HH:mm:ss.SSS} %-5level %msg %kvp%n");
    encoder.setContext(context);
    encoder.start();
    return encoder;
  }
}
