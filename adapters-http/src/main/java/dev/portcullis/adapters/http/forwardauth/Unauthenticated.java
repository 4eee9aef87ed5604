package dev.portcullis.adapters.http.forwardauth;

import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.adapters.http.intake.Fields;
import dev.portcullis.adapters.http.session.ReturnTarget;
import dev.portcullis.adapters.http.session.ReturnTargets;
import io.vavr.collection.HashSet;
import io.vavr.collection.Set;
import io.vavr.control.Either;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * What a request without a session gets, decided by what its proxy reports and by the settings
 * alone.
 *
 * @param asked what the proxy reports
 * @param answer how it is answered
 * @param wayBack where the user goes after the login, or why that is {@code pages.home}
 * @param login where a browser can log in; with the way back, if there is one
 */
public record Unauthenticated(
    ProxiedRequest asked,
    Answer answer,
    Either<ReturnTargets.Problem, ReturnTarget> wayBack,
    String login) {

  /** The kinds of answers. */
  public enum Answer {
    /** 200 with empty headers about the user: a preflight that the application answers. */
    PREFLIGHT,
    /** 302 to the login. */
    REDIRECT,
    /** 401. */
    STATUS
  }

  /** A query field that overrides the setting: {@code redirect} or {@code status}. */
  private static final String MODE = "unauthenticated";

  private static final Set<String> FIELDS = HashSet.of(MODE);

  /** Decides it. */
  public static Unauthenticated of(
      ForwardAuthSettings settings, ReturnTargets targets, GatewayRequest request) {
    ProxiedRequest asked = ProxiedRequest.of(request);
    Either<ReturnTargets.Problem, ReturnTarget> wayBack = wayBack(targets, asked.url());
    String returnTo =
        wayBack.fold(
            problem -> "",
            it -> "?return_to=" + URLEncoder.encode(it.text(), StandardCharsets.UTF_8));
    return new Unauthenticated(
        asked, answer(settings, asked, request), wayBack, targets.own() + "/login" + returnTo);
  }

  private static Answer answer(
      ForwardAuthSettings settings, ProxiedRequest asked, GatewayRequest request) {
    if (settings.preflight() && asked.preflight()) {
      return Answer.PREFLIGHT;
    }
    return asked.navigation() && wantsRedirect(settings, request) ? Answer.REDIRECT : Answer.STATUS;
  }

  private static boolean wantsRedirect(ForwardAuthSettings settings, GatewayRequest request) {
    // Below the prefix the query is the browser's.
    String mode =
        request.path().startsWith(ForwardAuth.BELOW)
            ? ""
            : Fields.ofQuery(request.query(), FIELDS).get(MODE);
    return mode.isEmpty() ? settings.redirect() : mode.equals("redirect");
  }

  /**
   * A proxy behind the one that ends TLS reports {@code http}. Users are sent to the listed {@code
   * https} origin then, which is where they come from: no session exists without TLS.
   */
  private static Either<ReturnTargets.Problem, ReturnTarget> wayBack(
      ReturnTargets targets, String url) {
    Either<ReturnTargets.Problem, ReturnTarget> asReported = targets.check(url);
    return asReported.isLeft() && url.startsWith("http://")
        ? targets.check("https" + url.substring("http".length())).orElse(asReported)
        : asReported;
  }
}
