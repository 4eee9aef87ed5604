package dev.portcullis.bootstrap.settings;

import dev.portcullis.adapters.auth0.settings.Auth0Settings;
import dev.portcullis.adapters.auth0.settings.ClientSecret;
import dev.portcullis.adapters.auth0.settings.ManagementSettings;
import dev.portcullis.bootstrap.settings.document.Accumulator;
import dev.portcullis.bootstrap.settings.document.Section;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import dev.portcullis.bootstrap.settings.document.ValueType;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import io.vavr.control.Validation;
import java.net.URI;

/** Reads {@code management}: the doctor's access to the Management API. */
final class ManagementReader {

  private ManagementReader() {}

  /**
   * The access; none if neither a client ID nor a secret is set.
   *
   * @param auth0 the tenant, if {@code management.domain} names no other
   */
  static Validation<Seq<SettingsProblem>, Option<ManagementSettings>> read(
      Section management, Validation<Seq<SettingsProblem>, Auth0Settings> auth0) {
    Accumulator all = new Accumulator();
    var clientId =
        all.add(
            management.optional(
                "client-id",
                ValueType.TEXT,
                "The Client ID of a machine-to-machine application that may use the Management API;"
                    + " without it the doctor reads neither settings nor log."));
    var clientSecret =
        all.add(
            management.optional(
                "client-secret",
                ValueType.secret(ClientSecret::new),
                "Its Client Secret, written as auth0.client-secret."));
    var domain =
        all.add(
            management.optional(
                "domain",
                ValueType.TENANT,
                "The tenant's own domain, if auth0.domain is a custom one."));
    var audience =
        all.add(
            management.optional(
                "audience",
                ValueType.TEXT,
                "The Management API's identifier, if not https://DOMAIN/api/v2/."));
    return all.check(
        () -> {
          if (clientId.get().isEmpty() && clientSecret.get().isEmpty()) {
            return Validation.valid(Option.none());
          }
          if (clientId.get().isEmpty() || clientSecret.get().isEmpty()) {
            return DoctorReader.incomplete(management, "client-id", "client-secret");
          }
          Accumulator needed = new Accumulator();
          var gateway = needed.needs(auth0);
          return needed.check(
              () -> {
                URI tenant = domain.get().getOrElse(gateway.get().tenant());
                Option<SettingsProblem> demo =
                    DemoSecrets.problem(management, tenant, clientSecret.get().get());
                if (demo.isDefined()) {
                  return Validation.invalid(demo.toVector());
                }
                ManagementSettings settings =
                    ManagementSettings.of(tenant, clientId.get().get(), clientSecret.get().get())
                        .withTransport(gateway.get().transport());
                return Validation.valid(
                    Option.of(
                        Accumulator.with(
                            settings, audience.get(), ManagementSettings::withAudience)));
              });
        });
  }
}
