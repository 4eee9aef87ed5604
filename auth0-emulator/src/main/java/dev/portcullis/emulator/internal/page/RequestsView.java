package dev.portcullis.emulator.internal.page;

import dev.portcullis.emulator.observed.ForwardedForDecision;
import dev.portcullis.emulator.observed.ForwardedForDecision.ApplicationNotConfidential;
import dev.portcullis.emulator.observed.ForwardedForDecision.ApplicationNotTrusted;
import dev.portcullis.emulator.observed.ForwardedForDecision.ApplicationUnknown;
import dev.portcullis.emulator.observed.ForwardedForDecision.Honoured;
import dev.portcullis.emulator.observed.ForwardedForDecision.NotAuthenticatedWithSecret;
import dev.portcullis.emulator.observed.ForwardedForDecision.NotOneAddress;
import dev.portcullis.emulator.observed.ForwardedForDecision.NotSent;
import dev.portcullis.emulator.observed.ReceivedRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The received requests, and which address the tenant used. */
final class RequestsView {

  private static final int MOST = 100;

  private final EmulatorControls controls;

  RequestsView(EmulatorControls controls) {
    this.controls = controls;
  }

  void addTo(PageRouter router) {
    router.view(View.REQUESTS, query -> model());
  }

  private Object model() {
    List<ReceivedRequest> all = controls.received().get();
    List<Row> rows = new ArrayList<>();
    for (int i = all.size() - 1; i >= 0 && rows.size() < MOST; i--) {
      rows.add(row(i, all.get(i)));
    }
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("rows", rows);
    model.put("none", rows.isEmpty());
    model.put("shown", rows.size());
    model.put("all", all.size());
    return model;
  }

  private static Row row(int number, ReceivedRequest request) {
    Verdict verdict =
        request
            .decision()
            .map(RequestsView::verdict)
            .orElseGet(
                () ->
                    request.forwardedFor().isEmpty()
                        ? new Verdict("plain", "", "")
                        : new Verdict(
                            "plain",
                            "not evaluated",
                            "Only a well-formed token request uses this header."));
    return new Row(
        "request-" + number,
        DisplayText.moment(request.date()),
        request.method(),
        request.path(),
        request.status(),
        request.status() < 400 ? "good" : request.status() < 500 ? "warn" : "bad",
        request.grantType().orElse(""),
        request.username().orElse(""),
        request.peer(),
        String.join(" | ", request.forwardedFor()),
        verdict.tone(),
        verdict.text(),
        verdict.fix(),
        request.decision().filter(ApplicationNotTrusted.class::isInstance).isPresent(),
        String.join(", ", request.headerNames()));
  }

  private static Verdict verdict(ForwardedForDecision decision) {
    return switch (decision) {
      case Honoured honoured ->
          new Verdict("good", "used: " + honoured.address().text(), "The end user's address.");
      case NotSent ignored ->
          new Verdict(
              "plain",
              "not sent",
              "The peer's address is used. Send auth0-forwarded-for with the end user's address.");
      case ApplicationUnknown ignored ->
          new Verdict(
              "bad",
              "ignored: the application is unknown",
              "Send the client_id of one of this tenant's applications.");
      case ApplicationNotConfidential ignored ->
          new Verdict(
              "bad",
              "ignored: the application does not authenticate",
              "Give it an authentication method with a client secret.");
      case NotAuthenticatedWithSecret ignored ->
          new Verdict(
              "bad",
              "ignored: not authenticated with the client secret",
              "Send the right client_secret, in the body or with Basic authentication.");
      case ApplicationNotTrusted ignored ->
          new Verdict(
              "bad",
              "ignored: the application is not trusted",
              "Switch on Trust Token Endpoint IP Header.");
      case NotOneAddress ignored ->
          new Verdict(
              "bad",
              "ignored: not a single address",
              "Send one IPv4 or IPv6 address: no list, port, brackets or host name.");
    };
  }

  private record Verdict(String tone, String text, String fix) {}

  record Row(
      String id,
      DisplayText.Moment date,
      String method,
      String path,
      int status,
      String statusTone,
      String grantType,
      String username,
      String peer,
      String forwardedFor,
      String tone,
      String verdict,
      String fix,
      boolean untrusted,
      String headerNames) {}
}
