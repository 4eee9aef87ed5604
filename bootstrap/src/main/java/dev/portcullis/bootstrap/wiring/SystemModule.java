package dev.portcullis.bootstrap.wiring;

import dagger.Module;
import dagger.Provides;
import dev.portcullis.bootstrap.doctor.ThreadSleeper;
import dev.portcullis.bootstrap.system.SystemSources;
import dev.portcullis.doctor.port.Sleeper;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.embed.RequestIds;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.function.Supplier;

/** The machine's time and random ids. */
@Module
interface SystemModule {

  @Provides
  static InstantSource time() {
    return SystemSources.clock();
  }

  @Provides
  static Sleeper pause() {
    return new ThreadSleeper();
  }

  @Provides
  @Singleton
  static Supplier<RequestId> ids() {
    return RequestIds.random();
  }
}
