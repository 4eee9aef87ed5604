package dev.portcullis.adapters.redis;

import dev.portcullis.application.login.AttemptLimits;
import dev.portcullis.application.login.port.AttemptLimiter;
import dev.portcullis.application.mfa.port.GuessLimiter;
import dev.portcullis.application.protection.port.TenantPace;
import dev.portcullis.application.reset.ResetLimits;
import dev.portcullis.application.reset.port.ResetLimiter;
import dev.portcullis.application.session.port.RenewalTurns;
import dev.portcullis.application.session.port.RenewedSessions;
import dev.portcullis.application.session.port.RevokedSessions;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.resolver.DefaultAddressResolverGroup;
import io.netty.util.concurrent.EventExecutor;
import io.vavr.control.Option;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state that several gateways share in Redis 7 or later. No thread but its own ever waits for a
 * connection, and a command that is not answered in time counts as not done: from then on the store
 * is away, and everything is decided without it at once, until the store's own thread has reached
 * it again. Every command is sent at most once. Names in the store are keyed hashes and values are
 * sealed, so reading it reveals no user, address or token. Safe for concurrent use.
 */
public final class RedisStore implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RedisStore.class);

  /** How often the store is looked at: for what others have revoked, and whether it is there. */
  static final Duration BEAT = Duration.ofMillis(250);

  /** How many looks without an answer it takes until another connection is opened. */
  private static final int MOST_SILENCE = 3;

  /** Writes, as a store that can only be read from is of no use. */
  private static final String PROBE = "return redis.call('SET', KEYS[1], '1', 'PX', 60000)";

  private final RedisSettings settings;
  private final Supplier<Option<RedisPassword>> password;
  private final StoreEvents events;
  private final AtomicReference<@Nullable RedisLink> link = new AtomicReference<>();

  /** Of the thread that serves the last connection. */
  private final AtomicReference<@Nullable EventExecutor> loop = new AtomicReference<>();

  private final List<Beat> beats = new CopyOnWriteArrayList<>();
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final String[] probed;

  /** Of the store's own thread. */
  private @Nullable RedisLink candidate;

  private @Nullable ClientResources resources;
  private RedisLink.@Nullable Opener opener;
  private int silence;
  private boolean told;
  private volatile boolean unusable;
  private @Nullable Thread thread;

  private RedisStore(
      RedisSettings settings, Supplier<Option<RedisPassword>> password, StoreEvents events) {
    this.settings = settings;
    this.password = password;
    this.events = events;
    this.probed = new String[] {name("probe")};
  }

  /**
   * A store that has not been connected to; it counts as away until {@link #start}.
   *
   * @param password the user's, read whenever a connection is opened
   */
  public static RedisStore of(
      RedisSettings settings, Supplier<Option<RedisPassword>> password, StoreEvents events) {
    return new RedisStore(settings, password, events);
  }

  /** What an adapter does in the store's own thread. */
  interface Beat {

    /** The store has been reached, for the first time or again. */
    void reached();

    /** Some time has passed, and the store is there. */
    void passed();

    /** Some time has passed, and the store is away or has been closed. */
    default void missed() {}
  }

  /**
   * Counts resets for all instances.
   *
   * @param local counts besides, and alone while the store is away; with {@link
   *     RedisSettings#failClosed} no reset is let through then
   */
  public ResetLimiter resetLimiter(ResetLimits limits, ResetLimiter local, InstantSource time) {
    return new RedisResetLimiter(this, limits, local, time);
  }

  /**
   * Counts codes of second factors for all instances.
   *
   * @param most guesses of one login, at least 1
   * @param lifetime how long a login's guesses are remembered
   * @param local counts besides, and alone while the store is away; with {@link
   *     RedisSettings#failClosed} no code is let through then
   */
  public GuessLimiter guessLimiter(
      int most, Duration lifetime, GuessLimiter local, InstantSource time) {
    return new RedisGuessLimiter(this, most, lifetime, local, time);
  }

  /**
   * Counts login attempts for all instances.
   *
   * @param local counts alone while the store is away, and before that what stays counted; with
   *     {@link RedisSettings#failClosed}, limits that refuse let nothing through then
   * @param longest how long an attempt may be in progress, at least a millisecond
   */
  public AttemptLimiter attemptLimiter(
      AttemptLimits limits, AttemptLimiter local, Duration longest, InstantSource time) {
    AttemptCounts counts = new AttemptCounts(this, limits, longest, time);
    beats.add(counts);
    return new RedisAttemptLimiter(this, limits, local, counts, time);
  }

  /**
   * Tells all instances which sessions have been ended.
   *
   * @param local remembers those that this instance has ended
   */
  public RevokedSessions revokedSessions(RevokedSessions local, InstantSource time) {
    RedisRevokedSessions revoked = new RedisRevokedSessions(this, local, time);
    beats.add(revoked);
    return revoked;
  }

  /**
   * Keeps renewed sessions for all instances.
   *
   * @param local keeps those that this instance has renewed
   */
  public RenewedSessions renewedSessions(RenewedSessions local, InstantSource time) {
    return new RedisRenewedSessions(this, local, time);
  }

  /**
   * Has one instance at a time renew a session.
   *
   * @param longest how long a renewal may take, after which another instance may try
   */
  public RenewalTurns renewalTurns(Duration longest) {
    return new RedisRenewalTurns(this, longest);
  }

  /**
   * Spaces the calls to the tenant of all instances together, by the store's clock.
   *
   * @param local counts besides, and alone while the store is away
   */
  public TenantPace tenantPace(TenantPace local) {
    return new RedisTenantPace(this, local, Option.none());
  }

  /**
   * Starts the store's own thread, and waits until the store has been reached and read.
   *
   * @param patience how long to wait at most; the thread goes on
   */
  public void start(Duration patience) {
    Thread own = Thread.ofPlatform().daemon().name("shared-store").unstarted(this::run);
    thread = own;
    own.start();
    try {
      boolean unused = reached.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      ClientResources own =
          ClientResources.builder()
              .ioThreadPoolSize(2)
              .computationThreadPoolSize(2)
              .commandLatencyRecorder(CommandLatencyRecorder.disabled())
              .addressResolverGroup(DefaultAddressResolverGroup.INSTANCE)
              .nettyCustomizer(
                  new NettyCustomizer() {
                    @Override
                    public void afterChannelInitialized(Channel channel) {
                      loop.set(channel.eventLoop());
                    }
                  })
              .build();
      resources = own;
      RedisLink.Opener opens = new RedisLink.Opener(own, settings, password);
      opener = opens;
      do {
        look(opens);
      } while (!closed.await(BEAT.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Error e) {
      LOG.error("The shared store is not looked at any more; restart the gateway", e);
      throw e;
    }
  }

  private void look(RedisLink.Opener opens) throws InterruptedException {
    try {
      RedisLink current = connected(opens);
      String unused = answer(current.commands().eval(PROBE, ScriptOutputType.STATUS, probed));
      silence = 0;
      if (link.compareAndSet(null, current)) {
        beats.forEach(Beat::reached);
        if (isBack()) {
          reached.countDown();
        }
      }
      if (link.get() != null) {
        beats.forEach(Beat::passed);
      }
    } catch (TimeoutException e) {
      silence++;
      lost(noAnswer());
    } catch (ExecutionException | RuntimeException e) {
      if (serverError(e).isEmpty() || isReadOnly(e)) {
        silence = MOST_SILENCE;
      }
      lost(reason(e));
    }
    if (link.get() == null) {
      beats.forEach(Beat::missed);
    }
  }

  private RedisLink connected(RedisLink.Opener opens) {
    RedisLink present = candidate;
    if (present != null && present.isOpen() && silence < MOST_SILENCE && !unusable) {
      return present;
    }
    if (present != null) {
      candidate = null;
      present.close();
    }
    RedisLink fresh = opens.open();
    unusable = false;
    silence = 0;
    candidate = fresh;
    return fresh;
  }

  /**
   * What the store answers to a command; none if it is away or does not answer in time, which is
   * counted.
   */
  <T> Option<T> ask(
      StoreUse use,
      Function<RedisClusterAsyncCommands<String, String>, RedisFuture<? extends T>> command) {
    RedisLink present = link.get();
    if (present == null) {
      events.failed(use);
      return Option.none();
    }
    try {
      return await(use, present, command.apply(present.commands()));
    } catch (RuntimeException e) {
      failed(present, e);
    }
    events.failed(use);
    return Option.none();
  }

  private <T> Option<T> await(StoreUse use, RedisLink present, Future<? extends T> answer) {
    try {
      return Option.some(answer(answer));
    } catch (TimeoutException e) {
      lost(present, noAnswer());
    } catch (ExecutionException e) {
      failed(present, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    events.failed(use);
    return Option.none();
  }

  /** Whether nothing can be sent. */
  boolean isAway() {
    return link.get() == null;
  }

  /** Something is decided without the store. */
  void failed(StoreUse use) {
    events.failed(use);
  }

  /** Sends a command whose answer nobody waits for. */
  void tell(
      Function<RedisClusterAsyncCommands<String, String>, RedisFuture<?>> command, Runnable done) {
    RedisLink present = link.get();
    if (present == null) {
      return;
    }
    try {
      var unused =
          command
              .apply(present.commands())
              .whenComplete(
                  (answer, fault) -> {
                    if (fault == null) {
                      done.run();
                    }
                  });
    } catch (RuntimeException e) {
      failed(present, e);
    }
  }

  /** Learns what becomes of a script, on a thread that must not wait. */
  interface Receiver<T> {

    /** The store's answer, which may come after {@link #unanswered}. */
    void answered(T answer);

    /** The script failed, or was not answered in time. */
    void unanswered();
  }

  /**
   * Sends a script by its digest; false if the store is away. A server that does not have the
   * script has not run it, and gets it whole.
   *
   * @param output of one answer
   * @param names in one hash slot, at least one
   */
  <T> boolean sendScript(
      RedisScript script,
      Supplier<CommandOutput<String, String, T>> output,
      Collection<String> names,
      List<String> values,
      Receiver<T> receiver) {
    RedisLink present = link.get();
    if (present == null) {
      return false;
    }
    ScriptArguments byDigest = new ScriptArguments(script.digest(), names, values);
    return sendScript(
        present,
        CommandType.EVALSHA,
        byDigest,
        output,
        receiver,
        fault ->
            fault instanceof RedisNoScriptException
                && sendScript(
                    present,
                    CommandType.EVAL,
                    new ScriptArguments(script.text(), names, values),
                    output,
                    receiver,
                    again -> false));
  }

  private <T> boolean sendScript(
      RedisLink present,
      CommandType type,
      ScriptArguments arguments,
      Supplier<CommandOutput<String, String, T>> output,
      Receiver<T> receiver,
      Predicate<Throwable> sendsAgain) {
    try {
      receive(
          present,
          present.commands().dispatch(type, output.get(), arguments),
          receiver,
          sendsAgain);
      return true;
    } catch (RuntimeException e) {
      failed(present, e);
      return false;
    }
  }

  /** Waits on no thread. */
  private <T> void receive(
      RedisLink present,
      RedisFuture<T> answer,
      Receiver<T> receiver,
      Predicate<Throwable> sendsAgain) {
    Future<?> limit =
        later(
            settings.timeout(),
            () -> {
              lost(present, noAnswer());
              receiver.unanswered();
            });
    var unused =
        answer.whenComplete(
            (value, fault) -> {
              boolean unusedLimit = limit.cancel(false);
              if (fault == null) {
                receiver.answered(value);
              } else if (!sendsAgain.test(fault)) {
                failed(present, fault);
                receiver.unanswered();
              }
            });
  }

  /**
   * Does something later, unless it is cancelled: on the thread that reads the store's answers,
   * which must not wait, and which need not be woken for what it plans itself.
   */
  Future<?> later(Duration wait, Runnable action) {
    long nanos = TimeUnit.NANOSECONDS.convert(wait);
    EventExecutor present = loop.get();
    if (present != null) {
      try {
        return present.schedule(action, nanos, TimeUnit.NANOSECONDS);
      } catch (RejectedExecutionException e) {
        LOG.debug("the shared store is closed", e);
      }
    }
    return CompletableFuture.runAsync(
        action, CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS, Runnable::run));
  }

  private <T> T answer(Future<? extends T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    try {
      return future.get(settings.timeout().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      boolean unused = future.cancel(true);
      throw e;
    }
  }

  /** An error that the store answers with is no loss of the store, but of this command. */
  private void failed(RedisLink present, Throwable fault) {
    if (serverError(fault).isEmpty()) {
      lost(present, reason(fault));
    } else if (isReadOnly(fault)) {
      unusable = true;
      lost(present, reason(fault));
    }
  }

  /** Another server has become the one to write to. */
  private static boolean isReadOnly(Throwable fault) {
    return reason(fault).equals("READONLY");
  }

  private synchronized void lost(RedisLink present, String reason) {
    if (link.compareAndSet(present, null)) {
      events.away(reason);
    }
  }

  /** From the store's own thread; that it was not there at the start is told once. */
  private synchronized void lost(String reason) {
    if (link.getAndSet(null) != null || !told) {
      told = true;
      events.away(reason);
    }
  }

  private synchronized boolean isBack() {
    if (link.get() == null) {
      return false;
    }
    told = true;
    events.back();
    return true;
  }

  private String noAnswer() {
    return "no answer within " + settings.timeout().toMillis() + " ms";
  }

  private static Option<RedisCommandExecutionException> serverError(Throwable fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof RedisCommandExecutionException answered) {
        return Option.of(answered);
      }
    }
    return Option.none();
  }

  /** Without what the server or the network says in full, which may name anything. */
  private static String reason(Throwable fault) {
    LOG.debug("the shared store", fault);
    Option<String> code =
        serverError(fault)
            .flatMap(it -> Option.of(it.getMessage()))
            .map(message -> message.split("\\s", 2)[0])
            .filter(word -> word.matches("[A-Z]{2,20}"));
    if (code.isDefined()) {
      return code.get();
    }
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLException) {
        return "TLS handshake failed";
      }
      if (cause instanceof UnknownHostException) {
        return "unknown host";
      }
    }
    return "no connection";
  }

  /** The name of something in the store. */
  String name(String rest) {
    return settings.prefix() + ":" + rest;
  }

  RedisSettings settings() {
    return settings;
  }

  /** Ends the store's own thread and its connection. */
  @Override
  public void close() {
    Thread own = thread;
    if (own == null) {
      return;
    }
    closed.countDown();
    try {
      // A connection that is being opened is opened first, which takes three seconds at most.
      own.join(TimeUnit.SECONDS.toMillis(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    link.set(null);
    RedisLink.Opener opens = opener;
    if (opens != null) {
      // Its threads are ended next.
      opens.close();
    }
    ClientResources opened = resources;
    if (opened != null) {
      var unused = opened.shutdown(0, 1, TimeUnit.SECONDS);
    }
    beats.forEach(Beat::missed);
  }
}
