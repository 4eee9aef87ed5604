package dev.portcullis.bootstrap.settings;

import dev.portcullis.adapters.auth0.settings.Auth0Settings;
import dev.portcullis.adapters.auth0.settings.ClientSecret;
import dev.portcullis.adapters.auth0.settings.TicketSettings;
import dev.portcullis.adapters.webhook.WebhookSecret;
import dev.portcullis.adapters.webhook.WebhookSettings;
import dev.portcullis.application.reset.ResetLimits;
import dev.portcullis.bootstrap.settings.Settings.ResetSettings;
import dev.portcullis.bootstrap.settings.document.Accumulator;
import dev.portcullis.bootstrap.settings.document.Section;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import dev.portcullis.bootstrap.settings.document.ValueType;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import io.vavr.control.Validation;
import java.time.Duration;

/** Reads {@code password-reset}. */
final class ResetReader {

  private static final String BY_TICKET = "password-reset.method is ticket";

  private ResetReader() {}

  private enum Method {
    EMAIL,
    TICKET,
    HAND_OFF
  }

  private enum OwnMethod {
    PROVIDER,
    HAND_OFF
  }

  /**
   * How passwords are reset.
   *
   * @param auth0 the tenant, from which the Management API's audience follows
   */
  static Validation<Seq<SettingsProblem>, ResetSettings> read(
      Section reset, Validation<Seq<SettingsProblem>, Auth0Settings> auth0) {
    Accumulator all = new Accumulator();
    var method =
        all.add(
            reset.withDefault(
                "method",
                ValueType.oneOf(Method.class, '-'),
                "email",
                "How a leaked or forgotten password is reset: Auth0 mails a link, your own mailer"
                    + " delivers a ticket of the Management API, or your own page takes over. With"
                    + " a provider of your own: provider (the default: as it does it) or"
                    + " hand-off."));
    var connection =
        all.add(
            reset.withDefault(
                "connection",
                ValueType.TEXT,
                "Username-Password-Authentication",
                "With email and ticket: the database connection of the users."));
    var page =
        all.add(
            reset.optional(
                "page",
                ValueType.WEB_PAGE,
                "With hand-off: the page where the user starts the reset."));
    Section ticket = reset.section("ticket");
    var clientId =
        all.add(
            ticket.optional(
                "client-id",
                ValueType.TEXT,
                "With ticket: the Client ID of a separate machine-to-machine application,"
                    + " authorized for read:users and create:user_tickets of the Management API."));
    var clientSecret =
        all.add(
            ticket.optional(
                "client-secret", ValueType.secret(ClientSecret::new), "Its Client Secret."));
    var audience =
        all.add(
            ticket.optional(
                "audience",
                ValueType.TEXT,
                "The Management API's identifier; without it https://DOMAIN/api/v2/ of"
                    + " auth0.domain, which is wrong for a custom domain."));
    var lifetime =
        all.add(
            ticket.withDefault(
                "lifetime",
                ValueType.duration(Duration.ofMinutes(1), Duration.ofDays(5)),
                "1h",
                "How long a link is valid."));
    Section delivery = reset.section("delivery");
    var url =
        all.add(
            delivery.optional(
                "url", ValueType.HOOK, "With ticket: your mailer's endpoint for reset links."));
    var secret =
        all.add(
            delivery.optional(
                "secret",
                ValueType.secret(
                    WebhookSecret::new,
                    WebhookSecret.LEAST_LENGTH + " printable characters or more"),
                "The secret shared with it, 32 characters or more; signs every delivery."));
    var timeout =
        all.add(
            delivery.withDefault(
                "timeout",
                ValueType.duration(Duration.ofMillis(100), Duration.ofMinutes(1)),
                "5s",
                "How long a delivery may take."));
    return all.check(
        () ->
            switch (method.get()) {
              case EMAIL -> Validation.valid(new ResetSettings.ByEmail(connection.get()));
              case HAND_OFF -> handOff(reset, page.get());
              case TICKET -> {
                Accumulator needed = new Accumulator();
                var id =
                    needed.add(
                        ticket.present(
                            "client-id",
                            clientId.get(),
                            BY_TICKET,
                            "Set it to that application's Client ID."));
                var idSecret =
                    needed.add(
                        ticket.present(
                            "client-secret",
                            clientSecret.get(),
                            BY_TICKET,
                            "Set it to that application's Client Secret."));
                var hook =
                    needed.add(
                        delivery.present(
                            "url",
                            url.get(),
                            BY_TICKET,
                            "Set it to the URL of your mailer's endpoint."));
                var shared =
                    needed.add(
                        delivery.present(
                            "secret",
                            secret.get(),
                            BY_TICKET,
                            "Set it to a secret that the mailer has too."));
                var tenant = needed.needs(auth0);
                yield needed.check(
                    () -> {
                      Option<SettingsProblem> demo =
                          DemoSecrets.problem(ticket, tenant.get().tenant(), idSecret.get());
                      return demo.isEmpty()
                          ? Validation.valid(
                              new ResetSettings.ByTicket(
                                  Accumulator.with(
                                      TicketSettings.of(
                                              tenant.get().tenant(),
                                              id.get(),
                                              idSecret.get(),
                                              connection.get())
                                          .withLifetime(lifetime.get()),
                                      audience.get(),
                                      TicketSettings::withAudience),
                                  new WebhookSettings(hook.get(), shared.get(), timeout.get())))
                          : Validation.invalid(demo.toVector());
                    });
              }
            });
  }

  /** How passwords are reset at a provider that is not Auth0. */
  static Validation<Seq<SettingsProblem>, ResetSettings> readOwn(Section reset) {
    Accumulator all = new Accumulator();
    var method =
        all.add(
            reset.withDefault(
                "method",
                ValueType.oneOf(OwnMethod.class, '-'),
                "provider",
                "How a leaked or forgotten password is reset: as the provider does it, or your own"
                    + " page takes over."));
    var page =
        all.add(
            reset.optional(
                "page",
                ValueType.WEB_PAGE,
                "With hand-off: the page where the user starts the reset."));
    return all.check(
        () ->
            switch (method.get()) {
              case PROVIDER -> Validation.valid(new ResetSettings.ByProvider());
              case HAND_OFF -> handOff(reset, page.get());
            });
  }

  private static Validation<Seq<SettingsProblem>, ResetSettings> handOff(
      Section reset, Option<String> page) {
    return reset
        .present(
            "page",
            page,
            "password-reset.method is hand-off",
            "Set password-reset.page to the URL of your reset page.")
        .map(ResetSettings.HandOff::new);
  }

  /** How many resets may be started. */
  static Validation<Seq<SettingsProblem>, ResetLimits> limits(Section limit) {
    Accumulator all = new Accumulator();
    var perUser =
        all.add(
            limit.withDefault(
                "per-user",
                ValueType.number(1, 1000),
                "" + ResetLimits.DEFAULT.perUser(),
                "How many resets may be started for one user in a window."));
    var perAddress =
        all.add(
            limit.withDefault(
                "per-address",
                ValueType.number(1, 100_000),
                "" + ResetLimits.DEFAULT.perAddress(),
                "How many resets may be started from one address, or one IPv6 /64, in a window."));
    var window =
        all.add(
            limit.withDefault(
                "window",
                ValueType.duration(Duration.ofMinutes(1), Duration.ofDays(1)),
                ResetLimits.DEFAULT.window().toMinutes() + "m",
                "The length of the window."));
    return all.build(() -> new ResetLimits(perUser.get(), perAddress.get(), window.get()));
  }
}
