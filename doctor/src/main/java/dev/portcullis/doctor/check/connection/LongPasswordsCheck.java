package dev.portcullis.doctor.check.connection;

import dev.portcullis.doctor.check.Area;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckDescription;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.CheckResult.NotApplicable;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.CheckResult.Warning;
import dev.portcullis.doctor.check.Documents;
import dev.portcullis.doctor.check.Facts;

/** What happens to passwords of more than 72 bytes. */
final class LongPasswordsCheck implements Check {

  private static final CheckDescription DESCRIPTION =
      CheckDescription.of(
              "long-passwords",
              Area.CONNECTION,
              "Long passwords",
              "Auth0 hashes the first 72 bytes of a password: if longer ones are cut, what follows"
                  + " protects nothing.")
          .inDashboard("Authentication > Database > your connection > Password Policy")
          .inApi("PATCH /api/v2/connections/{id} with all of its options")
          .inTerraform("auth0_connection.options.password_options.complexity")
          .source(Documents.PASSWORD_POLICY);

  @Override
  public CheckDescription description() {
    return DESCRIPTION;
  }

  @Override
  public CheckResult judge(Facts facts) {
    return facts.ofConnection(
        connection ->
            connection
                .passwords()
                .tooLong()
                .<CheckResult>fold(
                    () ->
                        new NotApplicable(
                            "no flexible password policy, so they are cut at 72 bytes"),
                    word ->
                        word.equals("error")
                            ? new Passed("refused when they are set")
                            : new Warning("cut at 72 bytes (" + word + ")")));
  }
}
