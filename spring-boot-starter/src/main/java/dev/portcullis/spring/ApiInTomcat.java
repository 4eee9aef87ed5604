package dev.portcullis.spring;

import dev.portcullis.adapters.http.HttpApi;
import dev.portcullis.adapters.servlet.PortcullisValve;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.Ordered;

/**
 * Puts the API before every other valve of the application's Tomcat, {@code RemoteIpValve}
 * included, and lets requests in progress end before Tomcat stops.
 *
 * <p>A class and not a lambda: Spring does not see the order of a bean that is one.
 */
final class ApiInTomcat
    implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory>,
        Ordered,
        SmartLifecycle {

  /**
   * After Spring Boot's graceful shutdown, which accepts no more connections but waits for servlets
   * alone, and before the stop of its server, which cuts connections.
   */
  static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 1024 - 512;

  private final PortcullisValve valve;
  private final boolean graceful;
  private volatile boolean running;

  /**
   * The place of an API.
   *
   * @param graceful whether a stop waits for requests in progress
   */
  ApiInTomcat(HttpApi api, boolean graceful) {
    this.valve = PortcullisValve.answering(api, path -> isOf(api, path));
    this.graceful = graceful;
  }

  private static boolean isOf(HttpApi api, String path) {
    return path.startsWith("/api/auth/")
        || api.endpoints()
            .exists(endpoint -> endpoint.path().equals(path) || endpoint.isAbove(path));
  }

  @Override
  public int getOrder() {
    return Ordered.HIGHEST_PRECEDENCE;
  }

  @Override
  public void customize(ConfigurableTomcatWebServerFactory factory) {
    factory.addEngineValves(valve);
  }

  /**
   * Checks that the valve is still there.
   *
   * @throws IllegalStateException if something has removed it
   */
  @Override
  public void start() {
    if (valve.getContainer() == null) {
      throw new IllegalStateException(
          "The valve that serves Portcullis's API is not in Tomcat. A WebServerFactoryCustomizer"
              + " has replaced the engine's valves: call addEngineValves and not setEngineValves.");
    }
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    if (graceful) {
      valve.awaitRequests();
    }
  }

  /** Waits on a thread of its own, so that spring.lifecycle.timeout-per-shutdown-phase holds. */
  @Override
  public void stop(Runnable stopped) {
    Thread.ofVirtual()
        .name("portcullis-stop")
        .start(
            () -> {
              try {
                stop();
              } finally {
                stopped.run();
              }
            });
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }
}
