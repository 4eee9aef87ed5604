package dev.portcullis.emulator;

import dev.portcullis.emulator.tenant.Application;
import dev.portcullis.emulator.tenant.DemoTenant;
import dev.portcullis.emulator.tenant.RefreshTokenPolicy;
import dev.portcullis.emulator.tenant.TenantDefinition;
import dev.portcullis.emulator.tenant.protection.SuspiciousIpSettings;
import dev.portcullis.emulator.tenant.protection.Throttle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** An emulator in a process of its own, to be killed: it prints its address and runs on. */
final class KilledEmulator {

  private KilledEmulator() {}

  public static void main(String[] args) throws InterruptedException {
    Auth0Emulator emulator = Auth0Emulator.start(settings(Path.of(args[0])));
    System.out.println(emulator.baseUri());
    new CountDownLatch(1).await();
  }

  /** The demo tenant with rotating refresh tokens, and sign-ups as fast as they come. */
  static EmulatorSettings settings(Path folder) {
    TenantDefinition demo = TenantDefinition.demo();
    Application gateway = demo.application(DemoTenant.GATEWAY_CLIENT_ID).orElseThrow();
    return EmulatorSettings.defaults()
        .withData(folder)
        .withTenant(
            demo.toBuilder()
                .application(gateway.withRefreshTokens(RefreshTokenPolicy.rotated()))
                .suspiciousIp(
                    SuspiciousIpSettings.defaults()
                        .withSignUp(new Throttle(72_000, Duration.ofMillis(1))))
                .build());
  }
}
