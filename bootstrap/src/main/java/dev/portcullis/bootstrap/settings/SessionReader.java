package dev.portcullis.bootstrap.settings;

import dev.portcullis.adapters.http.session.CookieDomain;
import dev.portcullis.adapters.http.session.SessionKeys;
import dev.portcullis.adapters.http.session.SessionSettings;
import dev.portcullis.adapters.http.session.UserActivity;
import dev.portcullis.bootstrap.settings.document.Accumulator;
import dev.portcullis.bootstrap.settings.document.Section;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import dev.portcullis.bootstrap.settings.document.ValueType;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import io.vavr.control.Validation;
import java.time.Duration;

/** Reads {@code session}. */
final class SessionReader {

  private static final ValueType<SessionKeys> KEYS =
      ValueType.secret(
          SessionKeys::parse,
          "32 bytes in base64, a key a line; openssl rand -base64 32 prints one");
  private static final ValueType<CookieDomain> DOMAIN =
      new ValueType<>("domain", false, CookieDomain::of);
  private static final Duration LEAST = Duration.ofMinutes(1);
  private static final Duration MOST = Duration.ofDays(30);

  private SessionReader() {}

  /** The settings of sessions; none without keys. */
  static Validation<Seq<SettingsProblem>, Option<SessionSettings>> read(Section session) {
    Accumulator all = new Accumulator();
    var keys =
        all.add(
            session.optional(
                "keys",
                KEYS,
                "With pages: the keys of the session cookies, each 32 random bytes in base64, a key"
                    + " a line; the first encrypts, all decrypt. The same on every instance. A file"
                    + " is read again when it changes."));
    var lifetime =
        all.add(
            session.withDefault(
                "lifetime",
                ValueType.duration(LEAST, MOST),
                "12h",
                "The longest time that a login lasts."));
    var idle =
        all.add(
            session.withDefault(
                "idle",
                ValueType.duration(LEAST, MOST),
                "1h",
                "How long a login lasts in which the user does nothing."));
    var activity =
        all.add(
            session.withDefault(
                "activity",
                ValueType.oneOf(UserActivity.class, '-'),
                "user",
                "What counts for session.idle: user for navigations and requests that change"
                    + " something, any for every request, background polls included."));
    var domain =
        all.add(
            session.optional(
                "domain",
                DOMAIN,
                "A domain whose hosts share the sessions, such as example.com; without it each"
                    + " session belongs to the host of pages.origin. Every host of the domain can"
                    + " overwrite the cookies."));
    return all.check(
        () ->
            idle.get().compareTo(lifetime.get()) > 0
                ? session.invalid(
                    "idle", "longer than session.lifetime", "make it the shorter of the two")
                : Validation.valid(
                    keys.get()
                        .map(
                            it ->
                                SessionSettings.of(it, lifetime.get(), idle.get())
                                    .withActivity(activity.get())
                                    .withDomain(domain.get()))));
  }
}
