package dev.portcullis.doctor.check.host;

import dev.portcullis.doctor.check.Area;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckDescription;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.CheckResult.Failed;
import dev.portcullis.doctor.check.CheckResult.NotChecked;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.Documents;
import dev.portcullis.doctor.check.Facts;
import dev.portcullis.doctor.tenant.Host;

/** Whether the tenant accepts client id and secret. */
final class CredentialsCheck implements Check {

  private static final CheckDescription DESCRIPTION =
      CheckDescription.of(
              "credentials",
              Area.LOCAL,
              "Client id and secret",
              "With a wrong secret every login is refused.")
          .inDashboard("Applications > your application > Settings > Basic Information")
          .inTerraform("auth0_client_credentials.client_secret")
          .source(Documents.APPLICATION_SETTINGS);

  @Override
  public CheckDescription description() {
    return DESCRIPTION;
  }

  @Override
  public CheckResult judge(Facts facts) {
    return facts.ofAnswer(it -> it.credentials().fold(NotChecked::new, CredentialsCheck::answered));
  }

  private static CheckResult answered(Host.Credentials credentials) {
    return switch (credentials) {
      case Host.Credentials.Accepted() -> new Passed("accepted");
      case Host.Credentials.Refused() ->
          new Failed("refused: client id and client secret do not match an application");
    };
  }
}
