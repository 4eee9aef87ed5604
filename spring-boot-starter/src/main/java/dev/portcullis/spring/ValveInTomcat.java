package dev.portcullis.spring;

import dev.portcullis.adapters.http.HttpApi;
import dev.portcullis.adapters.servlet.PortcullisValve;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.Ordered;

/**
 * Puts {@link PortcullisValve} before every other valve of the application's Tomcat, {@code
 * RemoteIpValve} included, and lets requests that it answers end before Tomcat stops.
 *
 * <p>A class and not a lambda: Spring does not see the order of a bean that is one.
 */
final class ValveInTomcat
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

  private ValveInTomcat(PortcullisValve valve, boolean graceful) {
    this.valve = valve;
    this.graceful = graceful;
  }

  /**
   * Answers the requests to an API.
   *
   * @param graceful whether a stop waits for requests in progress
   */
  static ValveInTomcat answering(HttpApi api, boolean graceful) {
    return new ValveInTomcat(PortcullisValve.answering(api, path -> isOf(api, path)), graceful);
  }

  /** Answers no request; controllers learn where theirs come from. */
  static ValveInTomcat passing() {
    return new ValveInTomcat(PortcullisValve.passing(), false);
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
          "Portcullis's valve is not in Tomcat. A WebServerFactoryCustomizer"
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
