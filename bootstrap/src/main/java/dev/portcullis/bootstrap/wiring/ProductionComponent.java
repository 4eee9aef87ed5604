package dev.portcullis.bootstrap.wiring;

import dagger.BindsInstance;
import dagger.Component;
import dev.portcullis.adapters.auth0.Auth0Client;
import dev.portcullis.adapters.webhook.WebhookResetDelivery;
import dev.portcullis.application.reset.HandOffPasswordResets;
import dev.portcullis.application.reset.TicketPasswordResets;
import dev.portcullis.application.reset.port.PasswordResets;
import dev.portcullis.bootstrap.extension.Extensions;
import dev.portcullis.bootstrap.secret.LiveSecrets;
import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.bootstrap.settings.Settings.ResetSettings;
import dev.portcullis.bootstrap.system.SystemSources;
import jakarta.inject.Singleton;
import java.util.function.Function;

/** A gateway in front of the tenant that its settings name. */
@Singleton
@Component(
    modules = {
      GatewayModule.class,
      WatchModule.class,
      Auth0Module.class,
      JournalModule.class,
      SystemModule.class
    })
public interface ProductionComponent {

  Gateway gateway();

  /** Makes the component. */
  @Component.Factory
  interface Factory {
    ProductionComponent create(
        @BindsInstance Settings settings,
        @BindsInstance LiveSecrets secrets,
        @BindsInstance Extensions extensions,
        @BindsInstance Function<Auth0Client, PasswordResets> chosenReset);
  }

  /** The gateway that these settings describe; nothing listens yet. */
  static Gateway gateway(Settings settings) {
    return gateway(settings, LiveSecrets.of(settings));
  }

  /** The same with secrets that may be replaced while it runs. */
  static Gateway gateway(Settings settings, LiveSecrets secrets) {
    return gateway(settings, secrets, Extensions.NONE);
  }

  /** The same with additions; its provider is the one that the settings name. */
  static Gateway gateway(Settings settings, LiveSecrets secrets, Extensions extensions) {
    return settings
        .ownProvider()
        .fold(
            () ->
                DaggerProductionComponent.factory()
                    .create(settings, secrets, extensions, chosenReset(settings, secrets))
                    .gateway(),
            own -> ExtendedComponent.gateway(settings, secrets, own, extensions));
  }

  private static Function<Auth0Client, PasswordResets> chosenReset(
      Settings settings, LiveSecrets secrets) {
    return switch (settings.passwordReset()) {
      case ResetSettings.ByEmail(var connection) -> Auth0Client::passwordResets;
      case ResetSettings.ByTicket(var management, var delivery) ->
          client ->
              new TicketPasswordResets(
                  client.resetTickets(management, secrets.ticket()),
                  new WebhookResetDelivery(delivery, secrets.delivery(), SystemSources.clock()));
      case ResetSettings.HandOff(var page) -> client -> new HandOffPasswordResets(page);
      case ResetSettings.ByProvider() -> Auth0Client::passwordResets;
    };
  }
}
