package dev.portcullis.emulator.internal.page;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.portcullis.emulator.internal.http.Json;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.page.ManagementCalls.Answer;
import dev.portcullis.emulator.internal.page.PageRouter.Outcome;
import dev.portcullis.emulator.tenant.Application;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The APIs, and tokens for them to copy. */
final class ApisView {

  private static final String APIS = "/api/v2/resource-servers";

  private final EmulatorControls controls;
  private final ManagementCalls calls;

  ApisView(EmulatorControls controls) {
    this.controls = controls;
    this.calls = new ManagementCalls(controls);
  }

  void addTo(PageRouter router) {
    router.view(View.APIS, query -> model(Map.of(), ""));
    router.action("/emulator/ui/token", View.APIS, this::token);
  }

  private Outcome token(Request request, Form form) {
    Map<String, String> typed = new LinkedHashMap<>();
    Stream.of("client_id", "audience", "username", "scope")
        .forEach(name -> typed.put(name, form.text(name).orElse("")));
    Optional<Application> app =
        controls.tenant().get().application(typed.getOrDefault("client_id", ""));
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("client_id", typed.get("client_id"));
    app.filter(it -> it.authMethod().needsSecret())
        .flatMap(Application::clientSecret)
        .ifPresent(secret -> body.put("client_secret", secret.reveal()));
    typed.forEach(
        (name, value) -> {
          if (!value.isEmpty()) {
            body.put(name, value);
          }
        });
    form.text("password").ifPresent(password -> body.put("password", password));
    boolean user = form.text("username").isPresent();
    body.put("grant_type", user ? "password" : "client_credentials");
    Answer answer = calls.post("/oauth/token", body);
    return new Outcome.Shown(
        View.APIS,
        View.APIS.title(),
        "apis",
        model(typed, answer.good() ? Json.pretty(answer.body()) : ""),
        answer.good() ? Optional.empty() : Optional.of(answer.problem()));
  }

  private Map<String, Object> model(Map<String, String> typed, String answer) {
    String chosen = typed.getOrDefault("client_id", "");
    String audience = typed.getOrDefault("audience", "");
    Map<String, Object> model = new LinkedHashMap<>();
    List<Card> cards =
        controls.tenant().get().apis().stream()
            .map(
                api ->
                    new Card(
                        calls.id(APIS, api.identifier()),
                        api.identifier(),
                        api.scopes(),
                        api.offlineAccess(),
                        api.tokenLifetime()))
            .toList();
    model.put("apis", cards);
    model.put("none", cards.isEmpty());
    model.put(
        "applications",
        controls.tenant().get().applications().stream()
            .sorted(Comparator.comparing(Application::name))
            .map(
                app ->
                    new DisplayText.Choice(
                        app.clientId(), app.name(), app.clientId().equals(chosen)))
            .toList());
    model.put(
        "audiences",
        Stream.concat(
                Stream.of(new DisplayText.Choice("", "the tenant's default", audience.isEmpty())),
                Stream.concat(
                        cards.stream().map(Card::identifier),
                        Stream.of(controls.issuer() + "api/v2/"))
                    .map(each -> new DisplayText.Choice(each, each, each.equals(audience))))
            .toList());
    model.put("username", typed.getOrDefault("username", ""));
    model.put("scope", typed.getOrDefault("scope", ""));
    model.put("answer", answer);
    model.put(
        "token", Json.object(answer).map(body -> body.path("access_token").asText()).orElse(""));
    return model;
  }

  record Card(String id, String identifier, List<String> scopes, boolean offline, int lifetime) {}
}
