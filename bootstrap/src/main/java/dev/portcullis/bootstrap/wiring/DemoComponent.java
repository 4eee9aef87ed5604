package dev.portcullis.bootstrap.wiring;

import dagger.BindsInstance;
import dagger.Component;
import dev.portcullis.bootstrap.demo.DemoPorts;
import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.emulator.Auth0Emulator;
import jakarta.inject.Singleton;

/** A gateway and the tenant it speaks to, both on the loopback address. */
@Singleton
@Component(
    modules = {
      GatewayModule.class,
      WatchModule.class,
      Auth0Module.class,
      JournalModule.class,
      SystemModule.class,
      DemoModule.class
    })
public interface DemoComponent {

  /** The tenant; it listens once this has been called. */
  Auth0Emulator emulator();

  /** What the gateway is told. */
  Settings settings();

  Gateway gateway();

  /** Makes the component. */
  @Component.Factory
  interface Factory {
    DemoComponent create(@BindsInstance DemoPorts ports);
  }

  static DemoComponent create(DemoPorts ports) {
    return DaggerDemoComponent.factory().create(ports);
  }
}
