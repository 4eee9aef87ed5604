package dev.portcullis.emulator.internal.hosted;

import dev.portcullis.emulator.tenant.Application;
import dev.portcullis.emulator.tenant.TenantDefinition;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The origins whose scripts may call the tenant: of every application its {@code web_origins}, its
 * {@code allowed_origins} and the origins of its callbacks.
 */
public record Origins(Supplier<TenantDefinition> tenant) implements Predicate<String> {

  @Override
  public boolean test(String origin) {
    return tenant.get().applications().stream().anyMatch(app -> allows(app, origin));
  }

  private static boolean allows(Application application, String origin) {
    return UrlPattern.anyMatches(application.urls().webOrigins(), origin)
        || UrlPattern.anyMatches(application.urls().allowedOrigins(), origin)
        || application.urls().callbacks().stream()
            .flatMap(callback -> UrlPattern.origin(callback).stream())
            .anyMatch(origin::equals);
  }
}
