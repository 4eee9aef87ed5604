package dev.portcullis.embed;

import dev.portcullis.adapters.journal.MicrometerConnectionPool;
import dev.portcullis.adapters.journal.MicrometerJournal;
import dev.portcullis.adapters.journal.MicrometerProviderCalls;
import dev.portcullis.adapters.journal.Pseudonyms;
import dev.portcullis.adapters.journal.Slf4jJournal;
import dev.portcullis.application.journal.port.Journal;
import dev.portcullis.application.observe.port.ProviderCalls;
import dev.portcullis.application.protection.ProtectionState;
import dev.portcullis.domain.outcome.Misconfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;

/**
 * Where a {@link Portcullis} records what happens. This only describes the journals; they are
 * opened by {@link Portcullis.Builder#build} and closed by {@link Portcullis#close}, so one
 * description can serve several. Immutable.
 *
 * <pre>{@code
 * Journals.slf4j(log).and(Journals.micrometer(registry)).and(Journals.of(myJournal))
 * }</pre>
 */
public final class Journals {

  private static final Journals NONE = new Journals(Vector.empty());

  private final Vector<Function<Owner, Opened>> openers;

  private Journals(Vector<Function<Owner, Opened>> openers) {
    this.openers = openers;
  }

  /**
   * Whose journals are opened.
   *
   * @param pool the connections to the provider, if this program opens them
   */
  record Owner(
      String name,
      Seq<String> listeners,
      Function<Misconfiguration, String> remedies,
      Option<MicrometerConnectionPool.Readings> pool) {}

  /**
   * A journal, and how it is closed.
   *
   * @param calls what follows the calls to the provider
   * @param watching who is told where the state of the provider is read
   */
  record Opened(
      Journal journal,
      ProviderCalls calls,
      Runnable closing,
      Consumer<Supplier<ProtectionState>> watching) {

    Opened(Journal journal, Runnable closing) {
      this(journal, ProviderCalls.NONE, closing, state -> {});
    }

    Opened and(Opened other) {
      return new Opened(
          journal.and(other.journal()),
          both(calls, other.calls()),
          () -> {
            closing.run();
            other.closing().run();
          },
          watching.andThen(other.watching()));
    }
  }

  private static ProviderCalls both(ProviderCalls one, ProviderCalls other) {
    if (one.equals(ProviderCalls.NONE)) {
      return other;
    }
    return other.equals(ProviderCalls.NONE) ? one : one.and(other);
  }

  /** Nothing is recorded. */
  public static Journals none() {
    return NONE;
  }

  /**
   * One log event for each login, step and refusal, as {@link Slf4jJournal} writes it. Users are
   * named by a hash whose key is generated at {@code build}.
   *
   * @param logger for several tenants one each: the events do not name the tenant
   */
  public static Journals slf4j(Logger logger) {
    return one(owner -> slf4j(logger, Pseudonyms.hashed(), owner));
  }

  /** The same, with users named in this way. */
  public static Journals slf4j(Logger logger, Pseudonyms pseudonyms) {
    return one(owner -> slf4j(logger, pseudonyms, owner));
  }

  /**
   * The meters of {@link MicrometerJournal}, of the calls to the provider and, for Auth0, of the
   * connections to it, each tagged {@code tenant} with the name of the {@link Portcullis}; closing
   * it removes them from the registry.
   *
   * @param registry those that share it need different names
   */
  public static Journals micrometer(MeterRegistry registry) {
    return one(
        owner -> {
          Tags tags = Tags.of("tenant", owner.name());
          MicrometerJournal meters = new MicrometerJournal(registry, owner.listeners(), tags);
          MicrometerProviderCalls calls = new MicrometerProviderCalls(registry, tags);
          Option<MicrometerConnectionPool> pool =
              owner.pool().map(it -> MicrometerConnectionPool.of(registry, tags, it));
          return new Opened(
              meters,
              calls,
              () -> {
                meters.close();
                calls.close();
                pool.forEach(MicrometerConnectionPool::close);
              },
              meters::watch);
        });
  }

  /**
   * A journal of your own. Its contract is {@code JournalContract} in the testkit; you close it
   * yourself.
   */
  public static Journals of(Journal journal) {
    return one(owner -> new Opened(journal, () -> {}));
  }

  /** These journals and then {@code others}. One that throws stops neither the login nor others. */
  public Journals and(Journals others) {
    return new Journals(openers.appendAll(others.openers));
  }

  /** Opens all, or none: if one throws, those that were opened before it are closed. */
  Opened open(Owner owner) {
    Opened all = new Opened(Journal.NONE, () -> {});
    try {
      for (Function<Owner, Opened> opener : openers) {
        all = all.and(opener.apply(owner));
      }
      return all;
    } catch (RuntimeException e) {
      all.closing().run();
      throw e;
    }
  }

  private static Journals one(Function<Owner, Opened> opener) {
    return new Journals(Vector.of(opener));
  }

  private static Opened slf4j(Logger logger, Pseudonyms pseudonyms, Owner owner) {
    return new Opened(new Slf4jJournal(logger, pseudonyms, owner.remedies()), () -> {});
  }
}
