package dev.portcullis.adapters.journal;

import dev.portcullis.application.journal.port.StepJournal;
import dev.portcullis.domain.login.Requester;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.outcome.ProviderRequestId;
import io.vavr.control.Option;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/** Writes one log event per step, in the manner of {@link Slf4jLoginJournal}. */
public final class Slf4jStepJournal implements StepJournal {

  private final Logger logger;
  private final Pseudonyms pseudonyms;

  /** Writes to this log, users by these names. */
  public Slf4jStepJournal(Logger logger, Pseudonyms pseudonyms) {
    this.logger = logger;
    this.pseudonyms = pseudonyms;
  }

  @Override
  public void record(
      Requester requester, Step step, Option<ProviderRequestId> upstream, Duration elapsed) {
    try {
      write(requester, step, upstream, elapsed);
    } catch (RuntimeException e) {
      // A step does not fail because its log does, and there is nowhere else to say so.
    }
  }

  private void write(
      Requester requester, Step step, Option<ProviderRequestId> upstream, Duration elapsed) {
    StepCode code = StepCode.of(step);
    LoggingEventBuilder event =
        EcsEvent.of(logger.atLevel(level(code)), requester, upstream, elapsed)
            .addKeyValue("event.action", code.kind().action())
            .addKeyValue("event.outcome", result(code))
            .addKeyValue("portcullis.step", code.kind().word())
            .addKeyValue("portcullis.outcome", code.code());
    LoggingEventBuilder named =
        StepCode.identifier(step).fold(() -> event, who -> pseudonyms.name(event, who));
    code.fault()
        .fold(() -> named, fault -> fault(named, fault))
        .log(code.fault().flatMap(Slf4jStepJournal::mend).getOrElse(() -> plain(code)));
  }

  private static String plain(StepCode code) {
    return code.kind().word() + ": " + code.code();
  }

  private static Option<String> mend(ProviderFault fault) {
    return fault instanceof ProviderFault.Misconfigured(var what, var error)
        ? Option.of(what.mend())
        : Option.none();
  }

  private static Level level(StepCode code) {
    return switch (code.code()) {
      case "misconfigured" -> Level.ERROR;
      case "rate-limited",
          "unreachable",
          "no-answer",
          "unintelligible",
          "unavailable",
          "not-started" ->
          Level.WARN;
      default -> Level.INFO;
    };
  }

  /** The schema's three words for it; a step that leads to another is undecided. */
  private static String result(StepCode code) {
    return switch (code.code()) {
      case "renewed", "revoked", "granted", "mail-sent" -> "success";
      case "known",
          "otp-expected",
          "oob-sent",
          "otp-enrolled",
          "oob-enrolled",
          "already-enrolled",
          "enrollment-required",
          "mfa-required",
          "pending",
          "slow-down",
          "accepted",
          "page" ->
          "unknown";
      default -> "failure";
    };
  }

  private static LoggingEventBuilder fault(LoggingEventBuilder event, ProviderFault fault) {
    return switch (fault) {
      case ProviderFault.RateLimited limited -> event;
      case ProviderFault.Misconfigured(var what, var error) ->
          EcsEvent.provider(event, error).addKeyValue("portcullis.reason", OutcomeCode.kebab(what));
      case ProviderFault.Unreachable(var why) ->
          event.addKeyValue("portcullis.reason", OutcomeCode.kebab(why));
      case ProviderFault.NoAnswer(var why) ->
          event.addKeyValue("portcullis.reason", OutcomeCode.kebab(why));
      case ProviderFault.Unintelligible(var error) -> EcsEvent.provider(event, error);
    };
  }
}
