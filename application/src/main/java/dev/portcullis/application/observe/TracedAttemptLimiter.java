package dev.portcullis.application.observe;

import dev.portcullis.application.login.port.AttemptLimiter;
import dev.portcullis.application.observe.port.Tracing;
import dev.portcullis.domain.login.LoginSubject;
import dev.portcullis.domain.outcome.OutcomeCode;

/** A limiter whose decisions, with the time that attempts wait for them, are spans. */
public final class TracedAttemptLimiter implements AttemptLimiter {

  private final AttemptLimiter limiter;
  private final Tracing tracing;

  public TracedAttemptLimiter(AttemptLimiter limiter, Tracing tracing) {
    this.limiter = limiter;
    this.tracing = tracing;
  }

  @Override
  public Admission admit(LoginSubject subject) {
    try (Tracing.Span span = tracing.part("limit")) {
      Admission admission = limiter.admit(subject);
      switch (admission) {
        case Admission.Refused(var limit, var retryAfter) -> {
          span.reached(limit);
          span.outcome(OutcomeCode.ATTEMPTS_LIMITED);
        }
        case Admission.Admitted(var attempt, var reached) ->
            reached.forEach(it -> span.reached(it.limit()));
      }
      return admission;
    }
  }
}
