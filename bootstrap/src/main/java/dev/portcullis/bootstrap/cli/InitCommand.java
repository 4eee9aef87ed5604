package dev.portcullis.bootstrap.cli;

import dev.portcullis.bootstrap.extension.Extensions;
import dev.portcullis.bootstrap.settings.SettingsReader;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import dev.portcullis.bootstrap.settings.document.SettingsSource;
import io.vavr.collection.HashMap;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code portcullis init}. */
@Command(
    name = "init",
    description =
        "Write first settings, with comments. Asks for what is not given, if stdin and stdout are a"
            + " terminal. Secrets are kept in files of their own.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the settings are written",
      "1:they exist already, are not valid, or cannot be written",
      "2:wrong command line; or something is not given, and there is no terminal"
    },
    footerHeading = "%nFor example:%n",
    footer = {
      "  portcullis init",
      "  portcullis init --proxy nginx --domain example.eu.auth0.com --client-id CLIENT_ID",
      "  portcullis init --proxy alb --proxy-from 10.0.3.0/24,10.0.4.0/24 \\",
      "      --domain example.eu.auth0.com --client-id CLIENT_ID"
    })
final class InitCommand implements Callable<Integer> {

  private static final String ORIGIN_SECRET = "origin-secret";

  @Spec private CommandSpec spec;

  @Mixin private ConfigOption config;

  @Option(
      names = "--proxy",
      paramLabel = "NAME",
      description = "What users' requests pass before the gateway: ${COMPLETION-CANDIDATES}.")
  private @Nullable FrontProxy proxy;

  @Option(
      names = "--proxy-from",
      paramLabel = "RANGE",
      split = ",",
      description =
          "The addresses that the proxy connects from (default: this machine's); needed for alb.")
  private List<String> proxyFrom = List.of();

  @Option(
      names = "--domain",
      paramLabel = "DOMAIN",
      description = "The tenant's domain, such as example.eu.auth0.com.")
  private @Nullable String domain;

  @Option(
      names = "--client-id",
      paramLabel = "ID",
      description = "The Client ID of the application that logs in.")
  private @Nullable String clientId;

  @Option(
      names = "--client-secret-file",
      paramLabel = "FILE",
      defaultValue = "client-secret",
      description =
          "The file with its Client Secret, relative to the settings (default: ${DEFAULT-VALUE})."
              + " If it does not exist, the secret is asked for and written there, readable by you"
              + " alone.")
  private String secretFile = "client-secret";

  @Option(
      names = "--audience",
      paramLabel = "URL",
      description = "The API that access tokens are for (default: none).")
  private @Nullable String audience;

  @Option(names = "--force", description = "Overwrite the settings if they exist.")
  private boolean force;

  InitCommand(Extensions extensions) {
    this.config = new ConfigOption(extensions);
  }

  @Override
  public Integer call() throws IOException {
    var own = config.extensions().provider();
    if (own.isDefined()) {
      spec.commandLine().getErr().println(ConfigOption.forAuth0("init", own.get().name()));
      return ExitCode.FAILED;
    }
    Path file = config.file();
    if (!Files.isDirectory(folder())) {
      return failed("no such folder: " + folder() + " (create it)");
    }
    if (Files.exists(file) && !force) {
      return failed(file + " exists (pass --force to overwrite it, or --config FILE for another)");
    }
    checkGiven();
    Seq<SettingsProblem> wrong = domain == null ? Vector.empty() : ofDomain(domain);
    if (!wrong.isEmpty()) {
      return refused(wrong);
    }
    Prompt prompt = new Prompt(System.in, spec.commandLine().getOut());
    FrontProxy front = proxy == null ? askForProxy(prompt) : proxy;
    InitialSettings settings =
        new InitialSettings(
            front,
            ranges(prompt, front),
            domain == null ? askForDomain(prompt) : domain,
            clientId == null ? prompt.ask("The application's Client ID", "") : clientId,
            secretFile,
            audience);
    String yaml = settings.yaml();
    Seq<SettingsProblem> problems = problems(yaml);
    if (!problems.isEmpty()) {
      return refused(problems);
    }
    if (Files.notExists(secret()) && Prompt.isPossible()) {
      String typed =
          prompt.secret("Its Client Secret (not shown; Enter to write it into a file yourself)");
      if (!typed.isEmpty()) {
        writeSecret(secret(), typed);
      }
    }
    if (front.needsOriginSecret() && Files.notExists(folder().resolve(ORIGIN_SECRET))) {
      byte[] random = new byte[32];
      new SecureRandom().nextBytes(random);
      writeSecret(folder().resolve(ORIGIN_SECRET), HexFormat.of().formatHex(random));
    }
    if (force) {
      Files.writeString(file, yaml);
    } else {
      Files.writeString(file, yaml, StandardOpenOption.CREATE_NEW);
    }
    printNext(front);
    return ExitCode.OK;
  }

  private void checkGiven() {
    if (proxy != null && !proxy.hasRanges() && !proxyFrom.isEmpty()) {
      throw usage("--proxy-from has no effect with --proxy " + proxy + ": leave it out.");
    }
    Vector<String> missing = Vector.empty();
    missing = proxy == null ? missing.append("--proxy NAME") : missing;
    missing =
        proxy == FrontProxy.ALB && proxyFrom.isEmpty()
            ? missing.append("--proxy-from RANGE")
            : missing;
    missing = domain == null ? missing.append("--domain DOMAIN") : missing;
    missing = clientId == null ? missing.append("--client-id ID") : missing;
    if (!missing.isEmpty() && !Prompt.isPossible()) {
      throw usage(
          "Pass "
              + missing.mkString(", ")
              + ": stdin and stdout are not a terminal, so nothing is asked.");
    }
  }

  private FrontProxy askForProxy(Prompt prompt) throws IOException {
    Seq<FrontProxy> all = Vector.of(FrontProxy.values());
    while (true) {
      String answer =
          prompt.ask("The proxy in front of the gateway (" + all.mkString(", ") + ")", "none");
      var known = all.find(each -> each.toString().equalsIgnoreCase(answer));
      if (known.isDefined() && (known.get().hasRanges() || proxyFrom.isEmpty())) {
        return known.get();
      }
      PrintWriter out = spec.commandLine().getOut();
      out.println(
          known.isDefined()
              ? answer + ": has no effect with --proxy-from"
              : answer + ": not in the list; for other proxies see docs/how-to/client-address.md");
    }
  }

  private String askForDomain(Prompt prompt) throws IOException {
    while (true) {
      String answer = prompt.ask("The tenant's domain", "");
      Seq<SettingsProblem> wrong = ofDomain(answer);
      if (wrong.isEmpty()) {
        return answer;
      }
      PrintWriter out = spec.commandLine().getOut();
      wrong.forEach(problem -> out.println(problem.problem() + ": " + problem.fix()));
    }
  }

  /** What is wrong with a domain, known before the other questions are answered. */
  private Seq<SettingsProblem> ofDomain(String text) {
    InitialSettings others =
        new InitialSettings(FrontProxy.NONE, Vector.empty(), text, "CLIENT_ID", secretFile, null);
    return problems(others.yaml()).filter(problem -> problem.key().equals("auth0.domain"));
  }

  private Seq<String> ranges(Prompt prompt, FrontProxy front) throws IOException {
    if (!front.hasRanges() || !proxyFrom.isEmpty()) {
      return Vector.ofAll(proxyFrom);
    }
    if (!Prompt.isPossible()) {
      return front.usualRanges();
    }
    String answer =
        prompt.ask(
            "The addresses that " + front + " connects from", front.usualRanges().mkString(", "));
    return Vector.of(answer.split(",", -1)).map(String::strip).reject(String::isEmpty);
  }

  /** What {@code check-config} would report, apart from secrets that are still to be written. */
  private Seq<SettingsProblem> problems(String yaml) {
    var read =
        SettingsReader.read(
            new SettingsSource(config.file().toString(), folder(), yaml, HashMap.empty()));
    return read.isValid()
        ? Vector.empty()
        : read.getError()
            .reject(
                problem ->
                    (problem.key().equals("auth0.client-secret") && Files.notExists(secret()))
                        || (problem.key().startsWith("client-ip.origin-proof.values-from")
                            && Files.notExists(folder().resolve(ORIGIN_SECRET))));
  }

  private static void writeSecret(Path file, String secret) throws IOException {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] ownerOnly =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    Files.createFile(file, ownerOnly);
    Files.writeString(file, secret + "\n");
  }

  private void printNext(FrontProxy front) {
    String with =
        config.file().equals(Path.of("portcullis.yaml")) ? "" : " --config " + config.file();
    String called = Launcher.called();
    Vector<String> steps = Vector.empty();
    if (Files.notExists(secret())) {
      steps =
          steps.append(
              "Write the application's Client Secret into "
                  + secret()
                  + ", readable by you alone.");
    }
    if (front.needsOriginSecret()) {
      steps =
          steps.append(
              "Let "
                  + front
                  + " send the content of "
                  + folder().resolve(ORIGIN_SECRET)
                  + " as X-Origin-Secret.");
    }
    steps =
        steps
            .append(called + " check-config" + with)
            .append(called + " resolve-ip" + with + " --peer ADDR -H 'Name: value'")
            .append(
                "Fill in management and doctor in "
                    + config.file()
                    + ", then:\n     "
                    + called
                    + " doctor"
                    + with)
            .append(called + " serve" + with);
    PrintWriter out = spec.commandLine().getOut();
    out.printf("Wrote %s. Next:%n%n", config.file());
    steps.zipWithIndex().forEach(step -> out.printf("  %d. %s%n", step._2() + 1, step._1()));
    out.flush();
  }

  private Path folder() {
    Path parent = config.file().toAbsolutePath().getParent();
    return parent == null ? Path.of(".").toAbsolutePath() : parent;
  }

  private Path secret() {
    return folder().resolve(secretFile);
  }

  private int refused(Seq<SettingsProblem> problems) {
    spec.commandLine().getErr().println(ConfigOption.report(problems));
    spec.commandLine().getErr().println("Nothing was written.");
    return ExitCode.FAILED;
  }

  private int failed(String problem) {
    spec.commandLine().getErr().println("portcullis: " + problem);
    return ExitCode.FAILED;
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
