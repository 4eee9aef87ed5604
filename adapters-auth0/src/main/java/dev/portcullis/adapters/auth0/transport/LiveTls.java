package dev.portcullis.adapters.auth0.transport;

import dev.portcullis.adapters.auth0.settings.Auth0Transport;
import dev.portcullis.adapters.auth0.settings.TenantTls;
import io.vavr.control.Option;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/** TLS to the tenant by files that may change. Looked at by one thread, used by all. */
final class LiveTls {

  private final Option<TenantTls> files;
  private volatile SSLSocketFactory sockets;
  private String taken;

  private LiveTls(Option<TenantTls> files, SSLContext context) {
    this.files = files;
    this.sockets = context.getSocketFactory();
    this.taken = state();
  }

  /**
   * What the transport has files for, or else this context.
   *
   * @throws IllegalStateException if a file cannot be used
   */
  static LiveTls of(Auth0Transport transport, SSLContext otherwise) {
    return new LiveTls(
        transport.tls(), transport.tls().map(TenantTls::context).getOrElse(otherwise));
  }

  SSLSocketFactory sockets() {
    return sockets;
  }

  /** Reads files that have changed; those that cannot be used change nothing until they can. */
  void look() {
    String now = state();
    if (!now.equals(taken)) {
      try {
        sockets = files.get().context().getSocketFactory();
        taken = now;
      } catch (IllegalStateException e) {
        // Perhaps half written. The next look tries again; check-config names what is wrong.
      }
    }
  }

  private String state() {
    return files.toVector().flatMap(TenantTls::files).map(LiveTls::state).mkString(" ");
  }

  private static String state(Path file) {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return now.fileKey() + " " + now.size() + " " + now.lastModifiedTime();
    } catch (IOException e) {
      return "not there";
    }
  }
}
