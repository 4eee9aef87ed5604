package dev.portcullis.adapters.http.api;

import dev.portcullis.adapters.http.exchange.Problem;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.outcome.ProviderFault;
import io.vavr.control.Option;
import java.time.Duration;

/** What the caller is told when there is no answer, whatever was asked. */
final class FaultReplies {

  private FaultReplies() {}

  static Reply of(ProviderFault fault, RequestId id) {
    return switch (fault) {
      case ProviderFault.RateLimited(var retryAfter) -> rateLimited(retryAfter, id);
      case ProviderFault.Misconfigured(var what, var error) -> misconfigured(id);
      case ProviderFault.Unreachable(var why) -> unreachable(id);
      case ProviderFault.NoAnswer(var why) -> noAnswer(id);
      case ProviderFault.Unintelligible(var error) -> badAnswer(id);
    };
  }

  static Reply rateLimited(Option<Duration> retryAfter, RequestId id) {
    Reply reply =
        Problem.of(
                429,
                "rate-limited",
                "too_many_requests",
                "Too many logins at the moment",
                "More people are logging in than the login service allows. Try again shortly.")
            .reply(id);
    return retryAfter.fold(() -> reply, reply::withRetryAfter);
  }

  static Reply misconfigured(RequestId id) {
    return Problem.of(
            500,
            "misconfigured",
            "server_error",
            "The login service is not set up correctly",
            "This is not your fault. Tell whoever runs this service, with the request id.")
        .reply(id);
  }

  static Reply unreachable(RequestId id) {
    return Problem.of(
            503,
            "unavailable",
            "temporarily_unavailable",
            "Login is not available",
            "The login service cannot be reached. Nothing was submitted; try again shortly.")
        .reply(id);
  }

  static Reply noAnswer(RequestId id) {
    return Problem.of(
            504,
            "no-answer",
            "temporarily_unavailable",
            "No answer to the login",
            "The login was submitted but not answered, and it may have counted as an attempt."
                + " Wait a moment before you try again.")
        .reply(id);
  }

  static Reply badAnswer(RequestId id) {
    return Problem.of(
            502,
            "bad-answer",
            "server_error",
            "Unexpected answer to the login",
            "The login service answered in a way that is not understood. Tell whoever runs this"
                + " service, with the request id.")
        .reply(id);
  }
}
