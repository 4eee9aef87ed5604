package dev.portcullis.testkit.fake;

import dev.portcullis.application.reset.port.ResetTickets;
import dev.portcullis.domain.outcome.Misconfiguration;
import dev.portcullis.domain.outcome.ProviderError;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.outcome.ProviderFault.ConnectFault;
import dev.portcullis.domain.outcome.ProviderFault.NoAnswerFault;
import dev.portcullis.testkit.contract.ResetTicketsContract;
import io.vavr.control.Option;

class InMemoryResetTicketsContractTest implements ResetTicketsContract {

  @Override
  public ResetTickets tickets(Situation situation) {
    InMemoryResetTickets tickets = new InMemoryResetTickets().knowing("ada@example.com");
    ProviderError error = new ProviderError(500, "", "");
    return switch (situation) {
      case ORDINARY -> tickets;
      case GATEWAY_REFUSED ->
          tickets.failing(
              new ProviderFault.Misconfigured(Misconfiguration.MANAGEMENT_REFUSED, error));
      case RATE_LIMITED -> tickets.failing(new ProviderFault.RateLimited(Option.none()));
      case UNREACHABLE ->
          tickets.failing(new ProviderFault.Unreachable(ConnectFault.CONNECT_REFUSED));
      case SILENT -> tickets.failing(new ProviderFault.NoAnswer(NoAnswerFault.TIMED_OUT));
      case UNINTELLIGIBLE -> tickets.failing(new ProviderFault.Unintelligible(error));
    };
  }
}
