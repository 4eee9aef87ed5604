package dev.portcullis.doctor.check.host;

import dev.portcullis.doctor.check.Area;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckDescription;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.CheckResult.Failed;
import dev.portcullis.doctor.check.CheckResult.NotChecked;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.CheckResult.Warning;
import dev.portcullis.doctor.check.Documents;
import dev.portcullis.doctor.check.Facts;
import dev.portcullis.doctor.tenant.Host.Credentials;
import dev.portcullis.doctor.tenant.Host.SecretProof;
import io.vavr.collection.Seq;

/** Whether the tenant accepts client id and secret. */
final class CredentialsCheck implements Check {

  private static final CheckDescription DESCRIPTION =
      CheckDescription.of(
              "credentials",
              Area.LOCAL,
              "Client id and secret",
              "With a wrong secret every login is refused. While the secret is rotated, each of"
                  + " auth0.client-secret and auth0.old-client-secret is checked.")
          .inDashboard("Applications > your application > Settings > Basic Information")
          .inTerraform("auth0_client_credentials.client_secret")
          .source(Documents.APPLICATION_SETTINGS);

  @Override
  public CheckDescription description() {
    return DESCRIPTION;
  }

  @Override
  public CheckResult judge(Facts facts) {
    return facts.ofAnswer(it -> judge(it.proofs()));
  }

  private static CheckResult judge(Seq<SecretProof> proofs) {
    Seq<String> accepted = are(proofs, new Credentials.Accepted());
    Seq<String> refused = are(proofs, new Credentials.Refused());
    Seq<String> unknown =
        proofs.flatMap(it -> it.result().swap().map(why -> it.setting() + ": " + why));
    if (refused.isEmpty()) {
      return unknown.isEmpty()
          ? new Passed(
              accepted.mkString(" and ") + (accepted.size() == 1 ? " is" : " are") + " accepted")
          : new NotChecked(unknown.mkString("; "));
    }
    String which = refused.mkString(" and ") + (refused.size() == 1 ? " is" : " are") + " refused";
    if (refused.size() == proofs.size()) {
      return new Failed(which + ": client id and client secret do not match an application");
    }
    if (!unknown.isEmpty()) {
      return new Warning(which + "; " + unknown.mkString("; "));
    }
    return new Warning(
        which
            + (accepted.contains(proofs.head().setting())
                ? ": remove it, " + accepted.head() + " is accepted"
                : ": logins use " + accepted.head() + ", which is accepted"));
  }

  private static Seq<String> are(Seq<SecretProof> proofs, Credentials what) {
    return proofs.filter(it -> it.result().contains(what)).map(SecretProof::setting);
  }
}
