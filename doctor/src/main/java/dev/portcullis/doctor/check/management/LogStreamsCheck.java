package dev.portcullis.doctor.check.management;

import dev.portcullis.doctor.check.Area;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckDescription;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.CheckResult.Failed;
import dev.portcullis.doctor.check.CheckResult.NotApplicable;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.CheckResult.Warning;
import dev.portcullis.doctor.check.Documents;
import dev.portcullis.doctor.check.Facts;
import dev.portcullis.doctor.tenant.TenantFact;
import dev.portcullis.doctor.tenant.TenantSnapshot.LogStream;
import io.vavr.collection.Seq;

/** Whether the tenant's log streams deliver. */
final class LogStreamsCheck implements Check {

  private static final CheckDescription DESCRIPTION =
      CheckDescription.of(
              "log-streams",
              Area.MANAGEMENT,
              "Log streams",
              "Auth0 pauses or suspends a stream whose deliveries fail; what was logged meanwhile"
                  + " does not arrive.")
          .inDashboard("Monitoring > Streams")
          .inApi("PATCH /api/v2/log-streams/{id} {\"status\":\"active\"}")
          .inTerraform("auth0_log_stream.status")
          .source(Documents.LOG_STREAMS);
  private static final String ACTIVE = "active";
  private static final String WEBHOOK = "http";

  @Override
  public CheckDescription description() {
    return DESCRIPTION;
  }

  @Override
  public CheckResult judge(Facts facts) {
    return CheckResult.of(
        facts.tenant().get(TenantFact.LOG_STREAMS), all -> judge(all, facts.expected().streamed()));
  }

  private static CheckResult judge(Seq<LogStream> streams, boolean needed) {
    Seq<LogStream> active = streams.filter(it -> it.status().equals(ACTIVE));
    if (needed && active.forAll(it -> !it.type().equals(WEBHOOK))) {
      return new Failed("doctor.watch is stream, and no Custom Webhook stream is active");
    }
    if (active.size() < streams.size()) {
      return new Warning(
          streams.removeAll(active).map(it -> it.name() + " is " + it.status()).mkString(", "));
    }
    return streams.isEmpty()
        ? new NotApplicable("there is none")
        : new Passed(streams.map(LogStream::name).mkString(", "));
  }
}
