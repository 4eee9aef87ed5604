package dev.portcullis.bootstrap.wiring;

import dagger.BindsInstance;
import dagger.Component;
import dev.portcullis.adapters.auth0.Auth0Client;
import dev.portcullis.adapters.auth0.doctor.Auth0Management;
import dev.portcullis.bootstrap.secret.LiveSecrets;
import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.doctor.ApplyRemediesUseCase;
import dev.portcullis.doctor.DiagnoseTenantUseCase;
import io.vavr.control.Option;
import jakarta.inject.Singleton;

/** The doctor alone, without a gateway. */
@Singleton
@Component(modules = {DoctorModule.class, Auth0Module.class, SystemModule.class})
public interface DoctorComponent {

  DiagnoseTenantUseCase diagnose();

  ApplyRemediesUseCase remedies();

  /** Closes the connections. */
  default void close() {
    client().close();
    management().forEach(Auth0Management::close);
  }

  Auth0Client client();

  Option<Auth0Management> management();

  /** Creates the component. */
  @Component.Factory
  interface Factory {
    DoctorComponent create(@BindsInstance Settings settings, @BindsInstance LiveSecrets secrets);
  }

  /** The doctor of a gateway with these settings. */
  static DoctorComponent of(Settings settings) {
    return DaggerDoctorComponent.factory().create(settings, LiveSecrets.of(settings));
  }
}
