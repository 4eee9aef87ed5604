package dev.portcullis.bootstrap.wiring;

import dagger.BindsInstance;
import dagger.Component;
import dev.portcullis.application.provider.Provider;
import dev.portcullis.application.reset.HandOffPasswordResets;
import dev.portcullis.bootstrap.extension.Extensions;
import dev.portcullis.bootstrap.extension.OpenProvider;
import dev.portcullis.bootstrap.extension.OwnProvider;
import dev.portcullis.bootstrap.secret.LiveSecrets;
import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.bootstrap.settings.Settings.ResetSettings;
import dev.portcullis.domain.address.PolicyLint;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import jakarta.inject.Singleton;

/** A gateway in front of a provider that is not Auth0. */
@Singleton
@Component(
    modules = {
      GatewayModule.class,
      OwnProviderModule.class,
      JournalModule.class,
      SystemModule.class
    })
interface ExtendedComponent {

  Gateway gateway();

  /** Makes the component. */
  @Component.Factory
  interface Factory {
    ExtendedComponent create(
        @BindsInstance Settings settings,
        @BindsInstance LiveSecrets secrets,
        @BindsInstance Extensions extensions,
        @BindsInstance Provider provider,
        @BindsInstance GatewayModule.Upstream upstream);
  }

  /**
   * The gateway; it opens the provider.
   *
   * @throws IllegalStateException if the settings need what the provider cannot do, or trust a
   *     header that is the provider's own
   */
  static Gateway gateway(
      Settings settings, LiveSecrets secrets, OwnProvider own, Extensions extensions) {
    OpenProvider open = own.configured().open();
    try {
      Provider provider =
          settings.passwordReset() instanceof ResetSettings.HandOff(var page)
              ? open.provider().withPasswordResets(new HandOffPasswordResets(page))
              : open.provider();
      Seq<String> problems =
          trustedOwnHeaders(settings, provider).appendAll(lacking(settings, provider, own.name()));
      if (!problems.isEmpty()) {
        throw new IllegalStateException(problems.mkString("; "));
      }
      return DaggerExtendedComponent.factory()
          .create(settings, secrets, extensions, provider, open.closing()::run)
          .gateway();
    } catch (RuntimeException e) {
      open.closing().run();
      throw e;
    }
  }

  /** A client that could set such a header would choose its own address. */
  private static Seq<String> trustedOwnHeaders(Settings settings, Provider provider) {
    return settings
        .http()
        .users()
        .flatMap(
            listener ->
                PolicyLint.of(listener.address().policy(), provider.ownHeaders())
                    .filter(it -> it.severity() == PolicyLint.Severity.ERROR)
                    .map(
                        it ->
                            listener.name()
                                + ": client-ip."
                                + it.key()
                                + ": "
                                + it.problem()
                                + ", "
                                + it.remedy()));
  }

  /** The login pages have a link for each of these. */
  private static Seq<String> lacking(Settings settings, Provider provider, String name) {
    if (settings.pages().isEmpty()) {
      return Vector.empty();
    }
    Seq<String> lacks =
        Vector.of(
                Option.when(provider.secondFactors().isEmpty(), "second factors"),
                Option.when(provider.refreshTokens().isEmpty(), "refresh tokens"),
                Option.when(provider.passwordResets().isEmpty(), "password resets"))
            .flatMap(it -> it);
    return lacks.map(
        it ->
            "pages.enabled: the login pages need "
                + it
                + ", and "
                + name
                + " has none; set it to false");
  }
}
