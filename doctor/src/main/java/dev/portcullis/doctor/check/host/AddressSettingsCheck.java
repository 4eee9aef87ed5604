package dev.portcullis.doctor.check.host;

import dev.portcullis.doctor.check.Area;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckDescription;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.CheckResult.Warning;
import dev.portcullis.doctor.check.Documents;
import dev.portcullis.doctor.check.Facts;
import dev.portcullis.domain.address.PolicyLint;
import io.vavr.collection.HashSet;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;

/** Whether each listener's address settings are free of findings of {@link PolicyLint}. */
final class AddressSettingsCheck implements Check {

  /** What carries the address to Auth0, so that no client may name one. */
  private static final Set<String> RESERVED = HashSet.of("auth0-forwarded-for");

  private static final CheckDescription DESCRIPTION =
      CheckDescription.of(
              "address-settings",
              Area.LOCAL,
              "Address settings",
              "An address taken from the wrong place belongs to another client, and attack"
                  + " protection then blocks that client.")
          .source(Documents.CLIENT_ADDRESS);

  @Override
  public CheckDescription description() {
    return DESCRIPTION;
  }

  @Override
  public CheckResult judge(Facts facts) {
    Seq<String> found =
        facts
            .expected()
            .policies()
            .toVector()
            .flatMap(
                entry ->
                    PolicyLint.of(entry._2(), RESERVED)
                        .map(it -> entry._1() + ": " + it.key() + ": " + it.problem()));
    if (!found.isEmpty()) {
      return new Warning(found.mkString("; "));
    }
    int listeners = facts.expected().policies().size();
    return new Passed(listeners == 1 ? "one listener" : listeners + " listeners");
  }
}
