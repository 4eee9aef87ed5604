package dev.portcullis.bootstrap.cli;

import dev.portcullis.bootstrap.demo.DemoPorts;
import dev.portcullis.emulator.Auth0Emulator;
import dev.portcullis.emulator.EmulatorSettings;
import dev.portcullis.emulator.seed.DemoTenant;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code portcullis emulator}. */
@Command(
    name = "emulator",
    description = "Run an emulated Auth0 tenant alone, until stopped.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:stopped by a signal", "1:the port cannot be had", "2:wrong command line"})
final class EmulatorCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "" + DemoPorts.DEFAULT_TENANT,
      description = "Where it listens (default: ${DEFAULT-VALUE}); 0 takes any free port.")
  private int port;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "On which address (default: ${DEFAULT-VALUE}, for this machine only).")
  private String host = "127.0.0.1";

  @Override
  public Integer call() throws InterruptedException {
    if (port < 0 || port > 65_535) {
      throw new ParameterException(
          spec.commandLine(), "--port: " + port + " (expected: 0 to 65535)");
    }
    Auth0Emulator tenant =
        Auth0Emulator.start(EmulatorSettings.defaults().withHost(host).withPort(port));
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "An emulated Auth0 tenant at %s. Ctrl-C stops it; its state goes with it.%n%n",
        tenant.baseUri());
    out.printf("  %-14s %s%n", "client id", DemoTenant.GATEWAY_CLIENT_ID);
    out.printf("  %-14s %s%n", "client secret", DemoTenant.GATEWAY_CLIENT_SECRET);
    out.printf("  %-14s %s%n", "audience", DemoTenant.API_AUDIENCE);
    out.printf("  %-14s %s / %s%n", "user", DemoTenant.ALICE, DemoTenant.ALICE_PASSWORD);
    out.printf("  %-14s %s / %s%n", "leaked", DemoTenant.LEAKY, DemoTenant.LEAKY_PASSWORD);
    out.printf("  %-14s %s / %s%n", "two steps", DemoTenant.MIA, DemoTenant.MIA_PASSWORD);
    out.printf("  %-14s %s%n%n", "mails, codes", tenant.baseUri() + "/emulator/mails");
    out.printf(
        "  curl %s/oauth/token -H 'auth0-forwarded-for: 203.0.113.7' \\%n"
            + "    -d grant_type=password -d username=%s --data-urlencode 'password=%s' \\%n"
            + "    -d client_id=%s -d client_secret=%s%n%n",
        tenant.baseUri(),
        DemoTenant.ALICE,
        DemoTenant.ALICE_PASSWORD,
        DemoTenant.GATEWAY_CLIENT_ID,
        DemoTenant.GATEWAY_CLIENT_SECRET);
    out.flush();
    return Shutdown.awaitSignal(tenant);
  }
}
