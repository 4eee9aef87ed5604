package dev.portcullis.bootstrap.cli;

import ch.qos.logback.classic.Level;
import dev.portcullis.adapters.auth0.settings.Auth0Settings;
import dev.portcullis.bootstrap.extension.Extensions;
import dev.portcullis.bootstrap.log.LogSetup;
import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.bootstrap.settings.document.Durations;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import dev.portcullis.bootstrap.system.SystemSources;
import dev.portcullis.bootstrap.system.Version;
import dev.portcullis.bootstrap.wiring.DoctorComponent;
import dev.portcullis.doctor.ApplyRemediesUseCase.Made;
import dev.portcullis.doctor.ApplyRemediesUseCase.Plan;
import dev.portcullis.doctor.Checks;
import dev.portcullis.doctor.check.Area;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.Diagnosis;
import dev.portcullis.doctor.check.Finding;
import dev.portcullis.doctor.check.Selection;
import dev.portcullis.doctor.port.Progress;
import dev.portcullis.doctor.report.DeployCliText;
import dev.portcullis.doctor.report.DoctorJson;
import dev.portcullis.doctor.report.DoctorTable;
import dev.portcullis.doctor.report.JunitXml;
import dev.portcullis.doctor.report.PlanText;
import dev.portcullis.doctor.report.SarifJson;
import dev.portcullis.doctor.report.TerraformText;
import io.vavr.collection.HashSet;
import io.vavr.collection.Set;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code portcullis doctor}. */
@Command(
    name = "doctor",
    description =
        "Check that the set-up works, from the tenant's settings and its log, and list what to"
            + " fix. Changes nothing without --apply.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all good; with --plan: nothing to change",
      "1:warnings; with --plan: there are changes; or a file is missing",
      "2:errors; or a wrong command line",
      "3:something could not be checked"
    },
    footerHeading = "%nFor example:%n",
    footer = {
      "  portcullis doctor --config portcullis.yaml",
      "  portcullis doctor --config portcullis.yaml --plan",
      "  portcullis doctor --config portcullis.yaml --apply --only trust-header"
    })
final class DoctorCommand implements Callable<Integer>, OptionRules.Ruled {

  private static final int NOT_CHECKED = Diagnosis.Status.NOT_CHECKED.exitCode();

  @Spec private CommandSpec spec;

  @Mixin private ConfigOption config;

  @Option(
      names = "--only",
      paramLabel = "CHECK",
      split = ",",
      description = "Run only these checks, by their ids; see docs/reference/doctor-checks.md.")
  private List<String> only = List.of();

  @Option(names = "--skip", paramLabel = "CHECK", split = ",", description = "Skip these checks.")
  private List<String> skip = List.of();

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description =
          "Judge only log events from then on: how long ago, such as 24h, or a time, such as"
              + " 2026-01-15T10:30:00Z (default: doctor.look-back).")
  private @Nullable String since;

  @Option(names = "--json", description = "Print one JSON object instead of a table.")
  private boolean json;

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "Also write the findings as a JUnit report.")
  private @Nullable Path junit;

  @Option(
      names = "--sarif",
      paramLabel = "FILE",
      description = "Also write the findings as SARIF 2.1.0, for code scanning.")
  private @Nullable Path sarif;

  @Option(names = "--plan", description = "Print what --apply would change, and change nothing.")
  private boolean plan;

  @Option(
      names = "--apply",
      description = "Show the changes, ask, change the tenant's settings, then check again.")
  private boolean apply;

  @Option(names = "--yes", description = "With --apply: do not ask for confirmation.")
  private boolean yes;

  @Option(
      names = "--write-terraform",
      paramLabel = "FILE",
      description = "Write the changes as Terraform resources; changes nothing itself.")
  private @Nullable Path terraform;

  @Option(
      names = "--write-deploy-cli",
      paramLabel = "FILE",
      description = "Write the changes as YAML of Auth0's Deploy CLI; changes nothing itself.")
  private @Nullable Path deployCli;

  DoctorCommand(Extensions extensions) {
    this.config = new ConfigOption(extensions);
  }

  @Override
  public OptionRules rules() {
    return OptionRules.NONE
        .needs("--yes", "--apply")
        .excludes("--only", "--skip")
        .excludes("--apply", "--plan", "--json")
        .excludes("--plan", "--since", "--json", "--junit", "--sarif")
        .excludesWithout("--apply", "--write-terraform", "--since", "--json", "--junit", "--sarif")
        .excludesWithout(
            "--apply", "--write-deploy-cli", "--since", "--json", "--junit", "--sarif");
  }

  @Override
  public Integer call() throws IOException {
    Selection selection = new Selection(ids("--only", only), ids("--skip", skip), HashSet.empty());
    if (since != null
        && !Checks.all().exists(check -> check.area() == Area.LOG && selection.has(check))) {
      throw usage("--since has no effect: none of the selected checks reads the tenant's log.");
    }
    LogSetup.apply(LogSetup.Format.AUTO, Level.ERROR);
    var settings = config.read();
    if (settings.isInvalid()) {
      spec.commandLine().getErr().println(ConfigOption.report(settings.getError()));
      return settings.getError().exists(SettingsProblem::isMissingFile)
          ? ExitCode.FAILED
          : NOT_CHECKED;
    }
    var own = settings.get().ownProvider();
    if (own.isDefined()) {
      spec.commandLine().getErr().println(ConfigOption.forAuth0("doctor", own.get().name()));
      return NOT_CHECKED;
    }
    DoctorComponent doctor = DoctorComponent.of(settings.get());
    try {
      useAcceptedSecret(doctor, settings.get().auth0());
      return plan || apply || terraform != null || deployCli != null
          ? remedy(doctor, settings.get(), selection)
          : diagnose(doctor, settings.get(), selection);
    } finally {
      doctor.close();
    }
  }

  /** The canary logs in with the secret that the gateway would use. */
  private static void useAcceptedSecret(DoctorComponent doctor, Auth0Settings auth0) {
    if (auth0.clientSecrets().size() > 1) {
      var unused = doctor.client().prove(auth0.clientSecrets());
    }
  }

  private int diagnose(DoctorComponent doctor, Settings settings, Selection selection)
      throws IOException {
    Diagnosis diagnosis = doctor.diagnose().diagnose(selection, lookBack(settings), progress());
    endOfProgress();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(DoctorJson.of(diagnosis));
    } else {
      out.println(
          "The doctor's findings for "
              + settings.auth0().tenant()
              + " and client "
              + settings.auth0().clientId());
      new DoctorTable(out, Boolean.getBoolean("portcullis.colour")).print(diagnosis, true);
    }
    out.flush();
    if (junit != null) {
      Files.writeString(junit, JunitXml.of(diagnosis));
    }
    if (sarif != null) {
      Files.writeString(sarif, SarifJson.of(diagnosis, Version.current(), artifact()));
    }
    return diagnosis.status().exitCode();
  }

  /** The settings file as a URI reference. */
  private String artifact() {
    return config.file().toUri().getRawPath().replaceFirst(".*/", "");
  }

  private int remedy(DoctorComponent doctor, Settings settings, Selection selection)
      throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Plan todo = doctor.remedies().plan(selection);
    print(todo);
    if (terraform != null) {
      Files.writeString(terraform, TerraformText.of(todo.changes()));
    }
    if (deployCli != null) {
      Files.writeString(deployCli, DeployCliText.of(todo.changes()));
    }
    if (!apply) {
      if (!todo.changes().isEmpty()) {
        return Diagnosis.Status.WARNINGS.exitCode();
      }
      return todo.left().exists(Finding::isUnchecked) ? NOT_CHECKED : ExitCode.OK;
    }
    if (!todo.changes().isEmpty()) {
      if (!yes && !agreed()) {
        out.println("Nothing was changed.");
        return Diagnosis.Status.WARNINGS.exitCode();
      }
      for (Made made : doctor.remedies().make(todo.changes(), progress())) {
        endOfProgress();
        out.println(
            made.problem()
                .fold(
                    () -> "changed: " + made.change().subject(),
                    problem -> "NOT changed: " + made.change().subject() + ": " + problem));
      }
      out.println();
    }
    return diagnose(doctor, settings, selection);
  }

  private void print(Plan todo) {
    PrintWriter out = spec.commandLine().getOut();
    boolean colour = Boolean.getBoolean("portcullis.colour");
    if (todo.changes().isEmpty()) {
      out.println("Nothing to change.");
    }
    todo.changes()
        .flatMap(PlanText::of)
        .forEach(
            line ->
                out.println(
                    colour && line.startsWith("+")
                        ? "\u001b[32m" + line + "\u001b[0m"
                        : colour && line.startsWith("-")
                            ? "\u001b[31m" + line + "\u001b[0m"
                            : line));
    if (!todo.left().isEmpty()) {
      out.println();
      out.println("Not changed automatically:");
      for (Finding finding : todo.left().reject(it -> it.result() instanceof CheckResult.Skipped)) {
        out.println("  " + finding.check().id() + ": " + finding.result().text());
        String skipped =
            DoctorTable.skipped(todo.left().count(it -> it.isSkippedBecauseOf(finding.check())));
        if (!skipped.isEmpty()) {
          out.println("    " + skipped);
        }
      }
    }
    out.println();
    out.flush();
  }

  private boolean agreed() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    out.print("Apply these changes to the tenant? Type yes: ");
    out.flush();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String answer = in.readLine();
    if (answer == null) {
      out.println();
      out.println("stdin is not a terminal; pass --yes to apply without asking.");
    }
    return "yes".equals(answer);
  }

  private Duration lookBack(Settings settings) {
    if (since == null) {
      return settings.doctor().lookBack();
    }
    String text = since;
    return Durations.read(text)
        .orElse(() -> sinceTime(text))
        .filter(value -> !value.isZero() && !value.isNegative())
        .getOrElseThrow(
            () ->
                usage(
                    "--since: "
                        + text
                        + " (expected: such as 90m, 24h or 7d, or a time in the past such as"
                        + " 2026-01-15T10:30:00Z)"));
  }

  private static io.vavr.control.Option<Duration> sinceTime(String text) {
    try {
      return io.vavr.control.Option.of(
          Duration.between(Instant.parse(text), SystemSources.clock().instant()));
    } catch (DateTimeParseException e) {
      return io.vavr.control.Option.none();
    }
  }

  private Set<String> ids(String option, List<String> ids) {
    for (String id : ids) {
      if (Checks.of(id).isEmpty()) {
        throw usage(
            option
                + ": "
                + id
                + " (expected: one of "
                + Checks.all().map(Check::id).mkString(", ")
                + ")");
      }
    }
    return HashSet.ofAll(ids);
  }

  private Progress progress() {
    PrintWriter err = spec.commandLine().getErr();
    boolean terminal = Boolean.getBoolean("portcullis.terminal");
    return what -> {
      err.print(terminal ? "\r\u001b[K... " + what : "... " + what + System.lineSeparator());
      err.flush();
    };
  }

  private void endOfProgress() {
    if (Boolean.getBoolean("portcullis.terminal")) {
      spec.commandLine().getErr().print("\r\u001b[K");
      spec.commandLine().getErr().flush();
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
