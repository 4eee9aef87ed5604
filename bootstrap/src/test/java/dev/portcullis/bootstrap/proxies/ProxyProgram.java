package dev.portcullis.bootstrap.proxies;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** A proxy as Debian installs it; nothing is ever downloaded. */
public enum ProxyProgram {
  NGINX("/usr/sbin/nginx", "nginx-light"),
  HAPROXY("/usr/sbin/haproxy", "haproxy"),
  CADDY("/usr/bin/caddy", "caddy"),
  APACHE("/usr/sbin/apache2", "apache2"),
  /** The one that is no reverse proxy: it is between the gateway and the tenant. */
  TINYPROXY("/usr/bin/tinyproxy", "tinyproxy");

  private final Path path;
  private final String debianPackage;

  ProxyProgram(String path, String debianPackage) {
    this.path = Path.of(path);
    this.debianPackage = debianPackage;
  }

  /**
   * The program; without it the test counts as skipped, or has failed if the system property {@code
   * portcullis.proxies} is {@code required}.
   */
  public String orSkip() {
    if (!Files.isExecutable(path)) {
      String missing = "no " + path + "; apt-get install -y " + debianPackage;
      if (System.getProperty("portcullis.proxies", "").equals("required")) {
        Assertions.fail(missing);
      }
      Assumptions.abort(missing);
    }
    return path.toString();
  }
}
