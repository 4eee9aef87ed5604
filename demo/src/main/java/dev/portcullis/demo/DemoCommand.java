package dev.portcullis.demo;

import ch.qos.logback.classic.Level;
import dev.portcullis.bootstrap.cli.ExitCode;
import dev.portcullis.bootstrap.cli.Shutdown;
import dev.portcullis.bootstrap.log.LogSetup;
import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.bootstrap.wiring.DoctorComponent;
import dev.portcullis.bootstrap.wiring.Gateway;
import dev.portcullis.bootstrap.wiring.ProductionComponent;
import dev.portcullis.doctor.check.Diagnosis;
import dev.portcullis.doctor.check.Selection;
import dev.portcullis.doctor.port.Progress;
import dev.portcullis.doctor.report.DoctorTable;
import dev.portcullis.emulator.Auth0Emulator;
import dev.portcullis.emulator.EmulatorSettings;
import dev.portcullis.emulator.tenant.DemoTenant;
import dev.portcullis.emulator.tenant.TenantDefinition;
import io.vavr.collection.Seq;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code portcullis demo}. */
@Command(
    name = "demo",
    description =
        "Start an emulated Auth0 tenant and the gateway on this machine, show what they do, and"
            + " keep them running for you to try.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every stop of the tour was as expected, and the doctor found nothing wrong",
      "1:one was not, or no port is free",
      "2:wrong command line"
    })
final class DemoCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "" + DemoPorts.DEFAULT_USERS,
      description =
          "The gateway's port (default: ${DEFAULT-VALUE}); the tenant and the other listeners use"
              + " the ports after it. Ports in use are skipped.")
  private int port;

  @Option(names = "--once", description = "Exit after the tour.")
  private boolean once;

  @Option(names = "--json", description = "Print the tour as one JSON object; implies --once.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    if (port < 1 || port > 65_000) {
      throw new ParameterException(
          spec.commandLine(), "--port: " + port + " (expected: 1 to 65000)");
    }
    LogSetup.apply(LogSetup.Format.AUTO, Level.OFF);
    Running demo = DemoPorts.start(port, DemoCommand::start);
    boolean asExpected = tour(demo.tenant(), demo.gateway());
    boolean good = doctor(demo.settings()) && asExpected;
    if (once || json) {
      demo.close();
      return good ? ExitCode.OK : ExitCode.FAILED;
    }
    invite(demo.tenant(), demo.gateway());
    LogSetup.apply(LogSetup.Format.AUTO, Level.INFO);
    return Shutdown.awaitSignal(demo);
  }

  private record Running(Auth0Emulator tenant, Settings settings, Gateway.Running gateway)
      implements AutoCloseable {

    @Override
    public void close() {
      gateway.close();
      tenant.close();
    }
  }

  private static Running start(DemoPorts ports) {
    Auth0Emulator tenant =
        Auth0Emulator.start(
            EmulatorSettings.defaults()
                .withTenant(
                    TenantDefinition.demo().toBuilder()
                        .defaultRedirectionUri("http://127.0.0.1:" + ports.pages() + "/login")
                        .build())
                .withPort(ports.tenant()));
    try {
      Settings settings = DemoSettings.of(ports, tenant);
      return new Running(tenant, settings, ProductionComponent.gateway(settings).start());
    } catch (IllegalStateException e) {
      tenant.close();
      throw e;
    }
  }

  private boolean tour(Auth0Emulator tenant, Gateway.Running gateway)
      throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    TourTable table = new TourTable(out, Boolean.getBoolean("portcullis.colour"));
    if (!json) {
      table.head(tenant, gateway);
    }
    try (Tour tour =
        new Tour(
            URI.create("http://127.0.0.1:" + gateway.port()),
            tenant,
            stop -> {
              if (!json) {
                table.row(stop);
              }
            })) {
      Seq<Tour.Stop> stops = tour.run();
      if (json) {
        out.println(TourJson.of(stops));
      } else {
        table.foot(stops);
      }
      out.flush();
      return stops.forAll(Tour.Stop::asExpected);
    }
  }

  /** Prints the doctor's findings; not with JSON, which is one document. */
  private boolean doctor(Settings settings) {
    if (json) {
      return true;
    }
    PrintWriter out = spec.commandLine().getOut();
    DoctorComponent doctor = DoctorComponent.of(settings);
    try {
      out.printf("%nThe findings of portcullis doctor for this setup:%n");
      Diagnosis diagnosis =
          doctor.diagnose().diagnose(Selection.ALL, settings.doctor().lookBack(), Progress.SILENT);
      new DoctorTable(out, Boolean.getBoolean("portcullis.colour")).print(diagnosis, true);
      return diagnosis.status() == Diagnosis.Status.GOOD;
    } finally {
      doctor.close();
    }
  }

  private void invite(Auth0Emulator tenant, Gateway.Running gateway) {
    PrintWriter out = spec.commandLine().getOut();
    String login = "http://127.0.0.1:%d/login".formatted(gateway.port(DemoSettings.PAGES));
    String tenantPage = tenant.baseUri() + "/emulator";
    out.printf("%nStill running; Ctrl-C stops it. Open in a browser:%n%n");
    out.printf("  %-16s %s%n", "login page", login);
    out.printf("  %-16s %s  who is blocked, the log%n", "tenant", tenantPage);
    out.printf("  %-16s %s/ui/mail  reset links and codes%n%n", "mails and codes", tenantPage);
    out.printf("Log in as%n%n");
    String user = "  %-22s %-36s %s%n";
    out.printf(user, DemoTenant.ALICE, DemoTenant.ALICE_PASSWORD, "logs in");
    out.printf(
        user, DemoTenant.ALICE, "anything else", "is refused, and blocked after 10 attempts");
    out.printf(user, DemoTenant.LEAKY, DemoTenant.LEAKY_PASSWORD, "gets a mail with a reset link");
    out.printf(
        user, DemoTenant.MIA, DemoTenant.MIA_PASSWORD, "needs a code: it is with the mails, or");
    out.printf(user, "", "", "recovery code " + DemoTenant.MIA_RECOVERY_CODE);
    out.printf(
        user, DemoTenant.BLOCKED, DemoTenant.BLOCKED_PASSWORD, "is blocked by an administrator");
    out.printf("%nOr without a browser:%n%n");
    out.printf(
        "  curl -i http://127.0.0.1:%d/api/auth -H 'X-Forwarded-For: 203.0.113.7' \\%n"
            + "    --json '{\"username\":\"%s\",\"password\":\"%s\"}'%n%n",
        gateway.port(), DemoTenant.ALICE, DemoTenant.ALICE_PASSWORD);
    out.printf("  metrics  http://127.0.0.1:%d/metrics%n", gateway.operatorsPort());
    out.printf("  tenant   %s/.well-known/openid-configuration%n%n", tenant.baseUri());
    out.flush();
  }
}
