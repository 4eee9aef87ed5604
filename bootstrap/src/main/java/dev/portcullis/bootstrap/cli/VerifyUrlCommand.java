package dev.portcullis.bootstrap.cli;

import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.adapters.http.forwardauth.Unauthenticated;
import dev.portcullis.adapters.http.pages.PagesSettings;
import dev.portcullis.adapters.http.session.ReturnTarget;
import dev.portcullis.adapters.http.session.ReturnTargets;
import dev.portcullis.bootstrap.address.Question.HeaderLine;
import dev.portcullis.bootstrap.extension.Extensions;
import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import dev.portcullis.domain.address.Peer;
import dev.portcullis.domain.address.RequestOrigin;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Validation;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code portcullis verify-url}. */
@Command(
    name = "verify-url",
    description =
        "Print what /auth/verify answers a request without a session and where the user returns to"
            + " after the login, and why; or whether a return_to is allowed.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the user returns there after the login; or the preflight is passed on",
      "1:the user goes to pages.home instead, or the settings are not valid",
      "2:wrong command line"
    },
    footerHeading = "%nFor example:%n",
    footer = {
      "  portcullis verify-url https://app.example.com/orders?page=2",
      "  portcullis verify-url -H 'X-Forwarded-Proto: http' \\",
      "      -H 'X-Forwarded-Host: app.example.com' -H 'X-Forwarded-Uri: /orders'",
      "  portcullis verify-url --path /auth/verify/orders -H 'Host: app.example.com'",
      "  portcullis verify-url --return-to /orders"
    })
final class VerifyUrlCommand implements Callable<Integer>, OptionRules.Ruled {

  private static final String VERIFY = "/auth/verify";

  @Spec private CommandSpec spec;

  @Mixin private ConfigOption config;

  @Parameters(
      arity = "0..1",
      paramLabel = "URL",
      description =
          "The URL that a browser opens; the same as -H 'X-Original-URL: URL' with"
              + " -H 'Sec-Fetch-Mode: navigate'.")
  private @Nullable String url;

  @Option(
      names = {"-H", "--header"},
      paramLabel = "'Name: value'",
      description = "A header line that the proxy sends to /auth/verify; repeat it for more.")
  private List<String> headers = List.of();

  @Option(
      names = "--method",
      paramLabel = "METHOD",
      defaultValue = "GET",
      description = "The method of the browser's request (default: ${DEFAULT-VALUE}).")
  private String method = "GET";

  @Option(
      names = "--path",
      paramLabel = "PATH",
      description =
          "What the proxy requests, with its query: /auth/verify (the default), or the browser's"
              + " path below it, as Envoy does.")
  private @Nullable String path;

  @Option(
      names = "--return-to",
      paramLabel = "TARGET",
      description = "Explain this return_to of a login or logout instead.")
  private @Nullable String returnTo;

  VerifyUrlCommand(Extensions extensions) {
    this.config = new ConfigOption(extensions);
  }

  @Override
  public OptionRules rules() {
    return OptionRules.NONE.excludes("--return-to", "URL", "--header", "--method", "--path");
  }

  @Override
  public Integer call() {
    Seq<HeaderLine> lines = lines();
    check(lines);
    Validation<Seq<SettingsProblem>, Settings> settings = config.read();
    if (settings.isInvalid()) {
      spec.commandLine().getErr().println(ConfigOption.report(settings.getError()));
      return ExitCode.FAILED;
    }
    if (settings.get().pages().isEmpty()) {
      spec.commandLine().getErr().println("pages.enabled: false (set it to true)");
      return ExitCode.FAILED;
    }
    PagesSettings pages = settings.get().pages().get();
    return returnTo == null ? verify(pages, lines) : explain(pages, returnTo);
  }

  private void check(Seq<HeaderLine> lines) {
    boolean asks = url != null || path != null || !lines.isEmpty();
    if (returnTo == null && !asks) {
      throw usage("Pass a URL, the headers of your proxy with -H, or --return-to TARGET.");
    }
    if (path != null && !isBelow() && !path.split("\\?", 2)[0].equals(VERIFY)) {
      throw usage("--path: " + path + " (expected: /auth/verify, or a path below it)");
    }
    if (names(lines, "X-Forwarded-Method")) {
      throw usage("-H: X-Forwarded-Method (expected: --method METHOD)");
    }
    if (url != null && (isBelow() || names(lines, "X-Original-URL"))) {
      throw usage("URL has no effect here: the proxy's --path or X-Original-URL names it.");
    }
  }

  private boolean isBelow() {
    return path != null && path.startsWith(VERIFY + "/");
  }

  private static boolean names(Seq<HeaderLine> lines, String name) {
    return lines.exists(line -> line.name().equalsIgnoreCase(name));
  }

  private Seq<HeaderLine> lines() {
    Seq<Validation<String, HeaderLine>> all = Vector.ofAll(headers).map(HeaderLine::parse);
    all.find(Validation::isInvalid)
        .forEach(
            wrong -> {
              throw usage("-H: " + wrong.getError());
            });
    return all.map(Validation::get);
  }

  private int verify(PagesSettings pages, Seq<HeaderLine> lines) {
    if (!pages.forwardAuth().enabled()) {
      spec.commandLine().getErr().println("forward-auth.enabled: false (set it to true)");
      return ExitCode.FAILED;
    }
    Unauthenticated decided =
        Unauthenticated.of(pages.forwardAuth(), pages.targets(), request(lines));
    PrintWriter out = spec.commandLine().getOut();
    switch (decided.answer()) {
      case PREFLIGHT -> out.println("200, with empty headers about the user");
      case REDIRECT -> out.println("302 to " + decided.login());
      case STATUS -> out.println("401 with X-Login-URL: " + decided.login());
    }
    out.println();
    out.printf("  asked       %s %s%n", decided.asked().method(), shown(decided.asked().url()));
    out.println("  kind        " + kind(decided));
    boolean returns = returns(out, pages, decided.wayBack());
    out.flush();
    return returns || decided.answer() == Unauthenticated.Answer.PREFLIGHT
        ? ExitCode.OK
        : ExitCode.FAILED;
  }

  private static String kind(Unauthenticated decided) {
    if (decided.asked().preflight()) {
      return decided.answer() == Unauthenticated.Answer.PREFLIGHT
          ? "a preflight, which forward-auth.preflight passes on"
          : "a preflight, which forward-auth.preflight refuses";
    }
    if (!decided.asked().navigation()) {
      return "no page: the method is not GET or HEAD, Sec-Fetch-Mode is not navigate, or Accept"
          + " does not list text/html";
    }
    return decided.answer() == Unauthenticated.Answer.REDIRECT
        ? "a page"
        : "a page; X-Login-Redirect: true lets the proxy redirect";
  }

  private int explain(PagesSettings pages, String target) {
    PrintWriter out = spec.commandLine().getOut();
    Either<ReturnTargets.Problem, ReturnTarget> checked = pages.targets().check(target);
    out.println(checked.isRight() ? "allowed" : "refused");
    out.println();
    boolean returns = returns(out, pages, checked);
    out.flush();
    return returns ? ExitCode.OK : ExitCode.FAILED;
  }

  private static boolean returns(
      PrintWriter out, PagesSettings pages, Either<ReturnTargets.Problem, ReturnTarget> checked) {
    if (checked.isRight()) {
      out.println("  returns to  " + checked.get());
      return true;
    }
    out.printf("  returns to  %s (pages.home)%n", pages.home());
    out.println("  because     the target " + checked.getLeft().explanation());
    out.println("  listed      " + pages.targets().origins());
    return false;
  }

  private static String shown(String reported) {
    return reported.isEmpty() ? "(no URL: neither X-Original-URL nor X-Forwarded-Uri)" : reported;
  }

  private GatewayRequest request(Seq<HeaderLine> given) {
    String[] target = (path == null ? VERIFY : path).split("\\?", 2);
    Seq<HeaderLine> all = given;
    if (url != null) {
      all = all.append(new HeaderLine("X-Original-URL", url));
      if (!names(given, "Sec-Fetch-Mode") && !names(given, "Accept")) {
        all = all.append(new HeaderLine("Sec-Fetch-Mode", "navigate"));
      }
    }
    if (!isBelow()) {
      all = all.append(new HeaderLine("X-Forwarded-Method", method));
    }
    Seq<HeaderLine> sent = all;
    return new GatewayRequest(
        isBelow() ? method : "GET",
        target[0],
        target.length > 1 ? target[1] : "",
        new RequestOrigin(
            new Peer.Unknown(),
            io.vavr.control.Option.none(),
            name -> sent.filter(line -> line.name().equalsIgnoreCase(name)).map(HeaderLine::value)),
        limit -> new byte[0]);
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
