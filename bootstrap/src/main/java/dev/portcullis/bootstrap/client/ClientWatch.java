package dev.portcullis.bootstrap.client;

import dev.portcullis.adapters.auth0.settings.ClientSecret;
import dev.portcullis.adapters.auth0.token.ClientProof;
import dev.portcullis.adapters.http.admin.Readiness;
import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.application.journal.port.Journal;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.outcome.Misconfiguration;
import dev.portcullis.domain.outcome.Outcome;
import dev.portcullis.domain.outcome.ProviderFault;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches whether the tenant accepts the application's secret. Once it was proved at the start, it
 * is proved again after a login or a renewal was refused for it, by a call that is no login; of two
 * secrets the one that is accepted is used from then on. While the tenant refuses it, a metric, a
 * warning of {@code /health/ready} and the log say so; readiness stays up, or a load balancer would
 * take all instances out at once. Safe for concurrent use.
 */
public final class ClientWatch implements Journal, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ClientWatch.class);

  static final Duration PROVE_EVERY = Duration.ofSeconds(10);
  static final Duration WARN_EVERY = Duration.ofMinutes(1);

  private static final String TOPIC = "client";
  private static final String REFUSED =
      "Auth0 refuses the application's client id or secret, so logins fail: compare"
          + " auth0.client-id and auth0.client-secret with the application's settings";
  private static final String UNPROVED =
      "Whether Auth0 accepts the application's client id and secret is not known yet";

  private final Function<Seq<ClientSecret>, ClientProof> prove;
  private final Function<ClientSecret, ClientProof> ask;
  private final InstantSource time;
  private final AtomicReference<Seq<ClientSecret>> secrets;
  private final AtomicReference<Status> status = new AtomicReference<>(Status.NOT_TRIED);
  private final AtomicReference<Readiness> readiness = new AtomicReference<>(new Readiness());
  private final AtomicReference<Instant> proved = new AtomicReference<>(Instant.EPOCH);
  private final AtomicReference<Instant> warned = new AtomicReference<>(Instant.EPOCH);
  private final AtomicBoolean asks = new AtomicBoolean();
  private final Executor later;
  private final Runnable end;

  private enum Status {
    NOT_TRIED,
    UNPROVED,
    ACCEPTED,
    REFUSED
  }

  /**
   * A watch that has proved nothing yet.
   *
   * @param prove finds the first secret that the tenant accepts, and uses it from then on
   * @param ask finds out whether the tenant accepts one secret, and changes nothing
   * @param secrets those of the settings, the one to prefer first
   */
  public ClientWatch(
      Function<Seq<ClientSecret>, ClientProof> prove,
      Function<ClientSecret, ClientProof> ask,
      Seq<ClientSecret> secrets,
      MeterRegistry metrics,
      InstantSource time) {
    this(prove, ask, secrets, metrics, time, oneThread());
  }

  private ClientWatch(
      Function<Seq<ClientSecret>, ClientProof> prove,
      Function<ClientSecret, ClientProof> ask,
      Seq<ClientSecret> secrets,
      MeterRegistry metrics,
      InstantSource time,
      ExecutorService later) {
    this(prove, ask, secrets, metrics, time, later, later::shutdownNow);
  }

  /**
   * A watch that proves in another way.
   *
   * @param later runs a proof after a refused login
   */
  ClientWatch(
      Function<Seq<ClientSecret>, ClientProof> prove,
      Function<ClientSecret, ClientProof> ask,
      Seq<ClientSecret> secrets,
      MeterRegistry metrics,
      InstantSource time,
      Executor later,
      Runnable end) {
    this.later = later;
    this.end = end;
    this.prove = prove;
    this.ask = ask;
    this.secrets = new AtomicReference<>(secrets);
    this.time = time;
    Gauge.builder("portcullis.client.refused", status, it -> it.get() == Status.REFUSED ? 1 : 0)
        .description("1 while the tenant refuses the application's client id or secret")
        .strongReference(true)
        .register(metrics);
  }

  private static ExecutorService oneThread() {
    return Executors.newSingleThreadExecutor(
        task -> {
          Thread thread = new Thread(task, "client-proof");
          thread.setDaemon(true);
          return thread;
        });
  }

  /** Proves the secrets now. Blocks for as long as the tenant takes, up to one call for each. */
  public synchronized ClientProof prove() {
    asks.set(true);
    return settle(prove.apply(secrets.get()));
  }

  /**
   * Proves the secrets when the gateway starts. Of two, each is proved, and the log names one that
   * the tenant refuses.
   */
  public synchronized ClientProof proveEach() {
    ClientProof proof = prove();
    if (proof instanceof ClientProof.Accepted(var which) && which == 0) {
      for (ClientSecret old : secrets.get().tail()) {
        if (ask.apply(old) instanceof ClientProof.Refused) {
          LOG.warn(
              "Auth0 refuses auth0.old-client-secret and accepts auth0.client-secret: remove"
                  + " auth0.old-client-secret");
        }
      }
    }
    return proof;
  }

  /**
   * Proves other secrets, now and whenever a login is refused. The one in use stays until the
   * tenant accepts one of them.
   *
   * @param fresh at least one, the one to prefer first
   */
  public synchronized ClientProof prove(Seq<ClientSecret> fresh) {
    asks.set(true);
    secrets.set(fresh);
    ClientProof proof = prove.apply(fresh);
    return proof instanceof ClientProof.Accepted ? settle(proof) : proof;
  }

  /** Warnings go to {@code gateway} from now on. */
  public void start(Readiness gateway) {
    readiness.set(gateway);
    show();
  }

  @Override
  public void record(GatewayEvent event) {
    switch (event) {
      case GatewayEvent.LoginEnded login -> {
        if (!(login.outcome() instanceof LoginOutcome.AttemptsLimited)
            && login.outcome().fault().isEmpty()) {
          Status unused = becomes(Status.ACCEPTED);
        }
        look(login.outcome());
      }
      case GatewayEvent.StepEnded step -> look(step.outcome());
      case GatewayEvent.RequestRefused refused -> {}
      case GatewayEvent.HttpRefused refused -> {}
      case GatewayEvent.LimitReached reached -> {}
      case GatewayEvent.SessionLost lost -> {}
      case GatewayEvent.AddressDecided decided -> {}
      case GatewayEvent.CandidateDiffered differed -> {}
    }
  }

  private void look(Outcome outcome) {
    if (outcome.fault().getOrNull() instanceof ProviderFault.Misconfigured(var what, var error)
        && what == Misconfiguration.CLIENT_AUTHENTICATION) {
      refused();
      if (asks.get() && isDue(proved, PROVE_EVERY)) {
        proveLater();
      }
    }
  }

  private void proveLater() {
    try {
      later.execute(
          () -> {
            ClientProof unused = prove();
          });
    } catch (RejectedExecutionException e) {
      // The gateway is stopping.
    }
  }

  private ClientProof settle(ClientProof proof) {
    switch (proof) {
      case ClientProof.Accepted(var which) -> {
        if (becomes(Status.ACCEPTED) == Status.REFUSED) {
          LOG.info("Auth0 accepts the application's client id and secret again");
        }
        if (which > 0) {
          LOG.warn(
              "Auth0 refuses auth0.client-secret and accepts auth0.old-client-secret, which is used"
                  + " until a new secret is accepted");
        }
      }
      case ClientProof.Refused refused -> refused();
      case ClientProof.Unknown unknown -> {
        if (status.compareAndSet(Status.NOT_TRIED, Status.UNPROVED)) {
          show();
        }
      }
    }
    return proof;
  }

  private void refused() {
    Status unused = becomes(Status.REFUSED);
    if (isDue(warned, WARN_EVERY)) {
      LOG.warn(REFUSED);
    }
  }

  private Status becomes(Status now) {
    Status before = status.getAndSet(now);
    if (before != now) {
      show();
    }
    return before;
  }

  private void show() {
    readiness
        .get()
        .warn(
            TOPIC,
            switch (status.get()) {
              case UNPROVED -> Vector.of(UNPROVED);
              case NOT_TRIED, ACCEPTED -> Vector.empty();
              case REFUSED -> Vector.of(REFUSED);
            });
  }

  /** Whether a pause is over; if it is, the next one begins. */
  private boolean isDue(AtomicReference<Instant> last, Duration pause) {
    Instant now = time.instant();
    Instant before = last.get();
    return !now.isBefore(before.plus(pause)) && last.compareAndSet(before, now);
  }

  @Override
  public void close() {
    end.run();
  }
}
