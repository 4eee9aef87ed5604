package dev.portcullis.bootstrap.settings;

import dev.portcullis.adapters.otel.OtlpAuthorization;
import dev.portcullis.adapters.otel.OtlpSettings;
import dev.portcullis.bootstrap.settings.document.Accumulator;
import dev.portcullis.bootstrap.settings.document.Section;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import dev.portcullis.bootstrap.settings.document.ValueType;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import io.vavr.control.Validation;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.function.Supplier;

/** Reads {@code traces}. */
final class TracesReader {

  private static final ValueType<URI> RECEIVER =
      new ValueType<>("URL", false, TracesReader::receiver);

  private static final ValueType<Double> RATIO =
      new ValueType<>(
          "number, 0 to 1",
          false,
          text ->
              text.matches("[01]|0\\.[0-9]{1,4}|1\\.0{1,4}")
                  ? Validation.valid(Double.valueOf(text))
                  : Validation.invalid("a number from 0 to 1, such as 0.25"));

  private static final ValueType<String> NAME =
      new ValueType<>(
          "name",
          false,
          text ->
              text.matches("[A-Za-z0-9._-]{1,60}")
                  ? Validation.valid(text)
                  : Validation.invalid("1-60 of A-Z a-z 0-9 . _ -"));

  private TracesReader() {}

  /**
   * What was read.
   *
   * @param otlp none if no traces are made
   * @param problem what keeps the file of authorities from being used now
   */
  record Traces(Option<OtlpSettings> otlp, Supplier<Option<SettingsProblem>> problem) {}

  static Validation<Seq<SettingsProblem>, Traces> read(Section traces) {
    Accumulator all = new Accumulator();
    var endpoint =
        all.add(
            traces.optional(
                "endpoint",
                RECEIVER,
                "Sends traces of logins to this receiver of OTLP over HTTP, such as"
                    + " http://collector:4318; /v1/traces is added. Without it, none are made."));
    var ratio =
        all.add(
            traces.withDefault(
                "ratio",
                RATIO,
                Double.toString(OtlpSettings.RATIO),
                "The share of the requests without a parent that are traced, 0 to 1."));
    var followParent =
        all.add(
            traces.withDefault(
                "follow-parent",
                ValueType.BOOLEAN,
                "true",
                "Whether a request belongs to the trace that its traceparent header names, and is"
                    + " traced if that is. Set false if clients reach the gateway without a proxy"
                    + " that sets the header."));
    var name =
        all.add(
            traces.withDefault(
                "service-name", NAME, "portcullis", "The service.name of the spans."));
    var authorization =
        all.add(
            traces.optional(
                "authorization",
                ValueType.secret(OtlpAuthorization::new),
                "What the receiver gets as Authorization, such as Bearer and a token. A file is"
                    + " read again when it changes."));
    var authorities =
        all.add(
            traces.optional(
                "authorities",
                ValueType.FILE,
                "The certificate authorities of the receiver, in PEM, in place of the JDK's."));
    return all.check(
        () ->
            endpoint
                .get()
                .fold(
                    () -> Validation.valid(new Traces(Option.none(), Option::none)),
                    url -> {
                      if (authorization.get().isDefined() && !url.getScheme().equals("https")) {
                        return traces.invalid(
                            "endpoint",
                            "traces.authorization would be sent without TLS",
                            "use a URL that starts with https://, or remove traces.authorization");
                      }
                      OtlpSettings settings =
                          OtlpSettings.of(url)
                              .withRatio(ratio.get())
                              .withFollowParent(followParent.get())
                              .withServiceName(name.get());
                      settings =
                          Accumulator.with(
                              settings, authorization.get(), OtlpSettings::withAuthorization);
                      Option<Path> file = authorities.get().map(traces.directory()::resolve);
                      settings = Accumulator.with(settings, file, OtlpSettings::withAuthorities);
                      return Validation.valid(
                          new Traces(
                              Option.some(settings),
                              () ->
                                  file.flatMap(
                                      it ->
                                          AuthoritiesFile.problem(
                                              traces,
                                              it,
                                              "certificate authorities of the receiver"))));
                    }));
  }

  private static Validation<String, URI> receiver(String text) {
    String expected = "a URL such as http://collector:4318";
    try {
      URI uri = new URI(text);
      boolean fits =
          ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
              && uri.getHost() != null
              && uri.getUserInfo() == null
              && uri.getQuery() == null
              && uri.getFragment() == null;
      return fits ? Validation.valid(uri) : Validation.invalid(expected);
    } catch (URISyntaxException e) {
      return Validation.invalid(expected);
    }
  }
}
