package dev.portcullis.adapters.auth0;

import static dev.portcullis.adapters.auth0.Auth0Fixtures.defaultTls;
import static dev.portcullis.adapters.auth0.Auth0Fixtures.settings;
import static dev.portcullis.adapters.auth0.Auth0Fixtures.transport;
import static dev.portcullis.testkit.Fixtures.client;
import static dev.portcullis.testkit.Fixtures.credentials;

import dev.portcullis.adapters.auth0.settings.Auth0Settings;
import dev.portcullis.adapters.auth0.settings.Auth0Transport;
import dev.portcullis.adapters.auth0.transport.ScriptedServer;
import dev.portcullis.adapters.auth0.transport.ScriptedServer.Received;
import dev.portcullis.adapters.auth0.transport.ScriptedServer.Script;
import dev.portcullis.domain.login.GrantRequest;
import dev.portcullis.testkit.TestClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;

/**
 * Base of the contract tests: starts scripted tenants, opens clients of them, and closes both after
 * each test. A contract test then is its one method, {@code open(…).port()}, and what it checks on
 * the wire.
 */
public abstract class TenantFixture {

  /** An answer of {@link #answering} that never comes: the connection stays open and silent. */
  protected static final String SILENCE = "(silence)";

  /** An answer of {@link #answering} that never comes: the connection is closed. */
  protected static final String HANG_UP = "(hang up)";

  private static final Duration PATIENT = Duration.ofSeconds(15);
  private static final Duration IMPATIENT = Duration.ofMillis(400);

  protected final TestClock clock = TestClock.create();

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  /** A tenant that answers every request on every connection. */
  protected final ScriptedServer answering(Function<Received, String> answers) {
    return serve(
        wire -> {
          while (true) {
            String answer = answers.apply(wire.readRequest());
            switch (answer) {
              case SILENCE -> wire.hang();
              case HANG_UP -> wire.cut();
              default -> wire.send(answer);
            }
          }
        });
  }

  /** A tenant that does what the scripts say. */
  protected final ScriptedServer serve(Script... scripts) {
    return closedLater(ScriptedServer.start(scripts));
  }

  /** A tenant whose port is closed. */
  protected final ScriptedServer unreachable() {
    ScriptedServer server = serve(wire -> {});
    server.close();
    return server;
  }

  /** A client that waits long enough for a busy machine. */
  protected final Auth0Client open(ScriptedServer tenant) {
    return open(tenant, UnaryOperator.identity());
  }

  /** The same with other settings. */
  protected final Auth0Client open(ScriptedServer tenant, UnaryOperator<Auth0Settings> change) {
    return opened(change.apply(settings(tenant.uri(), transport(PATIENT))));
  }

  /** A client that gives up soon: for a tenant that does not answer. */
  protected final Auth0Client openImpatient(ScriptedServer tenant) {
    return opened(settings(tenant.uri(), transport(IMPATIENT)));
  }

  /** A client whose only connection is held by a login that is not answered. */
  protected final Auth0Client openOverloaded() {
    CountDownLatch taken = new CountDownLatch(1);
    ScriptedServer tenant =
        answering(
            request -> {
              taken.countDown();
              return SILENCE;
            });
    Auth0Client auth0 =
        opened(
            settings(
                tenant.uri(),
                Auth0Transport.defaults().withTimeouts(IMPATIENT, PATIENT).withMaxConnections(1)));
    Thread unused =
        Thread.startVirtualThread(
            () -> {
              var ignored =
                  auth0
                      .credentialVerifier()
                      .verify(
                          credentials("first", "a password"),
                          GrantRequest.AS_CONFIGURED,
                          client("203.0.113.7"));
            });
    try {
      taken.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
    return auth0;
  }

  private Auth0Client opened(Auth0Settings settings) {
    return closedLater(Auth0Client.open(settings, defaultTls(), clock));
  }

  /** Has something closed after the test, before what was opened earlier. */
  protected final <T extends AutoCloseable> T closedLater(T closeable) {
    opened.push(closeable);
    return closeable;
  }

  @AfterEach
  final void closeAll() throws Exception {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
  }
}
