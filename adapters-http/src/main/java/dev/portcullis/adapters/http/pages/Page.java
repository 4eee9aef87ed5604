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
 * @param delay how long to wait before trying again makes sense
 * @param polls whether its script polls the server
 */
record Page(
    int status,
    String template,
    String title,
    Map<String, Object> facts,
    Option<Duration> delay,
    boolean polls) {

  static Page of(int status, String template, String title) {
    return new Page(status, template, title, LinkedHashMap.empty(), Option.none(), false);
  }

  /** A page with one message: KEY-title, KEY-lead and, if there are any, KEY-steps. */
  static Page notice(int status, String key) {
    return of(status, "notice", key + "-title").with("key", key);
  }

  Page with(String name, Object value) {
    return new Page(status, template, title, facts.put(name, value), delay, polls);
  }

  Page withStatus(int code) {
    return new Page(code, template, title, facts, delay, polls);
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

  Page waiting(Duration time) {
    return new Page(status, template, title, facts, Option.of(time), polls);
  }

  Page polling() {
    return new Page(status, template, title, facts, delay, true);
  }

  @Override
  public String toString() {
    return "Page[" + status + " " + template + " " + title + "]";
  }
}
