package dev.portcullis.bootstrap.extension;

import dev.portcullis.application.journal.port.Journal;
import dev.portcullis.application.login.port.AttemptLimiter;
import dev.portcullis.application.mfa.port.GuessLimiter;
import dev.portcullis.application.protection.port.TenantPace;
import dev.portcullis.application.reset.port.ResetLimiter;
import io.vavr.collection.List;
import io.vavr.control.Option;
import java.util.function.Consumer;

/** What a program adds to the shipped one. Immutable; each {@code with…} returns a copy. */
public final class Extensions {

  /** Nothing: the shipped program. */
  public static final Extensions NONE = new Extensions();

  private Option<ProviderSection> provider = Option.none();
  private Journal journal = Journal.NONE;
  private Option<ResetLimiter> resetLimiter = Option.none();
  private Option<GuessLimiter> guessLimiter = Option.none();
  private Option<AttemptLimiter> attemptLimiter = Option.none();
  private Option<TenantPace> tenantPace = Option.none();
  private List<AutoCloseable> closing = List.empty();

  private Extensions() {}

  /**
   * A section of the settings, and what reads it.
   *
   * @param name the section's key
   */
  public record ProviderSection(String name, ProviderReader reader) {}

  private Extensions with(Consumer<Extensions> change) {
    Extensions copy = new Extensions();
    copy.provider = provider;
    copy.journal = journal;
    copy.resetLimiter = resetLimiter;
    copy.guessLimiter = guessLimiter;
    copy.attemptLimiter = attemptLimiter;
    copy.tenantPace = tenantPace;
    copy.closing = closing;
    change.accept(copy);
    return copy;
  }

  /** Logs in at this provider in place of Auth0. */
  public Extensions withProvider(ProviderSection value) {
    return with(copy -> copy.provider = Option.some(value));
  }

  /** Records in this journal too, after the others. */
  public Extensions withJournal(Journal value) {
    return with(copy -> copy.journal = copy.journal.and(value));
  }

  /** Counts resets here, in place of the gateway's memory. */
  public Extensions withResetLimiter(ResetLimiter value) {
    return with(copy -> copy.resetLimiter = Option.some(value));
  }

  /** Counts codes of second factors here, in place of the gateway's memory. */
  public Extensions withGuessLimiter(GuessLimiter value) {
    return with(copy -> copy.guessLimiter = Option.some(value));
  }

  /** Counts login attempts here, in place of the gateway's memory. */
  public Extensions withAttemptLimiter(AttemptLimiter value) {
    return with(copy -> copy.attemptLimiter = Option.some(value));
  }

  /** Spaces the calls to the provider here, in place of the gateway's memory. */
  public Extensions withTenantPace(TenantPace value) {
    return with(copy -> copy.tenantPace = Option.some(value));
  }

  /** Closes this after the last login, before those that were passed earlier. */
  public Extensions withClosing(AutoCloseable value) {
    return with(copy -> copy.closing = copy.closing.prepend(value));
  }

  /** None if logins go to Auth0. */
  public Option<ProviderSection> provider() {
    return provider;
  }

  public Journal journal() {
    return journal;
  }

  /** None to count in the gateway's memory. */
  public Option<ResetLimiter> resetLimiter() {
    return resetLimiter;
  }

  /** None to count in the gateway's memory. */
  public Option<GuessLimiter> guessLimiter() {
    return guessLimiter;
  }

  /** None to count in the gateway's memory. */
  public Option<AttemptLimiter> attemptLimiter() {
    return attemptLimiter;
  }

  /** None to space them in the gateway's memory. */
  public Option<TenantPace> tenantPace() {
    return tenantPace;
  }

  /**
   * Closes everything of {@link #withClosing}, also after one of them has thrown.
   *
   * @throws IllegalStateException if one has thrown; its cause is the first
   */
  public void close() {
    Option<Exception> first = Option.none();
    for (AutoCloseable one : closing) {
      try {
        one.close();
      } catch (Exception e) {
        first = first.orElse(Option.some(e));
      }
    }
    for (Exception e : first) {
      throw new IllegalStateException("closing: " + e.getClass().getName(), e);
    }
  }
}
