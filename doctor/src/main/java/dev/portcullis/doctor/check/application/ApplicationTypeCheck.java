package dev.portcullis.doctor.check.application;

import dev.portcullis.doctor.check.Area;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckDescription;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.CheckResult.Failed;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.CheckResult.Warning;
import dev.portcullis.doctor.check.Documents;
import dev.portcullis.doctor.check.Facts;

/** Whether the application is of a type that keeps a secret. */
final class ApplicationTypeCheck implements Check {

  private static final CheckDescription DESCRIPTION =
      CheckDescription.of(
              "application-type",
              Area.APPLICATION,
              "Application type",
              "Only Regular Web and Machine to Machine applications keep a secret and can be"
                  + " trusted with the header.")
          .inDashboard("Applications > your application > Settings > Application Type")
          .inApi("PATCH /api/v2/clients/{id} {\"app_type\":\"regular_web\"}")
          .inTerraform("auth0_client.app_type")
          .source(Documents.APPLICATION_SETTINGS);
  private static final String EXPECTED = " (expected: regular_web or non_interactive)";

  @Override
  public CheckDescription description() {
    return DESCRIPTION;
  }

  @Override
  public CheckResult judge(Facts facts) {
    return facts.ofApplication(
        app -> {
          String type = app.type().getOrElse("not set");
          return switch (type) {
            case "regular_web", "non_interactive" -> new Passed(type);
            case "not set" -> new Warning(type + EXPECTED);
            default -> new Failed(type + EXPECTED);
          };
        });
  }
}
