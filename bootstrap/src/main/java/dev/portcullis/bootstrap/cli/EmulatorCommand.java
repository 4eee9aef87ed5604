package dev.portcullis.bootstrap.cli;

import dev.portcullis.bootstrap.demo.DemoPorts;
import dev.portcullis.emulator.Auth0Emulator;
import dev.portcullis.emulator.EmulatorSettings;
import dev.portcullis.emulator.seed.DemoTenant;
import dev.portcullis.emulator.users.PasswordScheme;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
    exitCodeList = {
      "0:stopped by a signal",
      "1:a port cannot be had, or a folder not be used",
      "2:wrong command line"
    })
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

  @Option(
      names = "--tls-dir",
      paramLabel = "DIR",
      description =
          "Speak HTTPS too, which is then the scheme of the issuer and of all links. The folder"
              + " keeps the certificates, made at the first start; clients trust DIR/ca.pem.")
  private @Nullable Path tlsDirectory;

  @Option(
      names = "--https-port",
      paramLabel = "N",
      defaultValue = "" + DemoPorts.DEFAULT_TENANT_HTTPS,
      description =
          "Where it listens for HTTPS, with --tls-dir (default: ${DEFAULT-VALUE}); 0 takes any"
              + " free port.")
  private int httpsPort;

  @Option(
      names = "--password-hashing",
      paramLabel = "ALGORITHM:COST",
      defaultValue = "bcrypt:4",
      description =
          "How passwords are hashed (default: ${DEFAULT-VALUE}): bcrypt:4 to bcrypt:31, or"
              + " pbkdf2:N for N iterations. pbkdf2:1 costs next to nothing, for load tests.")
  private String passwordHashing = "bcrypt:4";

  @Override
  public Integer call() throws InterruptedException {
    Auth0Emulator tenant = Auth0Emulator.start(settings());
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
    out.printf("  %-14s %s%n", "mails, codes", tenant.baseUri() + "/emulator/mails");
    out.printf("  %-14s %s%n", "to look at", tenant.baseUri() + "/emulator");
    tenant.caFile().ifPresent(file -> sayTrust(out, tenant, file));
    out.printf(
        "%n  curl %s%s/oauth/token -H 'auth0-forwarded-for: 203.0.113.7' \\%n"
            + "    -d grant_type=password -d username=%s --data-urlencode 'password=%s' \\%n"
            + "    -d client_id=%s -d client_secret=%s%n%n",
        tenant.caFile().map(file -> "--cacert " + quoted(file) + " ").orElse(""),
        tenant.baseUri(),
        DemoTenant.ALICE,
        DemoTenant.ALICE_PASSWORD,
        DemoTenant.GATEWAY_CLIENT_ID,
        DemoTenant.GATEWAY_CLIENT_SECRET);
    out.flush();
    return Shutdown.awaitSignal(tenant);
  }

  private EmulatorSettings settings() {
    try {
      EmulatorSettings settings =
          EmulatorSettings.defaults()
              .withHost(host)
              .withPort(checked("--port", port))
              .withHttpsPort(checked("--https-port", httpsPort))
              .withPasswords(PasswordScheme.parse(passwordHashing));
      return tlsDirectory == null ? settings : settings.withTls(tlsDirectory);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "--password-hashing: " + Failures.sentence(e));
    }
  }

  private int checked(String name, int value) {
    if (value < 0 || value > 65_535) {
      throw new ParameterException(
          spec.commandLine(), name + ": " + value + " (expected: 0 to 65535)");
    }
    return value;
  }

  private static void sayTrust(PrintWriter out, Auth0Emulator tenant, Path caFile) {
    out.printf("  %-14s %s%n", "to be trusted", caFile);
    out.printf("  %-14s %s%n", "without TLS", tenant.httpUri());
  }

  /** As one word of a shell. */
  private static String quoted(Path file) {
    String text = file.toString();
    return text.matches("[\\w./~@%+=:,-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
