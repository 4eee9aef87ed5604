package dev.portcullis.adapters.http.pages;

import dev.portcullis.adapters.http.exchange.WebOrigin;
import dev.portcullis.adapters.http.forwardauth.ForwardAuthSettings;
import dev.portcullis.adapters.http.session.ReturnTargets;
import dev.portcullis.adapters.http.session.SessionSettings;
import dev.portcullis.domain.token.Scope;
import io.vavr.collection.LinkedHashSet;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/** The settings of the login pages. Immutable; {@code with…} returns a changed copy. */
public final class PagesSettings {

  /** The default of {@code home}: a page that shows who is logged in. */
  public static final String SIGNED_IN = "/login/done";

  private final WebOrigin origin;
  private final SessionSettings session;
  private Seq<WebOrigin> returnTo = Vector.empty();
  private String home = SIGNED_IN;
  private Scope scope = new Scope(LinkedHashSet.of("openid", "profile", "email", "offline_access"));
  private Option<String> webLogin = Option.none();
  private Option<Path> branding = Option.none();
  private Option<Path> messages = Option.none();
  private Set<String> listeners = LinkedHashSet.empty();
  private ForwardAuthSettings forwardAuth =
      new ForwardAuthSettings(false, false, Duration.ofMinutes(1));

  private PagesSettings(WebOrigin origin, SessionSettings session) {
    this.origin = origin;
    this.session = session;
  }

  /**
   * Pages on every listener, without forward auth.
   *
   * @param origin where browsers reach the pages
   */
  public static PagesSettings of(WebOrigin origin, SessionSettings session) {
    return new PagesSettings(origin, session);
  }

  private PagesSettings with(WebOrigin at, Consumer<PagesSettings> change) {
    PagesSettings copy = new PagesSettings(at, session);
    copy.returnTo = returnTo;
    copy.home = home;
    copy.scope = scope;
    copy.webLogin = webLogin;
    copy.branding = branding;
    copy.messages = messages;
    copy.listeners = listeners;
    copy.forwardAuth = forwardAuth;
    change.accept(copy);
    if (copy.targets().parse(copy.home).isEmpty()) {
      throw new IllegalArgumentException(
          "home: " + copy.home + " (expected: a path, or a URL at one of the listed origins)");
    }
    return copy;
  }

  /** The same pages, where browsers reach them at another origin. */
  public PagesSettings withOrigin(WebOrigin other) {
    return with(other, copy -> {});
  }

  /** With further origins that users may be sent to after the login. */
  public PagesSettings withReturnTo(Seq<WebOrigin> origins) {
    return with(origin, copy -> copy.returnTo = origins);
  }

  /**
   * With the page where a user goes if no target was given.
   *
   * @throws IllegalArgumentException if it is neither a path here nor a URL at one of the origins
   */
  public PagesSettings withHome(String target) {
    return with(origin, copy -> copy.home = target);
  }

  /**
   * With what is requested at every login here.
   *
   * @throws IllegalArgumentException if it does not contain {@code openid}
   */
  public PagesSettings withScope(Scope requested) {
    if (!requested.values().contains("openid")) {
      throw new IllegalArgumentException("scope: " + requested + " (expected: openid among them)");
    }
    return with(origin, copy -> copy.scope = requested);
  }

  /** With the provider's hosted login, offered where only it can help. */
  public PagesSettings withWebLogin(Option<String> url) {
    return with(origin, copy -> copy.webLogin = url);
  }

  /** With a folder whose files replace the built-in ones. */
  public PagesSettings withBranding(Option<Path> folder) {
    return with(origin, copy -> copy.branding = folder);
  }

  /** With a folder of {@code LANGUAGE.properties}: more languages, and single texts. */
  public PagesSettings withMessages(Option<Path> folder) {
    return with(origin, copy -> copy.messages = folder);
  }

  /** On the listeners of these names alone; on all if there is none. */
  public PagesSettings withListeners(Set<String> names) {
    return with(origin, copy -> copy.listeners = names);
  }

  /** With forward auth as these settings have it. */
  public PagesSettings withForwardAuth(ForwardAuthSettings settings) {
    return with(origin, copy -> copy.forwardAuth = settings);
  }

  public WebOrigin origin() {
    return origin;
  }

  public SessionSettings session() {
    return session;
  }

  public Seq<WebOrigin> returnTo() {
    return returnTo;
  }

  public String home() {
    return home;
  }

  public Scope scope() {
    return scope;
  }

  public Option<String> webLogin() {
    return webLogin;
  }

  public Option<Path> branding() {
    return branding;
  }

  public Option<Path> messages() {
    return messages;
  }

  public ForwardAuthSettings forwardAuth() {
    return forwardAuth;
  }

  /** Whether the listener of this name serves the pages. */
  public boolean isServedAt(String listener) {
    return listeners.isEmpty() || listeners.contains(listener);
  }

  public ReturnTargets targets() {
    return new ReturnTargets(origin, returnTo);
  }
}
