package dev.portcullis.adapters.http.api;

import dev.portcullis.adapters.http.exchange.Problem;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.adapters.http.exchange.Waits;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.outcome.ProviderFault;

/** The replies to faults, the same for every call. A fault is never answered with a 4xx but 429. */
final class FaultReplies {

  private FaultReplies() {}

  static Reply of(ProviderFault fault, RequestId id) {
    return switch (fault) {
      case ProviderFault.RateLimited limited ->
          Problem.of(
                  429,
                  fault.code(),
                  "too_many_requests",
                  "Too many logins at the moment",
                  "More people are logging in than the login service allows. Try again shortly.")
              .withRetryAfter(Waits.after(fault))
              .reply(id);
      case ProviderFault.Misconfigured misconfigured ->
          Problem.of(
                  500,
                  fault.code(),
                  "server_error",
                  "The login service is not set up correctly",
                  "This is not your fault. Tell the operator of this service, with the request id.")
              .reply(id);
      case ProviderFault.Unreachable unreachable ->
          Problem.of(
                  503,
                  fault.code(),
                  "temporarily_unavailable",
                  "Login is not available",
                  "The login service cannot be reached. Nothing was submitted; try again shortly.")
              .reply(id);
      case ProviderFault.Overloaded overloaded ->
          Problem.of(
                  503,
                  fault.code(),
                  "temporarily_unavailable",
                  "Too many logins at once",
                  "More logins are in progress here than can be handled at once. Nothing was"
                      + " submitted; try again shortly.")
              .withRetryAfter(Waits.after(fault))
              .reply(id);
      case ProviderFault.NoAnswer noAnswer ->
          Problem.of(
                  504,
                  fault.code(),
                  "temporarily_unavailable",
                  "No answer to the login",
                  "The login was submitted but not answered, and it may have counted as an attempt."
                      + " Wait a moment before you try again.")
              .reply(id);
      case ProviderFault.Unavailable unavailable ->
          Problem.of(
                  502,
                  fault.code(),
                  "server_error",
                  "The login service failed",
                  "The login service reported a failure of its own, and the login may have counted"
                      + " as an attempt. Wait a moment before you try again.")
              .reply(id);
      case ProviderFault.Unintelligible unintelligible ->
          Problem.of(
                  502,
                  fault.code(),
                  "server_error",
                  "Unexpected answer to the login",
                  "The login service answered in a way that is not understood. Tell the operator of"
                      + " this service, with the request id.")
              .reply(id);
    };
  }
}
