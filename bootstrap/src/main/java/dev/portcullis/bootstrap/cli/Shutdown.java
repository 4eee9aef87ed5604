package dev.portcullis.bootstrap.cli;

import dev.portcullis.bootstrap.log.LogSetup;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Graceful shutdown of a running server on a signal. */
public final class Shutdown {

  private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

  private Shutdown() {}

  /**
   * Waits for SIGTERM or SIGINT, closes {@code running} and ends the process with 0: a requested
   * stop is no failure, although the JVM by itself would exit with 143.
   */
  public static int awaitSignal(AutoCloseable running) throws InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(running), "stop"));
    new CountDownLatch(1).await();
    return ExitCode.OK;
  }

  private static void stop(AutoCloseable running) {
    int code = ExitCode.OK;
    LOG.info("Stopping: no new logins; waiting for those in progress");
    try {
      running.close();
      LOG.info("Stopped");
    } catch (Exception e) {
      LOG.atError().addKeyValue("error.type", e.getClass().getName()).log("The stop failed");
      code = ExitCode.FAILED;
    }
    LogSetup.flush();
    Runtime.getRuntime().halt(code);
  }
}
