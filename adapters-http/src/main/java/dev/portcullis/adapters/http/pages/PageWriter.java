package dev.portcullis.adapters.http.pages;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.adapters.http.exchange.Waits;
import dev.portcullis.adapters.http.session.Cookie;
import dev.portcullis.domain.login.RequestId;
import io.vavr.collection.HashSet;
import io.vavr.collection.Map;
import io.vavr.collection.Set;
import java.io.StringReader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.zip.CRC32;

/** Renders pages: holds the templates, and adds the security headers. */
final class PageWriter {

  static final String ASSETS = "/login/assets/";

  /** The templates whose field gets the focus when something is wrong. */
  private static final Set<String> WITH_FIELD =
      HashSet.of("login", "reset", "mfa-code", "mfa-setup");

  private final Map<String, Template> templates;
  private final Messages.Catalog messages;
  private final Map<String, byte[]> assets;
  private final PagesSettings settings;

  PageWriter(PagesSettings settings) {
    Branding branding = new Branding(settings.branding(), settings.messages());
    Mustache.Compiler compiler =
        Mustache.compiler()
            .escapeHTML(true)
            .emptyStringIsFalse(true)
            .withLoader(name -> new StringReader(branding.template(name)));
    this.templates =
        Branding.TEMPLATES.toMap(name -> name, name -> compiler.compile(branding.template(name)));
    this.messages = branding.messages();
    this.assets = branding.assets();
    this.settings = settings;
  }

  Map<String, byte[]> assets() {
    return assets;
  }

  Messages.Catalog messages() {
    return messages;
  }

  Reply write(Page page, GatewayRequest request, RequestId id) {
    Messages texts =
        messages.preferred(Cookie.LANGUAGE.of(request), request.header("Accept-Language"));
    java.util.Map<String, Object> model = new HashMap<>(page.facts().toJavaMap());
    model.put("t", texts.asMap());
    model.put("lang", texts.language());
    model.put("title", texts.text(page.title()));
    model.put("requestId", id.value());
    model.put("style", asset("portcullis.css"));
    model.put("script", asset("portcullis.js"));
    model.put("brandStyle", assets.containsKey("style.css") ? asset("style.css") : "");
    model.put("logo", asset(assets.containsKey("logo.png") ? "logo.png" : "logo.svg"));
    model.put("loginUrl", loginUrl(page));
    model.put("languages", languages(texts, page, request));
    page.retryAfter()
        .filter(wait -> page.counted())
        .forEach(
            wait -> {
              model.put("waitSeconds", seconds(wait));
              model.put("waitText", texts.text("wait", inWords(wait, texts)));
            });
    if (page.facts().get("key").getOrNull() instanceof String key) {
      Object[] arguments =
          page.facts().get("arguments").getOrNull() instanceof Object[] given
              ? given
              : new Object[0];
      model.put("lead", texts.text(key + "-lead", arguments));
      List<String> steps = texts.items(key + "-steps");
      model.put("steps", steps);
      model.put("hasSteps", !steps.isEmpty());
    }
    if (page.facts().get("action").getOrNull() instanceof String key) {
      model.put("action", texts.text(key));
    }
    if (page.facts().get("alert").getOrNull() instanceof String key) {
      model.put("alert", texts.text(key));
      model.put(
          "focusOnField",
          WITH_FIELD.contains(page.template()) || page.facts().containsKey("phoneWrong"));
    }
    String html = templates.get(page.template()).get().execute(model);
    Reply reply =
        Reply.of(page.status(), "text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8))
            .with("Content-Language", texts.language())
            .with("Content-Security-Policy", policy(page.polls()))
            .with("Referrer-Policy", "same-origin")
            .with("X-Frame-Options", "DENY")
            .with("Cross-Origin-Opener-Policy", "same-origin")
            .with("X-Request-Id", id.value());
    Reply safe =
        settings.origin().isEncrypted()
            ? reply.with("Strict-Transport-Security", "max-age=31536000")
            : reply;
    return page.retryAfter().fold(() -> safe, safe::withRetryAfter);
  }

  private List<java.util.Map<String, Object>> languages(
      Messages shown, Page page, GatewayRequest request) {
    String back = URLEncoder.encode(back(page, request), StandardCharsets.UTF_8);
    return messages
        .all()
        .map(
            it ->
                java.util.Map.<String, Object>of(
                    "tag",
                    it.language(),
                    "name",
                    it.name(),
                    "shown",
                    it.language().equals(shown.language()),
                    "href",
                    LanguagePage.PATH + "?to=" + it.language() + "&at=" + back))
        .asJava();
  }

  /** A page that can be opened again in another language: what was posted is not sent again. */
  private static String back(Page page, GatewayRequest request) {
    boolean posted = !request.method().equals("GET");
    return switch (request.path()) {
      case "/login/reset", "/login/mfa", PagesSettings.SIGNED_IN, "/logout" -> request.path();
      case "/login/mfa/code" ->
          !posted && request.query().matches("kind=[a-z]{1,10}")
              ? request.path() + "?" + request.query()
              : "/login/mfa";
      case "/login/mfa/challenge", "/login/mfa/enroll" -> "/login/mfa";
      default -> loginUrl(page);
    };
  }

  private static String loginUrl(Page page) {
    return page.facts()
        .get("returnTo")
        .fold(
            () -> "/login",
            target ->
                "/login?return_to=" + URLEncoder.encode(target.toString(), StandardCharsets.UTF_8));
  }

  /** Browsers hold a form's redirects to form-action too, so it names where users are sent on. */
  private String policy(boolean polls) {
    String targets = settings.returnTo().map(origin -> " " + origin.text()).mkString();
    return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
        + (polls ? " connect-src 'self';" : "")
        + " form-action 'self'"
        + targets
        + "; frame-ancestors 'none'; base-uri 'none'";
  }

  /** Named by what is in it, so that a new one is fetched at once. */
  private String asset(String name) {
    CRC32 sum = new CRC32();
    sum.update(assets.get(name).get());
    return ASSETS + name + "?" + Long.toHexString(sum.getValue());
  }

  private static long seconds(Duration wait) {
    return Waits.bounded(wait).toSeconds();
  }

  private static String inWords(Duration wait, Messages texts) {
    long seconds = seconds(wait);
    if (seconds == 1) {
      return texts.text("one-second");
    }
    if (seconds <= 60) {
      return texts.text("seconds", seconds);
    }
    return texts.text("minutes", (seconds + 59) / 60);
  }
}
