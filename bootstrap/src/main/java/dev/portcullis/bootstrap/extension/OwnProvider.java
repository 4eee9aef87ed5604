package dev.portcullis.bootstrap.extension;

/**
 * The provider that takes the place of Auth0.
 *
 * @param name the name of its section in the settings, such as {@code keycloak}
 */
public record OwnProvider(String name, ConfiguredProvider configured) {}
