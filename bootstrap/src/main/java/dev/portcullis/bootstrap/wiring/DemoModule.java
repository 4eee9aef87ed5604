package dev.portcullis.bootstrap.wiring;

import ch.qos.logback.classic.Level;
import dagger.Module;
import dagger.Provides;
import dev.portcullis.adapters.auth0.Auth0Client;
import dev.portcullis.adapters.auth0.settings.Auth0Settings;
import dev.portcullis.adapters.auth0.settings.Auth0Transport;
import dev.portcullis.adapters.auth0.settings.ClientAuthentication;
import dev.portcullis.adapters.auth0.settings.ClientSecret;
import dev.portcullis.adapters.auth0.settings.ManagementSettings;
import dev.portcullis.adapters.http.exchange.WebOrigin;
import dev.portcullis.adapters.http.forwardauth.ForwardAuthSettings;
import dev.portcullis.adapters.http.intake.AddressSettings;
import dev.portcullis.adapters.http.intake.AddressSettings.TraceMode;
import dev.portcullis.adapters.http.intake.CallerChoices;
import dev.portcullis.adapters.http.pages.PagesSettings;
import dev.portcullis.adapters.http.server.HttpSettings;
import dev.portcullis.adapters.http.server.HttpSettings.Listener;
import dev.portcullis.adapters.http.server.HttpSettings.UserListener;
import dev.portcullis.adapters.http.session.SessionKeys;
import dev.portcullis.adapters.http.session.SessionSettings;
import dev.portcullis.application.reset.port.PasswordResets;
import dev.portcullis.bootstrap.demo.DemoPorts;
import dev.portcullis.bootstrap.log.LogSetup;
import dev.portcullis.bootstrap.settings.DoctorSettings;
import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.domain.address.ClientAddressPolicy;
import dev.portcullis.domain.address.ClientAddressPolicy.PrivateResult;
import dev.portcullis.domain.address.IpRange;
import dev.portcullis.domain.address.IpRangeSet;
import dev.portcullis.domain.token.Scope;
import dev.portcullis.emulator.Auth0Emulator;
import dev.portcullis.emulator.EmulatorSettings;
import dev.portcullis.emulator.tenant.DemoTenant;
import io.vavr.collection.HashSet;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.LinkedHashSet;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Function;

/** An emulated tenant, and the settings of a gateway behind a proxy on this machine. */
@Module
interface DemoModule {

  /** The listener that browsers on this machine reach. */
  String PAGES = "pages";

  Auth0Transport TRANSPORT =
      new Auth0Transport(Duration.ofSeconds(2), Duration.ofSeconds(10), 64, Duration.ofSeconds(30));

  @Provides
  @Singleton
  static Auth0Emulator emulator(DemoPorts ports, InstantSource time) {
    return Auth0Emulator.start(
        EmulatorSettings.defaults().withPort(ports.tenant()).withClock(time));
  }

  @Provides
  @Singleton
  static Settings settings(DemoPorts ports, Auth0Emulator emulator) {
    ClientAddressPolicy behindProxy =
        ClientAddressPolicy.behind(ranges("127.0.0.0/8"))
            // The users of the demonstration live in documentation space (RFC 5737, RFC 3849).
            .withPrivateResult(
                new PrivateResult.AllowOnly(
                    ranges("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")));
    // A browser on this machine has no proxy before it, and its address is this machine's.
    ClientAddressPolicy browsers =
        ClientAddressPolicy.direct()
            .withPrivateResult(new PrivateResult.AllowOnly(ranges("127.0.0.0/8")));
    return new Settings(
            new HttpSettings(
                Vector.of(
                    new UserListener(
                        "users",
                        new Listener("127.0.0.1", ports.users()),
                        new AddressSettings(behindProxy, "demo", TraceMode.OFF, Option.none())),
                    new UserListener(
                        PAGES,
                        new Listener("127.0.0.1", ports.pages()),
                        new AddressSettings(browsers, "demo", TraceMode.OFF, Option.none()))),
                new Listener("127.0.0.1", ports.operators()),
                Duration.ofSeconds(15),
                Duration.ofSeconds(75)),
            new Auth0Settings(
                emulator.baseUri(),
                DemoTenant.GATEWAY_CLIENT_ID,
                new ClientSecret(DemoTenant.GATEWAY_CLIENT_SECRET),
                ClientAuthentication.CLIENT_SECRET_POST,
                Option.none(),
                Option.of(DemoTenant.API_AUDIENCE),
                Option.of("openid profile email"),
                Option.of(DemoTenant.CONNECTION),
                TRANSPORT),
            new Settings.ResetSettings.ByEmail(DemoTenant.CONNECTION),
            new Settings.Log(LogSetup.Format.AUTO, Level.INFO))
        .withChoices(
            new CallerChoices(
                HashSet.empty(),
                HashSet.of("openid", "profile", "email", "offline_access"),
                HashSet.empty()))
        .withPages(Option.of(pages(ports)))
        .withDoctor(doctor(emulator));
  }

  private static PagesSettings pages(DemoPorts ports) {
    return new PagesSettings(
        new WebOrigin("http://127.0.0.1:" + ports.pages()),
        Vector.empty(),
        PagesSettings.SIGNED_IN,
        new Scope(LinkedHashSet.of("openid", "profile", "email", "offline_access")),
        Option.none(),
        Option.none(),
        new SessionSettings(SessionKeys.random(), Duration.ofHours(12), Duration.ofHours(1)),
        new ForwardAuthSettings(true, false, Duration.ofMinutes(1)));
  }

  private static DoctorSettings doctor(Auth0Emulator emulator) {
    return new DoctorSettings(
        Option.of(
            new ManagementSettings(
                emulator.baseUri(),
                DemoTenant.MANAGEMENT_CLIENT_ID,
                new ClientSecret(DemoTenant.MANAGEMENT_CLIENT_SECRET),
                emulator.issuer() + "api/v2/",
                TRANSPORT)),
        DoctorSettings.CanaryUser.of(
            DemoTenant.ALICE, DemoTenant.ALICE_PASSWORD, "192.0.2.10", Duration.ofSeconds(30)),
        ranges("127.0.0.1"),
        Option.of(5),
        Duration.ofHours(1),
        new DoctorSettings.Watch.Off(),
        Option.none(),
        LinkedHashMap.empty());
  }

  @Provides
  static Function<Auth0Client, PasswordResets> chosenReset() {
    return Auth0Client::passwordResets;
  }

  private static IpRangeSet ranges(String... texts) {
    return IpRangeSet.of(
        Vector.of(texts)
            .map(text -> IpRange.parse(text).getOrElseThrow(() -> new AssertionError(text))));
  }
}
