package dev.portcullis.bootstrap.cli;

import dev.portcullis.bootstrap.address.AddressCases;
import dev.portcullis.bootstrap.address.Answer;
import dev.portcullis.bootstrap.address.DecisionJson;
import dev.portcullis.bootstrap.address.Question;
import dev.portcullis.bootstrap.extension.Extensions;
import dev.portcullis.bootstrap.settings.SettingsReader;
import dev.portcullis.bootstrap.settings.clientip.ClientIp;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import dev.portcullis.bootstrap.settings.document.SettingsSource;
import dev.portcullis.doctor.check.Counted;
import dev.portcullis.domain.address.AddressResolution;
import dev.portcullis.domain.address.AddressTrace;
import dev.portcullis.domain.address.CertificateName;
import dev.portcullis.domain.address.Peer;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Validation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code portcullis resolve-ip}. */
@Command(
    name = "resolve-ip",
    description =
        "Print which client address a request would have, and why; or check a file of such cases.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the address is known; or every case is as expected",
      "1:the request would be refused, a case is not as expected, or the settings are not valid",
      "2:wrong command line"
    },
    footerHeading = "%nFor example:%n",
    footer = {
      "  portcullis resolve-ip --peer 10.0.3.4 -H 'X-Forwarded-For: 203.0.113.7, 10.0.7.9'",
      "  portcullis resolve-ip --config portcullis.yaml --cases cases.jsonl"
    })
final class ResolveIpCommand implements Callable<Integer>, OptionRules.Ruled {

  @Spec private CommandSpec spec;

  @Mixin private ConfigOption config;

  @Option(
      names = "--listener",
      paramLabel = "NAME",
      defaultValue = "users",
      description = "The listener whose client-ip settings apply (default: ${DEFAULT-VALUE}).")
  private String listener = "users";

  @Option(
      names = "--peer",
      paramLabel = "ADDR",
      description =
          "The other end of the connection: an address, with or without a port; unix:PATH.")
  private @Nullable String peer;

  @Option(
      names = {"-H", "--header"},
      paramLabel = "'Name: value'",
      description = "A header line; repeat it for more, in the order on the wire.")
  private List<String> headers = List.of();

  @Option(
      names = "--certificate",
      paramLabel = "NAME",
      description = "A name in the connection's verified client certificate; repeat it for more.")
  private List<String> certificate = List.of();

  @Option(
      names = "--proxy-protocol-hex",
      paramLabel = "HEX",
      description = "The bytes that the connection starts with.")
  private @Nullable String proxyHex;

  @Option(
      names = "--cases",
      paramLabel = "FILE",
      description =
          "Check the cases of this file, one JSON object a line; - is standard input. Needs no"
              + " settings file if each case has its own settings.")
  private @Nullable String cases;

  @Option(names = "--json", description = "Print JSON, one object a line.")
  private boolean json;

  ResolveIpCommand(Extensions extensions) {
    this.config = new ConfigOption(extensions);
  }

  @Override
  public OptionRules rules() {
    return OptionRules.NONE
        .exactlyOne("--peer", "--cases")
        .excludes("--cases", "--header", "--certificate", "--proxy-protocol-hex");
  }

  @Override
  public Integer call() throws IOException {
    return cases == null ? one(question()) : all(cases);
  }

  private Validation<Seq<SettingsProblem>, SettingsSource> source() {
    // Cases can do without the default file.
    boolean needed =
        cases == null
            || spec.commandLine().getParseResult().hasMatchedOption("--config")
            || Files.exists(config.file());
    return needed ? config.load() : Validation.valid(SettingsSource.empty());
  }

  private int all(String file) throws IOException {
    if (!file.equals("-") && !Files.isReadable(Path.of(file))) {
      throw usage("--cases: " + file + " (expected: a file that can be read)");
    }
    Validation<Seq<SettingsProblem>, SettingsSource> source = source();
    if (source.isInvalid()) {
      return report(source.getError());
    }
    PrintWriter out = spec.commandLine().getOut();
    AddressCases run =
        new AddressCases(
            (name, replacing) -> clientIp(source.get(), name, replacing),
            listener,
            json,
            out,
            warning -> spec.commandLine().getErr().println("warning: " + warning));
    try (BufferedReader lines =
        file.equals("-")
            ? new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
            : Files.newBufferedReader(Path.of(file))) {
      return run.run(lines) ? ExitCode.OK : ExitCode.FAILED;
    }
  }

  private Validation<Seq<SettingsProblem>, ClientIp> clientIp(
      SettingsSource source, String name, io.vavr.control.Option<String> replacing) {
    return SettingsReader.readClientIp(source, config.extensions(), name, replacing);
  }

  private int one(Question question) {
    Validation<Seq<SettingsProblem>, ClientIp> clientIp =
        source().flatMap(found -> clientIp(found, listener, io.vavr.control.Option.none()));
    if (clientIp.isInvalid()) {
      return report(clientIp.getError());
    }
    clientIp
        .get()
        .findings()
        .forEach(warning -> spec.commandLine().getErr().println("warning: " + warning));
    if (proxyHex != null && clientIp.get().policy().proxyProtocol().isEmpty()) {
      throw usage(
          "--proxy-protocol-hex has no effect: proxy-protocol.mode of listener "
              + listener
              + " is off.");
    }
    Answer answer = Answer.of(clientIp.get().policy(), question);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(DecisionJson.of(answer));
    } else {
      print(out, answer);
    }
    out.flush();
    return answer.resolution() instanceof AddressResolution.Resolved
        ? ExitCode.OK
        : ExitCode.FAILED;
  }

  private Question question() {
    Vector<Validation<String, Question.HeaderLine>> lines =
        Vector.ofAll(headers).map(Question.HeaderLine::parse);
    lines
        .find(Validation::isInvalid)
        .forEach(
            wrong -> {
              throw usage("-H: " + wrong.getError());
            });
    io.vavr.control.Option<Question.Bytes> bytes = io.vavr.control.Option.none();
    if (proxyHex != null) {
      Validation<String, Question.Bytes> hex = Question.Bytes.parse(proxyHex);
      if (hex.isInvalid()) {
        throw usage("--proxy-protocol-hex: " + hex.getError());
      }
      bytes = io.vavr.control.Option.of(hex.get());
    }
    Vector<Validation<String, CertificateName>> names =
        Vector.ofAll(certificate).map(CertificateName::parse);
    names
        .find(Validation::isInvalid)
        .forEach(
            wrong -> {
              throw usage("--certificate: not a name (expected: " + wrong.getError() + ")");
            });
    return new Question(peer(), names.map(Validation::get), lines.map(Validation::get), bytes);
  }

  private Peer peer() {
    String text = peer == null ? "" : peer;
    Peer read = Question.peer(text);
    if (read instanceof Peer.Unknown && !text.isEmpty()) {
      throw usage(
          "--peer: not an address: "
              + text
              + " (expected: such as 10.0.3.4, 10.0.3.4:5123, [2001:db8::4]:5123 or unix:PATH)");
    }
    return read;
  }

  private static void print(PrintWriter out, Answer answer) {
    switch (answer.resolution()) {
      case AddressResolution.Resolved(var address, var via) ->
          out.printf("%s  (%s)%n", address, via.word());
      case AddressResolution.Rejected(var reason) ->
          out.printf(
              "refused: %s%n  %s%n  %s%n", reason.code(), reason.explanation(), reason.remedy());
    }
    for (AddressTrace trace : answer.trace()) {
      out.println();
      for (AddressTrace.Step step : trace.steps()) {
        String match =
            step.match()
                .map(range -> "  in " + range + step.rule().map(rule -> " " + rule).getOrElse(""))
                .getOrElse("");
        out.printf("  %-15s %-40s %s%s%n", step.at(), step.value(), step.finding(), match);
      }
      if (trace.unread() > 0) {
        out.printf(
            "  %s left of this point not read: written by the client%n",
            Counted.of(trace.unread(), "entry", "entries"));
      }
      trace.notes().forEach(note -> out.printf("  note: %s%n", note));
    }
  }

  private int report(Seq<SettingsProblem> problems) {
    spec.commandLine().getErr().println(ConfigOption.report(problems));
    return ExitCode.FAILED;
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
