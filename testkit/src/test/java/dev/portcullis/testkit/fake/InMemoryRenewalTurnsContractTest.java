package dev.portcullis.testkit.fake;

import dev.portcullis.application.session.port.RenewalTurns;
import dev.portcullis.testkit.contract.RenewalTurnsContract;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;

class InMemoryRenewalTurnsContractTest implements RenewalTurnsContract {

  @Override
  public List<RenewalTurns> instances(int number, Duration longest) {
    return Collections.nCopies(number, new InMemoryRenewalTurns(longest, InstantSource.system()));
  }
}
