package dev.portcullis.emulator.internal.hosted;

import dev.portcullis.emulator.internal.access.Organization;
import dev.portcullis.emulator.internal.http.Parameters;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Request;
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
  private final Words words;

  /** In the language that the tenant uses where nobody asks for another. */
  HostedPages(Supplier<TenantDefinition> tenant) {
    this(tenant, Words.of(tenant.get().enabledLocales(), List.of(), List.of()));
  }

  private HostedPages(Supplier<TenantDefinition> tenant, Words words) {
    this.tenant = tenant;
    this.words = words;
  }

  /** The pages in the language of a request that has these {@code ui_locales}. */
  HostedPages speaking(Request request, List<String> uiLocales) {
    return new HostedPages(
        tenant,
        Words.of(tenant.get().enabledLocales(), uiLocales, request.header("accept-language")));
  }

  /** The pages in the language of a request outside of a login. */
  HostedPages speaking(Request request) {
    return speaking(
        request,
        Parameters.ofQuery(request) instanceof Parameters.Parsed query
            ? query.parameters().items("ui_locales").orElse(List.of())
            : List.of());
  }

  /** A text in the language of the pages. */
  String text(String key) {
    return words.text(key);
  }

  static Reply html(int status, String html) {
    return Reply.of(status, "text/html; charset=utf-8", html)
        .with("Cache-Control", "no-store")
        .with("Referrer-Policy", "no-referrer")
        .with("X-Content-Type-Options", "nosniff");
  }

  Reply login(Form form, boolean captcha) {
    Map<String, Object> model = model(form, words.text("loginTitle"));
    model.put("lead", words.text("loginLead", tenant.get().name(), form.application()));
    model.put("captcha", captcha);
    return page(form, "hosted-login", model);
  }

  Reply organization(Form form, Application application) {
    Map<String, Object> model = model(form, words.text("organizationTitle"));
    model.put("lead", words.text("loginLead", tenant.get().name(), form.application()));
    model.put("optional", application.organizationUsage() == OrganizationUsage.ALLOW);
    return page(form, "hosted-organization", model);
  }

  Reply organizations(Form form, List<Organization> choices, boolean optional) {
    Map<String, Object> model = model(form, words.text("organizationsTitle"));
    model.put("lead", words.text("organizationsLead", form.application()));
    model.put("choices", choices);
    model.put("optional", optional);
    return page(form, "hosted-organizations", model);
  }

  Reply signUp(Form form) {
    Map<String, Object> model = model(form, words.text("signUpTitle"));
    model.put("lead", words.text("signUpLead", tenant.get().name(), form.application()));
    return page(form, "hosted-signup", model);
  }

  Reply reset(Form form) {
    return page(form, "hosted-reset", model(form, words.text("resetTitle")));
  }

  Reply resetSent(Form form) {
    Map<String, Object> model = model(form, words.text("checkMailTitle"));
    model.put("lead", words.text("checkMailLead"));
    model.put("back", "/u/login?state=" + form.state());
    model.put("backTo", words.text("backToLogin"));
    return page(form, "hosted-notice", model);
  }

  Reply chooseFactor(Form form, List<Choice> choices) {
    Map<String, Object> model = model(form, words.text("verifyTitle"));
    model.put("choices", choices.stream().map(this::choice).toList());
    return page(form, "hosted-mfa", model);
  }

  private Map<String, Object> choice(Choice choice) {
    boolean link = choice.kind() == Kind.OTP || choice.kind() == Kind.RECOVERY_CODE;
    return Map.of(
        "link", link,
        "with", choice.kind().name().toLowerCase(Locale.ROOT),
        "id", choice.id(),
        "label",
            switch (choice.kind()) {
              case OTP -> words.text("otp");
              case SMS -> words.text("sms");
              case EMAIL -> words.text("emailFactor");
              case PUSH -> words.text("push");
              case RECOVERY_CODE -> words.text("recoveryCode");
            },
        "name", choice.name());
  }

  Reply code(Form form, Kind kind) {
    Map<String, Object> model = model(form, words.text("verifyTitle"));
    model.put(
        "lead",
        switch (kind) {
          case OTP -> words.text("otpLead");
          case SMS -> words.text("smsLead");
          case EMAIL -> words.text("emailLead");
          case PUSH -> words.text("pushLead");
          case RECOVERY_CODE -> words.text("recoveryLead");
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
    Map<String, Object> model = model(form, words.text("enrolTitle"));
    model.put("lead", words.text("enrolLead"));
    model.put("enrolment", true);
    model.put("secret", enrolment.secret().reveal());
    model.put("uri", enrolment.uri().reveal());
    model.put("kind", "otp");
    model.put("push", false);
    model.put("recovery", false);
    return page(form, "hosted-code", model);
  }

  Reply newRecoveryCode(Form form, String code) {
    Map<String, Object> model = model(form, words.text("newRecoveryTitle"));
    model.put("code", code);
    return page(form, "hosted-recovery", model);
  }

  Reply consent(Form form, List<String> scopes, String audience) {
    Map<String, Object> model = model(form, words.text("consentTitle", form.application()));
    model.put(
        "lead",
        audience.isEmpty()
            ? words.text("consentLead", form.application(), tenant.get().name())
            : words.text("consentLeadApi", form.application(), tenant.get().name(), audience));
    model.put("scopes", scopes);
    return page(form, "hosted-consent", model);
  }

  /** Asks for the code that a device shows. */
  Reply deviceCode(String code, boolean wrong) {
    Form empty = Form.of("", "", code);
    Form form = wrong ? empty.with(400, words.text("wrongCode")) : empty;
    return page(form, "hosted-device", model(form, words.text("deviceTitle")));
  }

  Reply deviceConfirmation(Form form, String code) {
    Map<String, Object> model = model(form, words.text("deviceConfirmTitle"));
    model.put("lead", words.text("deviceConfirmLead", form.application()));
    model.put("code", code);
    return page(form, "hosted-device-confirmation", model);
  }

  Reply deviceAllowed() {
    return notice(200, words.text("deviceAllowedTitle"), words.text("deviceAllowedLead"), "");
  }

  Reply deviceDenied() {
    return notice(200, words.text("deviceDeniedTitle"), words.text("closePage"), "");
  }

  Reply deviceExpired() {
    return notice(400, words.text("deviceExpiredTitle"), words.text("deviceExpiredLead"), "");
  }

  Reply loggedOut() {
    return notice(200, words.text("loggedOutTitle"), words.text("closePage"), "");
  }

  Reply askLogout(Map<String, String> fields) {
    Map<String, Object> model = model(Form.EMPTY, words.text("logoutTitle"));
    model.put("lead", words.text("logoutLead", tenant.get().name()));
    model.put(
        "fields",
        fields.entrySet().stream()
            .map(field -> Map.of("name", field.getKey(), "value", field.getValue()))
            .toList());
    return page(Form.EMPTY, "hosted-logout", model);
  }

  Reply expired() {
    return notice(400, words.text("expiredTitle"), words.text("expiredLead"), "");
  }

  /** A request that cannot be answered to the application. */
  Reply problem(int status, String error, String description) {
    return notice(status, words.text("problemTitle"), description, error);
  }

  private Reply notice(int status, String title, String lead, String error) {
    Map<String, Object> model = model(Form.EMPTY, title);
    model.put("lead", lead);
    model.put("error", error);
    return respond(status, "hosted-problem", model);
  }

  private Map<String, Object> model(Form form, String title) {
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("language", words.language());
    model.put("t", words.texts());
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
