package dev.portcullis.demo;

import dev.portcullis.bootstrap.cli.ExitCode;
import dev.portcullis.bootstrap.cli.Failures;
import dev.portcullis.bootstrap.cli.OptionRules;
import dev.portcullis.bootstrap.cli.Shutdown;
import dev.portcullis.doctor.check.Counted;
import dev.portcullis.emulator.Auth0Emulator;
import dev.portcullis.emulator.EmulatorSettings;
import dev.portcullis.emulator.crypto.PasswordScheme;
import dev.portcullis.emulator.tenant.DemoTenant;
import dev.portcullis.emulator.tenant.GrantType;
import dev.portcullis.emulator.tenant.TenantDefinition;
import dev.portcullis.emulator.tenant.UserDefinition;
import dev.portcullis.emulator.tenantfile.TenantFile;
import dev.portcullis.emulator.tenantfile.TenantFileProblem;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
    description = "Run only an emulated Auth0 tenant, until stopped.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:stopped by a signal",
      "1:a port is in use, or a folder cannot be used",
      "2:wrong command line or tenant file"
    })
final class EmulatorCommand implements Callable<Integer>, OptionRules.Ruled {

  @Spec private CommandSpec spec;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "" + DemoPorts.DEFAULT_EMULATOR,
      description = "The port (default: ${DEFAULT-VALUE}); 0 uses any free port.")
  private int port;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "The address (default: ${DEFAULT-VALUE}, for this machine only).")
  private String host = "127.0.0.1";

  @Option(
      names = "--tls-dir",
      paramLabel = "DIR",
      description =
          "Serve HTTPS too, which is then the scheme of the issuer and of all links. The folder"
              + " keeps the certificates, generated at the first start; clients trust DIR/ca.pem.")
  private @Nullable Path tlsDirectory;

  @Option(
      names = "--https-port",
      paramLabel = "N",
      defaultValue = "" + DemoPorts.DEFAULT_EMULATOR_HTTPS,
      description =
          "The port for HTTPS, with --tls-dir (default: ${DEFAULT-VALUE}); 0 uses any free port.")
  private int httpsPort;

  @Option(
      names = "--issuer",
      paramLabel = "URL",
      description =
          "The issuer, and the address in links: http://HOST:PORT/ or https://HOST:PORT/; port 0"
              + " stands for the emulator's own (default: localhost and its port, or the --host"
              + " name; https with --tls-dir).")
  private @Nullable URI issuer;

  @Option(
      names = "--allow-host",
      paramLabel = "NAME",
      description =
          "Serve the page and the calls under /emulator by this host name too. Names without a dot,"
              + " IP addresses and the issuer's host are always served. Can be repeated.")
  private List<String> allowedHosts = List.of();

  @Option(
      names = "--password-hashing",
      paramLabel = "ALGORITHM:COST",
      description =
          "How passwords are hashed (default: bcrypt:4, or as the tenant file says): bcrypt:4 to"
              + " bcrypt:31, or pbkdf2:N for N iterations. pbkdf2:1 costs next to nothing, for load"
              + " tests.")
  private @Nullable String passwordHashing;

  @Option(
      names = "--tenant",
      paramLabel = "FILE",
      description =
          "Start with the tenant of this YAML or JSON file: clients, APIs, connections, users,"
              + " attack protection (default: a demo tenant). See docs/how-to/emulator.md.")
  private @Nullable Path tenantFile;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Keep the state in this folder and resume from it at the next start, also after a kill"
              + " (default: in memory). Saved state takes precedence over --tenant.")
  private @Nullable Path data;

  @Option(
      names = "--breached",
      paramLabel = "FILE|DIR",
      description =
          "Passwords that count as breached, in addition to Auth0's test passwords: a file of"
              + " passwords or of SHA-1 hashes, or a folder of Pwned Passwords range files. Can be"
              + " repeated.")
  private List<Path> breached = List.of();

  @Option(names = "--print-schema", description = "Print the JSON Schema of tenant files and exit.")
  private boolean printSchema;

  @Override
  public OptionRules rules() {
    return OptionRules.NONE
        .needs("--https-port", "--tls-dir")
        .excludes(
            "--print-schema",
            "--port",
            "--host",
            "--tls-dir",
            "--https-port",
            "--issuer",
            "--allow-host",
            "--password-hashing",
            "--tenant",
            "--data",
            "--breached");
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    if (printSchema) {
      out.print(TenantFile.schema());
      out.flush();
      return ExitCode.OK;
    }
    Optional<TenantFile> file = Optional.empty();
    if (tenantFile != null) {
      switch (TenantFile.read(tenantFile)) {
        case TenantFile.Refused refused -> {
          return report(refused.problems());
        }
        case TenantFile.Read read -> file = Optional.of(read.file());
      }
    }
    EmulatorSettings settings = settings();
    EmulatorSettings asked = asAsked(file.map(settings::withTenant).orElse(settings));
    checkFree("--port", port);
    if (tlsDirectory != null) {
      checkFree("--https-port", httpsPort);
    }
    Auth0Emulator tenant = Auth0Emulator.start(asked);
    out.printf(
        "An emulated Auth0 tenant at %s. Ctrl-C stops it; its state %s.%n%n",
        tenant.baseUri(), data == null ? "is lost then" : "is kept in " + data);
    if (file.isPresent()) {
      introduce(out, tenant, file.get().tenant());
    } else {
      introduceDemo(out, tenant);
    }
    out.flush();
    return Shutdown.awaitSignal(tenant);
  }

  private void checkFree(String option, int wanted) {
    if (wanted != 0 && !DemoPorts.isFree(host, wanted)) {
      throw new IllegalStateException(
          "cannot listen on %s:%d: the port is in use, perhaps by a demo or another emulator, or the"
                  .formatted(host, wanted)
              + " address is not local. Stop the program that uses it, or choose another port with "
              + option
              + " N");
    }
  }

  private EmulatorSettings settings() {
    EmulatorSettings settings;
    try {
      settings = EmulatorSettings.defaults().withBreachedPasswords(breached);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--breached: " + Failures.sentence(e));
    }
    return data == null ? settings : settings.withData(data);
  }

  private int report(List<TenantFileProblem> problems) {
    PrintWriter err = spec.commandLine().getErr();
    problems.forEach(err::println);
    err.printf("%n%s; --print-schema shows all keys.%n", Counted.of(problems.size(), "mistake"));
    err.flush();
    return ExitCode.USAGE;
  }

  /** Prints what to try with a tenant from a file, without its secrets. */
  private static void introduce(PrintWriter out, Auth0Emulator tenant, TenantDefinition seed) {
    out.printf(
        "  %s, %s, %s, %s%n%n",
        Counted.of(seed.applications().size(), "client"),
        Counted.of(seed.apis().size(), "API"),
        Counted.of(seed.connections().size(), "connection"),
        Counted.of(seed.users().size(), "user"));
    out.printf("  %-14s %s%n", "issuer", tenant.issuer());
    out.printf("  %-14s %s%n", "web page", tenant.baseUri() + "/emulator");
    out.printf("  %-14s %s%n", "mails, codes", tenant.baseUri() + "/emulator/ui/mail");
    tenant.caFile().ifPresent(file -> sayTrust(out, tenant, file));
    out.println();
    seed.applications().stream()
        .filter(app -> app.grantTypes().contains(GrantType.PASSWORD))
        .findFirst()
        .ifPresent(
            app -> {
              String user =
                  seed.users().stream().findFirst().map(UserDefinition::email).orElse("USER");
              out.printf(
                  "  curl %s%s/oauth/token -H 'auth0-forwarded-for: 203.0.113.7' \\%n"
                      + "    -d grant_type=password --data-urlencode 'username=%s'"
                      + " --data-urlencode 'password=…' \\%n"
                      + "    -d client_id=%s --data-urlencode 'client_secret=…'%n%n",
                  trusting(tenant), tenant.baseUri(), user, app.clientId());
            });
  }

  private static void introduceDemo(PrintWriter out, Auth0Emulator tenant) {
    out.printf("  %-14s %s%n", "issuer", tenant.issuer());
    out.printf("  %-14s %s%n", "client id", DemoTenant.GATEWAY_CLIENT_ID);
    out.printf("  %-14s %s%n", "client secret", DemoTenant.GATEWAY_CLIENT_SECRET);
    out.printf("  %-14s %s%n", "management id", DemoTenant.MANAGEMENT_CLIENT_ID);
    out.printf("  %-14s %s%n", "and secret", DemoTenant.MANAGEMENT_CLIENT_SECRET);
    out.printf("  %-14s %s%n", "audience", DemoTenant.API_AUDIENCE);
    out.printf("  %-14s %s / %s%n", "user", DemoTenant.ALICE, DemoTenant.ALICE_PASSWORD);
    out.printf("  %-14s %s / %s%n", "leaked", DemoTenant.LEAKY, DemoTenant.LEAKY_PASSWORD);
    out.printf("  %-14s %s / %s%n", "two steps", DemoTenant.MIA, DemoTenant.MIA_PASSWORD);
    out.printf("  %-14s %s%n", "web page", tenant.baseUri() + "/emulator");
    out.printf("  %-14s %s%n", "mails, codes", tenant.baseUri() + "/emulator/ui/mail");
    tenant.caFile().ifPresent(file -> sayTrust(out, tenant, file));
    out.printf(
        "%n  curl %s%s/oauth/token -H 'auth0-forwarded-for: 203.0.113.7' \\%n"
            + "    -d grant_type=password -d username=%s --data-urlencode 'password=%s' \\%n"
            + "    -d client_id=%s -d client_secret=%s%n%n",
        trusting(tenant),
        tenant.baseUri(),
        DemoTenant.ALICE,
        DemoTenant.ALICE_PASSWORD,
        DemoTenant.GATEWAY_CLIENT_ID,
        DemoTenant.GATEWAY_CLIENT_SECRET);
  }

  /** The command line takes precedence over the tenant file. */
  private EmulatorSettings asAsked(EmulatorSettings ofTenant) {
    EmulatorSettings settings =
        ofTenant
            .withHost(host)
            .withPort(checked("--port", port))
            .withHttpsPort(checked("--https-port", httpsPort));
    if (tlsDirectory != null) {
      settings = settings.withTls(tlsDirectory);
    }
    settings = settings.withAllowedHosts(allowedHosts);
    try {
      settings = settings.withIssuer(issuer == null ? ownIssuer() : issuer);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--issuer: " + Failures.sentence(e));
    }
    if (passwordHashing == null) {
      return settings;
    }
    try {
      return settings.withPasswords(PasswordScheme.parse(passwordHashing));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "--password-hashing: " + Failures.sentence(e));
    }
  }

  /** Browsers and applications on this machine say localhost; so do their callbacks. */
  private URI ownIssuer() {
    boolean ofThisMachine =
        List.of("127.0.0.1", "::1", "0.0.0.0", "::", "localhost").contains(host);
    String name = ofThisMachine ? "localhost" : host.contains(":") ? "[" + host + "]" : host;
    return URI.create((tlsDirectory == null ? "http" : "https") + "://" + name + ":0/");
  }

  private int checked(String name, int value) {
    if (value < 0 || value > 65_535) {
      throw new ParameterException(
          spec.commandLine(), name + ": " + value + " (expected: 0 to 65535)");
    }
    return value;
  }

  private static void sayTrust(PrintWriter out, Auth0Emulator tenant, Path caFile) {
    out.printf("  %-14s %s%n", "trust", caFile);
    out.printf("  %-14s %s%n", "without TLS", tenant.httpUri());
  }

  /** The option of curl that trusts the tenant, if it needs one. */
  private static String trusting(Auth0Emulator tenant) {
    return tenant.caFile().map(file -> "--cacert " + quoted(file) + " ").orElse("");
  }

  /** As one shell word. */
  private static String quoted(Path file) {
    String text = file.toString();
    return text.matches("[\\w./~@%+=:,-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
