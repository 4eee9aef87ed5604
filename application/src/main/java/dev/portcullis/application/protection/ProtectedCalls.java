package dev.portcullis.application.protection;

import dev.portcullis.application.protection.Breaker.Call;
import dev.portcullis.application.protection.Breaker.End;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.outcome.ProviderFault.ConnectFault;
import dev.portcullis.domain.outcome.ProviderReply;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.util.function.Function;
import java.util.function.Supplier;

/** Makes one call through the gate, and tells the gate how it ended. */
final class ProtectedCalls {

  /** The source of calls that belong to no address; they are not paced. */
  private static final String STEPS = "";

  private ProtectedCalls() {}

  /**
   * A call that counts by the provider's rate limit.
   *
   * @param source whose turn it takes
   * @param fault why an answer is none
   * @param unanswered the answer if the call is not sent
   */
  static <T> ProviderReply<T> paced(
      ProviderGate gate,
      String source,
      Supplier<ProviderReply<T>> call,
      Function<T, Option<ProviderFault>> fault,
      Function<ProviderFault, T> unanswered) {
    Either<ProviderFault, Call> entered = gate.enter(source, true);
    if (entered.isLeft()) {
      return ProviderReply.of(unanswered.apply(entered.getLeft()));
    }
    End end = End.UNSENT;
    try {
      ProviderReply<T> reply = call.get();
      Option<ProviderFault> why = fault.apply(reply.answer());
      end = endOf(why);
      if (why.getOrNull() instanceof ProviderFault.RateLimited(var retryAfter)) {
        gate.pause(retryAfter);
      }
      reply.quota().forEach(gate::learn);
      return reply;
    } finally {
      gate.leave(entered.get(), end);
    }
  }

  /**
   * A call of another kind, which has a limit of its own if any.
   *
   * @param end what its answer says of the provider
   */
  static <T> T unpaced(
      ProviderGate gate,
      Supplier<T> call,
      Function<T, End> end,
      Function<ProviderFault, T> unanswered) {
    Either<ProviderFault, Call> entered = gate.enter(STEPS, false);
    if (entered.isLeft()) {
      return unanswered.apply(entered.getLeft());
    }
    End how = End.UNSENT;
    try {
      T answer = call.get();
      how = end.apply(answer);
      return answer;
    } finally {
      gate.leave(entered.get(), how);
    }
  }

  /** What an answer says of the provider. A refusal is an answer, whatever it refuses. */
  static End endOf(Option<ProviderFault> fault) {
    return fault.map(ProtectedCalls::endOf).getOrElse(End.ANSWERED);
  }

  private static End endOf(ProviderFault fault) {
    return switch (fault) {
      case ProviderFault.RateLimited limited -> End.ANSWERED;
      case ProviderFault.Misconfigured misconfigured -> End.ANSWERED;
      case ProviderFault.Unintelligible unintelligible -> End.ANSWERED;
      case ProviderFault.Overloaded overloaded -> End.UNSENT;
      case ProviderFault.Unreachable(var why) ->
          why == ConnectFault.CLOSED || why == ConnectFault.BREAKER_OPEN ? End.UNSENT : End.FAILED;
      case ProviderFault.NoAnswer noAnswer -> End.FAILED;
      case ProviderFault.Unavailable unavailable -> End.FAILED;
    };
  }
}
