package dev.portcullis.emulator;

import dev.portcullis.emulator.internal.http.Handler;
import dev.portcullis.emulator.internal.http.JettyServer;
import dev.portcullis.emulator.internal.tls.TlsDirectory;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;

/** The tenant's listeners: HTTP and, optionally, HTTPS. */
record Servers(String host, JettyServer http, Optional<Https> https) implements AutoCloseable {

  static Servers start(EmulatorSettings settings, Handler handler) {
    // Clients use their own clock, so certificates do not follow the tenant's.
    Optional<TlsDirectory> tls =
        settings
            .tlsDirectory()
            .map(
                directory ->
                    TlsDirectory.open(
                        directory,
                        Stream.concat(
                                Stream.of(settings.host()),
                                settings.issuer().map(URI::getHost).stream())
                            .toList(),
                        InstantSource.system(),
                        settings.random()));
    JettyServer http =
        JettyServer.start(settings.host(), settings.port(), Optional.empty(), handler);
    try {
      return new Servers(
          settings.host(),
          http,
          tls.map(
              directory ->
                  new Https(
                      JettyServer.start(
                          settings.host(),
                          settings.httpsPort(),
                          Optional.of(directory.serverContext()),
                          handler),
                      directory.caFile())));
    } catch (IllegalStateException e) {
      http.close();
      throw e;
    }
  }

  URI httpUri() {
    return uri("http", http.port());
  }

  Optional<URI> httpsUri() {
    return https.map(found -> uri("https", found.server().port()));
  }

  Optional<Path> caFile() {
    return https.map(Https::caFile);
  }

  @Override
  public void close() {
    https.ifPresent(found -> found.server().close());
    http.close();
  }

  private URI uri(String scheme, int port) {
    String reachable = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
    String authority = reachable.contains(":") ? "[" + reachable + "]" : reachable;
    return URI.create(scheme + "://" + authority + ":" + port);
  }

  /** The HTTPS listener, and the certificate that its clients trust. */
  record Https(JettyServer server, Path caFile) {}
}
