package dev.portcullis.doctor.check.host;

import dev.portcullis.doctor.check.Area;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckDescription;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.CheckResult.NotApplicable;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.CheckResult.Warning;
import dev.portcullis.doctor.check.Documents;
import dev.portcullis.doctor.check.Facts;
import dev.portcullis.doctor.tenant.Host;
import io.vavr.collection.Seq;

/** Whether other users of this host can read the files that hold secrets. */
final class SecretFilesCheck implements Check {

  private static final CheckDescription DESCRIPTION =
      CheckDescription.of(
              "secret-files",
              Area.LOCAL,
              "Secrets on disk",
              "Anyone who can read the client secret can claim any address as an end user's.")
          .source(Documents.CONFIGURATION);

  @Override
  public CheckDescription description() {
    return DESCRIPTION;
  }

  @Override
  public CheckResult judge(Facts facts) {
    if (facts.host().isEmulated()) {
      return new NotApplicable("an emulator's secrets are not confidential");
    }
    Seq<Host.SecretPlace> places = facts.host().secrets();
    Seq<Host.SecretPlace> open = places.filter(Host.SecretPlace::others);
    if (!open.isEmpty()) {
      return new Warning(
          open.map(it -> it.setting() + " in " + it.file()).mkString(", ")
              + " can be read by other users: chmod 600");
    }
    return places.isEmpty()
        ? new NotApplicable("none in a file")
        : new Passed(places.map(Host.SecretPlace::file).distinct().mkString(", "));
  }
}
