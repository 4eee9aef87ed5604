package dev.portcullis.bootstrap.wiring;

import dagger.BindsInstance;
import dagger.Component;
import dev.portcullis.application.provider.Capability;
import dev.portcullis.application.provider.Provider;
import dev.portcullis.application.reset.HandOffPasswordResets;
import dev.portcullis.bootstrap.extension.Extensions;
import dev.portcullis.bootstrap.extension.OpenProvider;
import dev.portcullis.bootstrap.extension.OwnProvider;
import dev.portcullis.bootstrap.secret.LiveSecrets;
import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.bootstrap.settings.Settings.ResetSettings;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
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
   * @throws IllegalStateException if the provider is not as declared, so that the settings have
   *     been checked against something else
   */
  static Gateway gateway(
      Settings settings, LiveSecrets secrets, OwnProvider own, Extensions extensions) {
    OpenProvider open = own.configured().open();
    try {
      Seq<String> undeclared = undeclared(own, open.provider());
      if (!undeclared.isEmpty()) {
        throw new IllegalStateException(undeclared.mkString("; "));
      }
      Provider provider =
          settings.passwordReset() instanceof ResetSettings.HandOff(var page)
              ? open.provider().withPasswordResets(new HandOffPasswordResets(page))
              : open.provider();
      return DaggerExtendedComponent.factory()
          .create(settings, secrets, extensions, provider, open.closing()::run)
          .gateway();
    } catch (RuntimeException e) {
      open.closing().run();
      throw e;
    }
  }

  /** The settings have been checked against what was declared. */
  private static Seq<String> undeclared(OwnProvider own, Provider provider) {
    return difference(
            own,
            "capabilities",
            own.configured().capabilities().map(Capability::words),
            provider.capabilities().map(Capability::words))
        .appendAll(
            difference(own, "own headers", own.configured().ownHeaders(), provider.ownHeaders()));
  }

  private static Seq<String> difference(
      OwnProvider own, String what, Set<String> declared, Set<String> has) {
    return declared.equals(has)
        ? Vector.empty()
        : Vector.of(
            own.name()
                + ": its ConfiguredProvider declares the "
                + what
                + " "
                + listed(declared)
                + ", and its Provider has "
                + listed(has)
                + ": declare what it has");
  }

  private static String listed(Set<String> names) {
    return names.isEmpty() ? "none" : names.toSortedSet().mkString(", ");
  }
}
