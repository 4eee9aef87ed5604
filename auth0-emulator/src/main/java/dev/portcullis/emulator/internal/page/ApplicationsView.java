package dev.portcullis.emulator.internal.page;

import dev.portcullis.emulator.internal.codec.ApplicationCodec;
import dev.portcullis.emulator.internal.codec.WireNames;
import dev.portcullis.emulator.internal.http.Json;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.tenant.Application;
import dev.portcullis.emulator.tenant.Application.AuthMethod;
import dev.portcullis.emulator.tenant.GrantType;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The applications: how they authenticate, and whether their forwarded address is trusted. */
final class ApplicationsView {

  private final EmulatorControls controls;
  private final DashboardLog log;

  ApplicationsView(EmulatorControls controls) {
    this.controls = controls;
    this.log = new DashboardLog(controls);
  }

  void addTo(PageRouter router) {
    router.view(View.APPLICATIONS, query -> model());
    router.action("/emulator/ui/trust", View.APPLICATIONS, this::trust);
    router.action("/emulator/ui/authentication", View.APPLICATIONS, this::authenticate);
  }

  private Object model() {
    return Map.of(
        "applications",
        controls.tenant().get().applications().stream()
            .sorted(Comparator.comparing(Application::name))
            .map(ApplicationsView::card)
            .toList());
  }

  private static Card card(Application app) {
    String reason = "";
    if (app.authMethodImplied()) {
      reason = "No authentication method is set. Choose a method with a secret first.";
    } else if (!app.authMethod().needsSecret()) {
      reason =
          "Auth0 trusts the header only of applications that authenticate with"
              + " client_secret_post or client_secret_basic.";
    }
    List<AuthMethod> methods =
        Stream.of(AuthMethod.values())
            .filter(method -> !method.needsSecret() || app.clientSecret().isPresent())
            .filter(method -> method != AuthMethod.PRIVATE_KEY_JWT || !app.publicKeys().isEmpty())
            .toList();
    return new Card(
        app.clientId(),
        app.name(),
        WireNames.of(app.type()),
        app.grantTypes().stream().map(ApplicationsView::shortName).sorted().toList(),
        DisplayText.choices(methods, app.authMethod()),
        app.ipHeaderTrusted(),
        reason,
        settings(app));
  }

  private static String settings(Application app) {
    Map<String, Object> fields = ApplicationCodec.APPLICATION.shown(app);
    fields.remove("client_secret");
    return Json.pretty(fields);
  }

  /** Auth0's own grants are URLs that differ in their last segment. */
  private static String shortName(GrantType grant) {
    return grant.wireName().substring(grant.wireName().lastIndexOf('/') + 1);
  }

  private FlashMessage trust(Request request, Form form) {
    boolean trusted = form.text("trusted").orElse("").equals("on");
    Application app = change(request, form, before -> before.withIpHeaderTrusted(trusted));
    return FlashMessage.done(
        "Trust Token Endpoint IP Header is " + (trusted ? "on" : "off") + ": " + app.name() + ".");
  }

  private FlashMessage authenticate(Request request, Form form) {
    AuthMethod method = form.choice("method", AuthMethod.NONE);
    form.check();
    Application app = change(request, form, before -> before.withAuthMethod(method));
    return FlashMessage.done(app.name() + " authenticates with " + WireNames.of(method) + ".");
  }

  private Application change(Request request, Form form, UnaryOperator<Application> change) {
    String id = form.text("client_id").orElse("");
    Application changed =
        controls
            .tenant()
            .change(
                definition ->
                    definition.application(
                        definition
                            .build()
                            .application(id)
                            .map(change)
                            .orElseThrow(
                                () ->
                                    new IllegalArgumentException(
                                        "application: " + id + " (not found)"))))
            .application(id)
            .orElseThrow();
    log.write(request, "Update a Client");
    return changed;
  }

  record Card(
      String clientId,
      String name,
      String type,
      List<String> grants,
      List<DisplayText.Choice> methods,
      boolean trusted,
      String reason,
      String settings) {}
}
