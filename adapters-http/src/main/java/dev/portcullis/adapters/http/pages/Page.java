package dev.portcullis.adapters.http.pages;

import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.Locale;

/**
 * One page before it is rendered in the user's language.
 *
 * @param template the name of its template
 * @param title the key of its heading
 * @param facts what else the template shows; values are texts, lists, maps and booleans, all of
 *     them escaped
 * @param retryAfter how long to wait before trying again, which a reply of 429 or 503 names; none
 *     where no outcome is shown
 * @param counted whether the page shows the wait, and counts it down
 * @param polls whether its script polls the server
 */
record Page(
    int status,
    String template,
    String title,
    Map<String, Object> facts,
    Option<Duration> retryAfter,
    boolean counted,
    boolean polls) {

  static Page of(int status, String template, String title) {
    return new Page(status, template, title, LinkedHashMap.empty(), Option.none(), false, false);
  }

  /** A page with one message: KEY-title, KEY-lead and, if there are any, KEY-steps. */
  static Page notice(int status, String key) {
    return of(status, "notice", key + "-title").with("key", key);
  }

  Page with(String name, Object value) {
    return new Page(status, template, title, facts.put(name, value), retryAfter, counted, polls);
  }

  Page withStatus(int code) {
    return new Page(code, template, title, facts, retryAfter, counted, polls);
  }

  Page with(String name, Option<?> value) {
    return value.isEmpty() ? this : with(name, (Object) value.get());
  }

  /** With what its message has for {0}, {1} and so on. */
  Page saying(Object... arguments) {
    return with("arguments", arguments);
  }

  /** With the sign that distinguishes it at a glance. */
  Page signed(Sign sign) {
    return with("sign", sign.word()).with(sign.word(), true);
  }

  /** What a page is about, as an icon and a colour; its text says the same. */
  enum Sign {
    LEAKED,
    BLOCKED,
    THROTTLED,
    DONE;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** With a button that leads to a URL; {@code text} is the key of its label. */
  Page leadingTo(String url, String text) {
    return with("href", url).with("action", text);
  }

  /** After which to wait this long. */
  Page waiting(Duration wait) {
    return new Page(status, template, title, facts, Option.of(wait), counted, polls);
  }

  /** With its wait counted down. */
  Page counting() {
    return new Page(status, template, title, facts, retryAfter, true, polls);
  }

  Page polling() {
    return new Page(status, template, title, facts, retryAfter, counted, true);
  }

  @Override
  public String toString() {
    return "Page[" + status + " " + template + " " + title + "]";
  }
}
