package dev.portcullis.bootstrap.settings;

import dev.portcullis.adapters.http.session.CookieDomain;
import dev.portcullis.adapters.http.session.SessionKeys;
import dev.portcullis.adapters.http.session.SessionSettings;
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
                    + " a line; the first encrypts, all decrypt. The same on every instance."));
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
                "idle", ValueType.duration(LEAST, MOST), "1h", "How long an unused login lasts."));
    var domain =
        all.add(
            session.optional(
                "domain",
                DOMAIN,
                "A domain whose hosts share the sessions, such as example.com; without it each"
                    + " session belongs to the host of pages.origin. Every host of the domain can"
                    + " overwrite the cookie."));
    return all.check(
        () ->
            idle.get().compareTo(lifetime.get()) > 0
                ? session.invalid(
                    "idle", "longer than session.lifetime", "make it the shorter of the two")
                : Validation.valid(
                    keys.get()
                        .map(
                            it ->
                                new SessionSettings(
                                    it, lifetime.get(), idle.get(), domain.get()))));
  }
}
