package dev.portcullis.bootstrap.settings;

import dev.portcullis.adapters.redis.RedisPassword;
import dev.portcullis.adapters.redis.RedisSettings;
import dev.portcullis.adapters.redis.RedisUrl;
import dev.portcullis.adapters.redis.SharedKey;
import dev.portcullis.bootstrap.settings.document.Accumulator;
import dev.portcullis.bootstrap.settings.document.Section;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import dev.portcullis.bootstrap.settings.document.ValueType;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import io.vavr.control.Validation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

/** Where several instances keep what they share: in Redis, or nowhere. */
public final class SharedState {

  /** Each instance is alone. */
  public static final SharedState NONE = new SharedState(Option.none(), Option::none);

  private static final ValueType<RedisUrl> URL =
      new ValueType<>("URL of Redis", false, RedisUrl::parse);
  private static final ValueType<String> PREFIX =
      new ValueType<>(
          "name",
          false,
          text ->
              text.matches("[A-Za-z0-9._-]{1,40}")
                  ? Validation.valid(text)
                  : Validation.invalid("1-40 of A-Z a-z 0-9 . _ -"));

  private final Option<RedisSettings> redis;
  private final Supplier<Option<SettingsProblem>> problem;

  private SharedState(Option<RedisSettings> redis, Supplier<Option<SettingsProblem>> problem) {
    this.redis = redis;
    this.problem = problem;
  }

  static Validation<Seq<SettingsProblem>, SharedState> read(Section shared) {
    Section section = shared.section("redis");
    Accumulator all = new Accumulator();
    var url =
        all.add(
            section.optional(
                "url",
                URL,
                "With several instances: the Redis (7 or later) in which they share logouts,"
                    + " renewals and limits: redis://HOST:PORT/DATABASE,"
                    + " redis-sentinel://HOST:PORT,HOST:PORT#MASTER or"
                    + " redis-cluster://HOST:PORT,HOST:PORT; rediss in place of redis for TLS."));
    var key =
        all.add(
            section.optional(
                "key",
                ValueType.secret(
                    SharedKey::new,
                    SharedKey.LEAST_LENGTH + " printable characters or more, without blanks"),
                "With a URL: a secret of 32 characters or more, the same on every instance, that"
                    + " names and values in the store are made unreadable with; openssl rand"
                    + " -base64 32 prints one. Another key starts with an empty store."));
    var user =
        all.add(
            section.optional("user", ValueType.TEXT, "The user of Redis's access control list."));
    var password =
        all.add(
            section.optional(
                "password",
                ValueType.secret(RedisPassword::new),
                "The user's password. A file is read again when it changes, for the next"
                    + " connection."));
    var authorities =
        all.add(
            section.optional(
                "authorities",
                ValueType.FILE,
                "With TLS: the certificate authorities of the store, in PEM, in place of the"
                    + " JDK's."));
    var prefix =
        all.add(
            section.withDefault(
                "prefix",
                PREFIX,
                "portcullis",
                "What every name in the store starts with: gateways with the same prefix share"
                    + " their state."));
    var timeout =
        all.add(
            section.withDefault(
                "timeout",
                ValueType.duration(Duration.ofMillis(10), Duration.ofSeconds(5)),
                RedisSettings.TIMEOUT.toMillis() + "ms",
                "How long the store may take to answer; after that it counts as away, and nothing"
                    + " waits for it until it answers again."));
    var failClosed =
        all.add(
            section.withDefault(
                "fail-closed",
                ValueType.BOOLEAN,
                "false",
                "While the store is away: with false each instance counts resets, codes and logins"
                    + " alone, with true none is let through; of logins only those that limits"
                    + " refuse with limits.preset protect."));
    return all.check(
        () -> {
          if (url.get().isEmpty()) {
            return Validation.valid(NONE);
          }
          return section
              .present(
                  "key",
                  key.get(),
                  "shared.redis.url is set",
                  "Set it to the same secret on every instance; openssl rand -base64 32 prints"
                      + " one.")
              .map(
                  secret -> {
                    RedisSettings settings =
                        RedisSettings.of(url.get().get(), secret)
                            .withPrefix(prefix.get())
                            .withTimeout(timeout.get())
                            .withFailClosed(failClosed.get());
                    settings = Accumulator.with(settings, user.get(), RedisSettings::withUser);
                    settings =
                        Accumulator.with(settings, password.get(), RedisSettings::withPassword);
                    Option<Path> file = authorities.get().map(section.directory()::resolve);
                    return new SharedState(
                        Option.of(Accumulator.with(settings, file, RedisSettings::withAuthorities)),
                        () ->
                            file.flatMap(
                                it ->
                                    AuthoritiesFile.problem(
                                        section, it, "certificate authorities of the store")));
                  });
        });
  }

  /** Where and how the store is used; none if each instance is alone. */
  public Option<RedisSettings> redis() {
    return redis;
  }

  /** What keeps a file of these settings from being used now. */
  public Option<SettingsProblem> problem() {
    return problem.get();
  }
}
