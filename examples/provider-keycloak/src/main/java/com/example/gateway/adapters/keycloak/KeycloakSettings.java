package com.example.gateway.adapters.keycloak;

import dev.portcullis.bootstrap.extension.ConfiguredProvider;
import dev.portcullis.bootstrap.extension.OpenProvider;
import dev.portcullis.bootstrap.settings.document.Accumulator;
import dev.portcullis.bootstrap.settings.document.Section;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import dev.portcullis.bootstrap.settings.document.ValueType;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import io.vavr.control.Validation;
import java.net.URI;
import java.time.Duration;

/**
 * The section {@code keycloak} of the settings.
 *
 * @param url where Keycloak is, without the realm
 * @param scope none for the client's default scopes
 * @param timeout how long a login may take in total
 * @param maxLogins how many logins may be in progress concurrently
 */
public record KeycloakSettings(
    URI url,
    String realm,
    String clientId,
    ClientSecret clientSecret,
    Option<String> scope,
    Duration timeout,
    int maxLogins) {

  static final ValueType<String> REALM =
      new ValueType<>(
          "realm",
          false,
          text ->
              text.matches("[A-Za-z0-9_-]{1,100}")
                  ? Validation.valid(text)
                  : Validation.invalid("1-100 letters, digits, hyphens and underscores"));

  // region: settings
  /** Reads the section; every problem is reported with its file and line. */
  public static Validation<Seq<SettingsProblem>, ConfiguredProvider> read(Section keycloak) {
    Accumulator all = new Accumulator();
    var url =
        all.add(
            keycloak.required("url", ValueType.HOOK, "The URL of Keycloak, without the realm."));
    var realm = all.add(keycloak.required("realm", REALM, "The realm of the users."));
    var clientId =
        all.add(keycloak.required("client-id", ValueType.TEXT, "The client of the gateway."));
    var clientSecret =
        all.add(
            keycloak.required(
                "client-secret", ValueType.secret(ClientSecret::new), "The client's secret."));
    var scope =
        all.add(keycloak.optional("scope", ValueType.TEXT, "The scopes, separated by spaces."));
    var timeout =
        all.add(
            keycloak.withDefault(
                "timeout",
                ValueType.duration(Duration.ofMillis(100), Duration.ofMinutes(1)),
                "10s",
                "How long a login may take in total."));
    var maxLogins =
        all.add(
            keycloak.withDefault(
                "max-logins",
                ValueType.number(1, 10_000),
                "64",
                "How many logins may be in progress concurrently."));
    return all.build(
        () ->
            new KeycloakSettings(
                    url.get(),
                    realm.get(),
                    clientId.get(),
                    clientSecret.get(),
                    scope.get(),
                    timeout.get(),
                    maxLogins.get())
                .configured());
  }

  private ConfiguredProvider configured() {
    return ConfiguredProvider.of(
        "realm " + realm + " of " + url + " as client " + clientId,
        timeout,
        () -> {
          KeycloakCredentialVerifier verifier = new KeycloakCredentialVerifier(this);
          return new OpenProvider(Keycloak.provider(verifier), verifier::close);
        });
  }
  // end
}
