package dev.portcullis.emulator.internal.hosted;

import dev.portcullis.emulator.internal.access.Organization;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.mfa.SecondStep.Choice;
import dev.portcullis.emulator.internal.mfa.SecondStep.Enrolment;
import dev.portcullis.emulator.internal.mfa.SecondStep.Kind;
import dev.portcullis.emulator.internal.page.Template;
import dev.portcullis.emulator.tenant.Application;
import dev.portcullis.emulator.tenant.Application.OrganizationUsage;
import dev.portcullis.emulator.tenant.TenantDefinition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The pages of hosted login, which look like the gateway's login pages. */
final class HostedPages {

  private static final String POLICY =
      // No form-action: browsers apply it to the redirects after a form, which lead to
      // applications.
      "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors"
          + " 'none'";

  private final Supplier<TenantDefinition> tenant;

  HostedPages(Supplier<TenantDefinition> tenant) {
    this.tenant = tenant;
  }

  static Reply html(int status, String html) {
    return Reply.of(status, "text/html; charset=utf-8", html)
        .with("Cache-Control", "no-store")
        .with("Referrer-Policy", "no-referrer")
        .with("X-Content-Type-Options", "nosniff");
  }

  Reply login(Form form, boolean captcha) {
    Map<String, Object> model = model(form, "Log in");
    model.put("captcha", captcha);
    return page(form, "hosted-login", model);
  }

  Reply organization(Form form, Application application) {
    Map<String, Object> model = model(form, "Enter your organization");
    model.put("optional", application.organizationUsage() == OrganizationUsage.ALLOW);
    return page(form, "hosted-organization", model);
  }

  Reply organizations(Form form, List<Organization> choices, boolean optional) {
    Map<String, Object> model = model(form, "Choose an organization");
    model.put("choices", choices);
    model.put("optional", optional);
    return page(form, "hosted-organizations", model);
  }

  Reply signUp(Form form) {
    return page(form, "hosted-signup", model(form, "Sign up"));
  }

  Reply reset(Form form) {
    return page(form, "hosted-reset", model(form, "Reset your password"));
  }

  Reply resetSent(Form form) {
    Map<String, Object> model = model(form, "Check your e-mail");
    model.put(
        "lead",
        "If there is an account, we have sent an e-mail with a link to reset the password.");
    model.put("back", "/u/login?state=" + form.state());
    model.put("backTo", "Back to the login");
    return page(form, "hosted-notice", model);
  }

  Reply chooseFactor(Form form, List<Choice> choices) {
    Map<String, Object> model = model(form, "Verify that it is you");
    model.put("choices", choices.stream().map(HostedPages::choice).toList());
    return page(form, "hosted-mfa", model);
  }

  private static Map<String, Object> choice(Choice choice) {
    boolean link = choice.kind() == Kind.OTP || choice.kind() == Kind.RECOVERY_CODE;
    return Map.of(
        "link", link,
        "with", choice.kind().name().toLowerCase(Locale.ROOT),
        "id", choice.id(),
        "label",
            switch (choice.kind()) {
              case OTP -> "Authenticator app";
              case SMS -> "Text message";
              case EMAIL -> "E-mail";
              case PUSH -> "Notification";
              case RECOVERY_CODE -> "Recovery code";
            },
        "name", choice.name());
  }

  Reply code(Form form, Kind kind) {
    Map<String, Object> model = model(form, "Verify that it is you");
    model.put(
        "lead",
        switch (kind) {
          case OTP -> "Enter the code that your authenticator app shows.";
          case SMS -> "Enter the code of the text message.";
          case EMAIL -> "Enter the code of the e-mail.";
          case PUSH -> "Allow the login on your device, then continue.";
          case RECOVERY_CODE -> "Enter your recovery code. It can be used once.";
        });
    model.put("enrolment", false);
    model.put("secret", "");
    model.put("uri", "");
    model.put("kind", kind.name().toLowerCase(Locale.ROOT));
    model.put("push", kind == Kind.PUSH);
    model.put("recovery", kind == Kind.RECOVERY_CODE);
    return page(form, "hosted-code", model);
  }

  Reply enrol(Form form, Enrolment enrolment) {
    Map<String, Object> model = model(form, "Set up an authenticator app");
    model.put("lead", "Add this key to your authenticator app, then enter the code that it shows.");
    model.put("enrolment", true);
    model.put("secret", enrolment.secret().reveal());
    model.put("uri", enrolment.uri().reveal());
    model.put("kind", "otp");
    model.put("push", false);
    model.put("recovery", false);
    return page(form, "hosted-code", model);
  }

  Reply newRecoveryCode(Form form, String code) {
    Map<String, Object> model = model(form, "Your new recovery code");
    model.put("code", code);
    return page(form, "hosted-recovery", model);
  }

  Reply consent(Form form, List<String> scopes, String audience) {
    Map<String, Object> model = model(form, "Authorize " + form.application());
    model.put("scopes", scopes);
    model.put("audience", audience);
    return page(form, "hosted-consent", model);
  }

  /** Asks for the code that a device shows. */
  Reply deviceCode(String code, boolean wrong) {
    Form empty = Form.of("", "", code);
    Form form = wrong ? empty.with(400, "That code is wrong or has expired.") : empty;
    return page(form, "hosted-device", model(form, "Connect a device"));
  }

  Reply deviceConfirmation(Form form, String code) {
    Map<String, Object> model = model(form, "Confirm your device");
    model.put("code", code);
    return page(form, "hosted-device-confirmation", model);
  }

  Reply deviceAllowed() {
    return notice(
        200, "Your device is connected", "You can close this page and continue on the device.", "");
  }

  Reply deviceDenied() {
    return notice(200, "Your device is not connected", "You can close this page.", "");
  }

  Reply deviceExpired() {
    return notice(
        400, "This code has expired", "Start again on your device to get a new code.", "");
  }

  Reply loggedOut() {
    return notice(200, "You are logged out", "You can close this page.", "");
  }

  Reply askLogout(Map<String, String> fields) {
    Map<String, Object> model = model(Form.EMPTY, "Log out?");
    model.put(
        "fields",
        fields.entrySet().stream()
            .map(field -> Map.of("name", field.getKey(), "value", field.getValue()))
            .toList());
    return page(Form.EMPTY, "hosted-logout", model);
  }

  Reply expired() {
    return notice(
        400, "This login has expired", "Go back to the application and log in again.", "");
  }

  /** A request that cannot be answered to the application. */
  Reply problem(int status, String error, String description) {
    return notice(status, "Something is wrong with this request", description, error);
  }

  private Reply notice(int status, String title, String lead, String error) {
    Map<String, Object> model = model(Form.EMPTY, title);
    model.put("lead", lead);
    model.put("error", error);
    return respond(status, "hosted-problem", model);
  }

  private Map<String, Object> model(Form form, String title) {
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("tenant", tenant.get().name());
    model.put("title", title);
    model.put("state", form.state());
    model.put("application", form.application());
    model.put("username", form.username());
    model.put("problem", form.problem().orElse(""));
    model.put("captcha", false);
    return model;
  }

  private static Reply page(Form form, String template, Map<String, Object> model) {
    return respond(form.status(), template, model);
  }

  private static Reply respond(int status, String template, Map<String, Object> model) {
    return html(status, Template.named(template).filledWith(model))
        .with("Content-Security-Policy", POLICY);
  }

  /** What every form shows: the login's state, the application's name, the user name, a problem. */
  record Form(
      int status, String state, String application, String username, Optional<String> problem) {

    static final Form EMPTY = new Form(200, "", "", "", Optional.empty());

    static Form of(String state, String application, String username) {
      return new Form(200, state, application, username, Optional.empty());
    }

    Form with(int newStatus, String newProblem) {
      return new Form(newStatus, state, application, username, Optional.of(newProblem));
    }
  }
}
