package dev.portcullis.adapters.http.pages;

import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.adapters.http.intake.Fields;
import dev.portcullis.adapters.http.pages.FormGuard.Visit;
import dev.portcullis.adapters.http.session.SessionKeys;
import io.vavr.collection.Set;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Answers a form that a browser sends twice, by a double click or a reload, with one attempt: the
 * second request gets the answer of the first. Sent again with other values it is another attempt,
 * and so is the form of a page that was loaded again. Keeps the answers of a minute, and of the
 * fields only a tag with a random key. Safe for concurrent use.
 */
final class Submissions {

  /** The field that distinguishes the forms of two pages. */
  static final String FORM = "form";

  private static final Duration KEPT = Duration.ofMinutes(1);

  /** A reply has about 5 KB. */
  private static final int MOST = 1_000;

  private final SessionKeys tags = SessionKeys.random();
  private final Map<String, Submission> recent = new LinkedHashMap<>();
  private final InstantSource time;

  Submissions(InstantSource time) {
    this.time = time;
  }

  private record Submission(Instant at, CompletableFuture<Reply> answer) {}

  /**
   * The answer of this attempt, or of the one that the same form has made already, which may still
   * be going on.
   *
   * @param names the fields of the form
   */
  Reply once(Visit visit, Fields form, Set<String> names, Supplier<Reply> attempt) {
    if (form.get(FORM).isEmpty()) {
      return attempt.get();
    }
    CompletableFuture<Reply> mine = new CompletableFuture<>();
    Option<Submission> earlier =
        earlier(tag(visit, form, names), new Submission(time.instant(), mine));
    if (earlier.isDefined()) {
      return earlier.get().answer().join();
    }
    try {
      mine.complete(attempt.get());
    } catch (RuntimeException | Error e) {
      mine.completeExceptionally(e);
      throw e;
    }
    return mine.join();
  }

  /** The submission of the same form that came before; if there is none, this one is kept. */
  private synchronized Option<Submission> earlier(String tag, Submission now) {
    Iterator<Submission> oldest = recent.values().iterator();
    while (oldest.hasNext()
        && (oldest.next().at().plus(KEPT).isBefore(now.at()) || recent.size() >= MOST)) {
      oldest.remove();
    }
    return Option.of(recent.putIfAbsent(tag, now));
  }

  private String tag(Visit visit, Fields form, Set<String> names) {
    StringBuilder text = new StringBuilder(visit.id());
    for (String name : names.toSortedSet()) {
      String value = form.get(name);
      text.append('\n').append(name).append(' ').append(value.length()).append(' ').append(value);
    }
    return Base64.getEncoder().encodeToString(tags.tag(text.toString()));
  }
}
