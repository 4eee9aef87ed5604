package dev.portcullis.adapters.http.forwardauth;

import dev.portcullis.adapters.http.session.ReturnTargets;
import dev.portcullis.domain.login.RequestId;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs that users do not return to where they were, because the proxy reports a URL that is not at
 * a listed origin. At most once a minute: a client can send any host. Safe for concurrent use.
 */
final class LostWays {

  private static final Logger LOG = LoggerFactory.getLogger(ForwardAuth.class);
  private static final Duration PAUSE = Duration.ofMinutes(1);
  private static final Pattern ORIGIN = Pattern.compile("[a-z]+://[A-Za-z0-9.:\\[\\]-]{1,255}");

  private final AtomicReference<Instant> next = new AtomicReference<>(Instant.MIN);

  void report(Unauthenticated decided, ReturnTargets targets, Instant now, RequestId id) {
    message(decided, targets, now)
        .forEach(text -> LOG.atWarn().addKeyValue("http.request.id", id.value()).log(text));
  }

  Option<String> message(Unauthenticated decided, ReturnTargets targets, Instant now) {
    Instant due = next.get();
    return isOfSettings(decided) && !now.isBefore(due) && next.compareAndSet(due, now.plus(PAUSE))
        ? Option.of(text(decided.asked().url(), targets))
        : Option.none();
  }

  /** Whether it is no single client's fault, as an ambiguous path would be. */
  private static boolean isOfSettings(Unauthenticated decided) {
    return decided.wayBack().isLeft()
        && (decided.wayBack().getLeft() == ReturnTargets.Problem.NOT_LISTED
            || !ORIGIN.matcher(decided.asked().url()).lookingAt());
  }

  private static String text(String url, ReturnTargets targets) {
    Matcher origin = ORIGIN.matcher(url);
    return "Users do not return to the page they asked for after their login: the proxy reports "
        + (origin.lookingAt() ? "the origin " + origin.group() : "no complete URL")
        + ", and the listed origins are "
        + targets.origins()
        + ". Have the proxy send X-Original-URL, or X-Forwarded-Proto, -Host and -Uri, as the"
        + " browser sees them, or add the origin to pages.return-to";
  }
}
