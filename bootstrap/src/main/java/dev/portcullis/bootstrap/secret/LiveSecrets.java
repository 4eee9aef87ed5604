package dev.portcullis.bootstrap.secret;

import dev.portcullis.adapters.auth0.settings.ClientSecret;
import dev.portcullis.adapters.otel.OtlpAuthorization;
import dev.portcullis.adapters.otel.OtlpSettings;
import dev.portcullis.adapters.redis.RedisPassword;
import dev.portcullis.adapters.redis.RedisSettings;
import dev.portcullis.adapters.webhook.WebhookSecret;
import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.bootstrap.settings.Settings.ResetSettings;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Set;
import io.vavr.control.Option;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The secrets that can be replaced while the gateway runs, by the key of their setting: those of
 * the Management API, of the mailer, of the shared store and of the receiver of traces. Each starts
 * as the settings' own object, so that no copy of it is made. Safe for concurrent use.
 */
public final class LiveSecrets {

  private static final String MANAGEMENT = "management.client-secret";
  private static final String TICKET = "password-reset.ticket.client-secret";
  private static final String DELIVERY = "password-reset.delivery.secret";
  private static final String SHARED = "shared.redis.password";
  private static final String TRACES = "traces.authorization";

  private final Map<String, Slot<?>> slots;

  private LiveSecrets(Map<String, Slot<?>> slots) {
    this.slots = slots;
  }

  /** Those that these settings have. */
  public static LiveSecrets of(Settings settings) {
    Map<String, Slot<?>> slots = LinkedHashMap.empty();
    for (var management : settings.doctor().management()) {
      slots = slots.put(MANAGEMENT, clientSecret(management.clientSecret()));
    }
    if (settings.passwordReset() instanceof ResetSettings.ByTicket(var ticket, var delivery)) {
      slots =
          slots
              .put(TICKET, clientSecret(ticket.clientSecret()))
              .put(
                  DELIVERY,
                  Slot.of(delivery.secret(), WebhookSecret::new, WebhookSecret::isSameAs));
    }
    for (RedisPassword password : settings.shared().redis().flatMap(RedisSettings::password)) {
      slots = slots.put(SHARED, Slot.of(password, RedisPassword::new, RedisPassword::isSameAs));
    }
    for (var authorization : settings.traces().flatMap(OtlpSettings::authorization)) {
      slots =
          slots.put(
              TRACES, Slot.of(authorization, OtlpAuthorization::new, OtlpAuthorization::isSameAs));
    }
    return new LiveSecrets(slots);
  }

  private static Slot<ClientSecret> clientSecret(ClientSecret secret) {
    return Slot.of(secret, ClientSecret::new, ClientSecret::isSameAs);
  }

  /**
   * One secret.
   *
   * @param parse throws {@link IllegalArgumentException}, without the text, if it is no such secret
   */
  private record Slot<T>(
      AtomicReference<T> current, Function<String, T> parse, BiPredicate<T, T> same) {

    static <T> Slot<T> of(T secret, Function<String, T> parse, BiPredicate<T, T> same) {
      return new Slot<>(new AtomicReference<>(secret), parse, same);
    }

    boolean replace(String text) {
      T fresh = parse.apply(text);
      boolean other = !same.test(current.get(), fresh);
      if (other) {
        current.set(fresh);
      }
      return other;
    }
  }

  /** The keys of the secrets that there are. */
  public Set<String> keys() {
    return slots.keySet();
  }

  /**
   * Uses another secret from now on.
   *
   * @return whether it is another one than before
   * @throws IllegalArgumentException if there is none of this key, or the text is no such secret;
   *     the message does not contain the text
   */
  public boolean replace(String key, String text) {
    return slots
        .get(key)
        .getOrElseThrow(
            () -> new IllegalArgumentException("key: " + key + " (expected: a secret's)"))
        .replace(text);
  }

  /** Supplies the secret of {@code management}. */
  public Supplier<ClientSecret> management() {
    return supplier(MANAGEMENT, ClientSecret.class);
  }

  /** Supplies the secret of {@code password-reset.ticket}. */
  public Supplier<ClientSecret> ticket() {
    return supplier(TICKET, ClientSecret.class);
  }

  /** Supplies the secret that signs deliveries. */
  public Supplier<WebhookSecret> delivery() {
    return supplier(DELIVERY, WebhookSecret.class);
  }

  /** Supplies the password for the shared store, if it has one. */
  public Supplier<Option<RedisPassword>> shared() {
    return slots.containsKey(SHARED)
        ? () -> Option.of(supplier(SHARED, RedisPassword.class).get())
        : Option::none;
  }

  /** Supplies what the receiver of traces gets as Authorization, if it asks for it. */
  public Supplier<Option<OtlpAuthorization>> traces() {
    return slots.containsKey(TRACES)
        ? () -> Option.of(supplier(TRACES, OtlpAuthorization.class).get())
        : Option::none;
  }

  private <T> Supplier<T> supplier(String key, Class<T> type) {
    Option<Slot<?>> slot = slots.get(key);
    return () -> type.cast(slot.get().current().get());
  }

  @Override
  public String toString() {
    return "LiveSecrets" + slots.keySet().mkString("[", ", ", "]");
  }
}
