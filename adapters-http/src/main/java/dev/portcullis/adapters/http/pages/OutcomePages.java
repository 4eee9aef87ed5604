package dev.portcullis.adapters.http.pages;

import dev.portcullis.domain.breach.BreachOutcome;
import dev.portcullis.domain.login.LoginOutcome.Cause;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.reset.ResetOutcome;
import io.vavr.control.Option;
import java.time.Duration;

/** The page for each outcome, with what the user can do next. */
final class OutcomePages {

  /** Auth0 refills a throttled address by about one attempt in a quarter of an hour. */
  private static final Duration THROTTLED = Duration.ofMinutes(15);

  private static final Duration SAME_USER = Duration.ofMinutes(1);
  private static final Duration RATE_LIMITED = Duration.ofSeconds(10);

  /** Auth0 allows ten codes, and then one in six minutes. */
  private static final Duration TOO_MANY_CODES = Duration.ofMinutes(6);

  private static final String RESET = "/login/reset";

  private final Option<String> webLogin;

  OutcomePages(PagesSettings settings) {
    this.webLogin = settings.webLogin();
  }

  Page leaked(BreachOutcome reset) {
    return switch (reset) {
      case BreachOutcome.ResetMailSent() -> Page.notice(403, "leaked-mail").with("again", true);
      case BreachOutcome.ResetPage(var page) ->
          Page.notice(403, "leaked-page").leadingTo(page, "set-new-password");
      case BreachOutcome.ResetLimited(var retryAfter) ->
          Page.notice(403, "leaked-limited").with("again", true);
      case BreachOutcome.ResetNotStarted() ->
          Page.notice(403, "leaked-none").leadingTo(RESET, "set-new-password");
    };
  }

  Page blocked() {
    return Page.notice(429, "blocked").leadingTo(RESET, "set-new-password").with("again", true);
  }

  Page throttled() {
    return Page.notice(429, "throttled").waiting(THROTTLED).with("again", true);
  }

  Page sameUser() {
    return Page.notice(429, "same-user").waiting(SAME_USER).with("again", true);
  }

  Page verification() {
    return webLogin.fold(
        () -> Page.notice(403, "verification").with("again", true),
        url -> Page.notice(403, "verification-web").leadingTo(url, "web-login"));
  }

  Page denied(String reason) {
    return Page.notice(403, "denied").with("quote", reason).with("again", true);
  }

  Page userBlocked() {
    return Page.notice(403, "user-blocked").with("again", true);
  }

  Page rateLimited(Option<Duration> retryAfter) {
    return Page.notice(429, "rate-limited")
        .waiting(retryAfter.getOrElse(RATE_LIMITED))
        .with("again", true);
  }

  Page misconfigured() {
    return Page.notice(500, "misconfigured").with("showId", true).with("again", true);
  }

  Page unavailable(Cause cause) {
    return switch (cause) {
      case Cause.Unreachable(var why) -> Page.notice(503, "unreachable").with("again", true);
      case Cause.NoAnswer(var why) -> Page.notice(504, "no-answer").with("again", true);
      case Cause.Unintelligible(var error) ->
          Page.notice(502, "bad-answer").with("showId", true).with("again", true);
    };
  }

  Page unanswered(ProviderFault fault) {
    return switch (fault) {
      case ProviderFault.RateLimited(var retryAfter) -> rateLimited(retryAfter);
      case ProviderFault.Misconfigured(var what, var error) -> misconfigured();
      case ProviderFault.Unreachable(var why) -> unavailable(new Cause.Unreachable(why));
      case ProviderFault.NoAnswer(var why) -> unavailable(new Cause.NoAnswer(why));
      case ProviderFault.Unintelligible(var error) -> unavailable(new Cause.Unintelligible(error));
    };
  }

  /** Says the same whether or not there is such an account. */
  Page reset(ResetOutcome outcome) {
    return switch (outcome) {
      case ResetOutcome.Accepted() -> Page.notice(200, "check-mail").with("again", true);
      case ResetOutcome.AtPage(var page) ->
          Page.notice(200, "reset-page").leadingTo(page, "set-new-password");
      case ResetOutcome.Limited(var retryAfter) ->
          Page.notice(429, "reset-limited").waiting(retryAfter).with("again", true);
      case ResetOutcome.Unavailable() -> Page.notice(503, "reset-unavailable").with("again", true);
    };
  }

  Page addressUnknown() {
    return Page.notice(400, "address-unknown").with("showId", true);
  }

  Page loginExpired() {
    return Page.notice(403, "login-expired").with("again", true);
  }

  Page pushRejected() {
    return Page.notice(403, "push-rejected").with("again", true);
  }

  Page tooManyCodes() {
    return Page.notice(429, "too-many-codes").waiting(TOO_MANY_CODES).with("again", true);
  }

  Page badForm() {
    return Page.notice(400, "bad-form").with("again", true);
  }
}
