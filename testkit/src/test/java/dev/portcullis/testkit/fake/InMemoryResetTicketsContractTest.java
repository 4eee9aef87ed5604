package dev.portcullis.testkit.fake;

import dev.portcullis.application.reset.port.ResetTickets;
import dev.portcullis.testkit.Outcomes;
import dev.portcullis.testkit.contract.ResetTicketsContract;

class InMemoryResetTicketsContractTest implements ResetTicketsContract {

  @Override
  public ResetTickets tickets(Situation situation) {
    InMemoryResetTickets tickets = new InMemoryResetTickets().knowing("ada@example.com");
    return switch (situation) {
      case ORDINARY -> tickets;
      default -> tickets.failing(Outcomes.fault(situation.code()));
    };
  }
}
