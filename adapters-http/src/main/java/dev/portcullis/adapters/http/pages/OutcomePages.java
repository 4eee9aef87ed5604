package dev.portcullis.adapters.http.pages;

import dev.portcullis.adapters.http.exchange.Waits;
import dev.portcullis.adapters.http.exchange.WebOrigin;
import dev.portcullis.adapters.http.pages.Page.Sign;
import dev.portcullis.domain.breach.BreachOutcome;
import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.reset.ResetOutcome;
import io.vavr.control.Option;
import java.time.Duration;

/** The page for each outcome, with what the user can do next. The message keys are the codes. */
final class OutcomePages {

  private static final String RESET = "/login/reset";

  private final Option<String> webLogin;

  OutcomePages(PagesSettings settings) {
    this.webLogin = settings.webLogin();
  }

  /** A refusal that needs nothing said beside its text. */
  Page refused(int status, OutcomeCode code) {
    return outcome(status, code).with("again", true);
  }

  private static Page refused(int status, ProviderFault fault) {
    return outcome(status, fault.code()).waiting(Waits.after(fault)).with("again", true);
  }

  private static Page outcome(int status, OutcomeCode code) {
    return Page.notice(status, code.word()).waiting(Waits.after(code));
  }

  Page passwordLeaked(BreachOutcome reset) {
    Page page =
        Page.notice(403, OutcomeCode.PASSWORD_LEAKED.word() + "-" + reset.code().word())
            .signed(Sign.LEAKED);
    return switch (reset) {
      case BreachOutcome.ResetMailSent() -> page.with("again", true);
      case BreachOutcome.ResetPage(var url) -> page.leadingTo(url, "set-new-password");
      case BreachOutcome.TooManyResets(var retryAfter) -> page.with("again", true);
      case BreachOutcome.ResetNotStarted() -> page.leadingTo(RESET, "set-new-password");
    };
  }

  Page bruteForceBlocked() {
    return refused(429, OutcomeCode.BRUTE_FORCE_BLOCKED)
        .signed(Sign.BLOCKED)
        .leadingTo(RESET, "set-new-password");
  }

  Page ipThrottled() {
    return throttled(OutcomeCode.IP_THROTTLED);
  }

  private Page throttled(OutcomeCode code) {
    return throttled(refused(429, code));
  }

  private static Page throttled(Page page) {
    return page.signed(Sign.THROTTLED).counting();
  }

  Page tooManyLogins() {
    return throttled(OutcomeCode.TOO_MANY_LOGINS);
  }

  Page attemptsLimited(Duration retryAfter) {
    return throttled(refused(429, OutcomeCode.ATTEMPTS_LIMITED).waiting(retryAfter));
  }

  Page verificationRequired() {
    String key = OutcomeCode.VERIFICATION_REQUIRED.word();
    return webLogin.fold(
        () -> Page.notice(403, key).with("again", true),
        url -> Page.notice(403, key + "-web").leadingTo(url, "web-login"));
  }

  Page denied(String reason) {
    return refused(403, OutcomeCode.DENIED).with("quote", reason);
  }

  Page userBlocked() {
    return refused(403, OutcomeCode.USER_BLOCKED).signed(Sign.BLOCKED);
  }

  Page unanswered(ProviderFault fault) {
    return switch (fault) {
      case ProviderFault.RateLimited limited -> throttled(refused(429, limited));
      case ProviderFault.Misconfigured misconfigured -> misconfigured();
      case ProviderFault.Unreachable unreachable -> refused(503, unreachable);
      case ProviderFault.Overloaded overloaded -> throttled(refused(503, overloaded));
      case ProviderFault.NoAnswer noAnswer -> refused(504, noAnswer);
      case ProviderFault.Unavailable unavailable -> refused(502, unavailable);
      case ProviderFault.Unintelligible unintelligible ->
          refused(502, unintelligible).with("showId", true);
    };
  }

  /** Says the same whether or not there is such an account. */
  Page reset(ResetOutcome outcome) {
    OutcomeCode code = outcome.code();
    return switch (outcome) {
      case ResetOutcome.Accepted() -> outcome(200, code).signed(Sign.DONE).with("again", true);
      case ResetOutcome.ResetPage(var page) ->
          outcome(200, code).leadingTo(page, "set-new-password");
      case ResetOutcome.TooManyResets(var retryAfter) ->
          throttled(refused(429, code).waiting(retryAfter));
      case ResetOutcome.ResetNotStarted() -> refused(503, code);
    };
  }

  Page misconfigured() {
    return refused(500, OutcomeCode.MISCONFIGURED).with("showId", true);
  }

  Page addressUnknown() {
    return Page.notice(400, "address-unknown").with("showId", true);
  }

  Page loginExpired() {
    return refused(403, OutcomeCode.LOGIN_EXPIRED);
  }

  Page pushRejected() {
    return refused(403, OutcomeCode.PUSH_REJECTED);
  }

  Page tooManyCodes() {
    return throttled(OutcomeCode.TOO_MANY_CODES);
  }

  /** Only the page at {@code own} has the cookies, and may post. */
  Page wrongOrigin(String seen, WebOrigin own) {
    return Page.notice(403, "wrong-origin")
        .saying(seen, own.text())
        .leadingTo(own.text() + "/login", "open-login")
        .with("showId", true);
  }

  Page badForm() {
    return Page.notice(400, "bad-form").with("again", true);
  }
}
