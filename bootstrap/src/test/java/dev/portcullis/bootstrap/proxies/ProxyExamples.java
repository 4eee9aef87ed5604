package dev.portcullis.bootstrap.proxies;

import dev.portcullis.bootstrap.EmulatedTenant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * Proxies that run with the files of examples/proxies. Only addresses, ports and paths of a file
 * are replaced, and the lines about certificates left out.
 */
public final class ProxyExamples {

  private static final String APACHE_MODULES = "/usr/lib/apache2/modules/mod_";

  private ProxyExamples() {}

  /**
   * HAProxy, at any free port, in front of a port of 127.0.0.1.
   *
   * @param folder an empty folder for its files; its statistics are at {@code admin.sock} there
   * @param example the name of the file
   * @param behind where it sends requests
   * @param admin where it checks the health of what is behind it
   * @param change changes the file first
   */
  public static RunningProxy haproxy(
      Path folder, String example, int behind, int admin, UnaryOperator<String> change)
      throws IOException, InterruptedException {
    int port = EmulatedTenant.freePort();
    String config =
        change
            .apply(Files.readString(ProxiedGateway.example("haproxy/" + example)))
            .replaceAll("bind :443 .*", "bind 127.0.0.1:" + port)
            .replace("10.0.0.10:8080", "127.0.0.1:" + behind)
            .replace("port 9090", "port " + admin);
    Files.writeString(
        folder.resolve("haproxy.cfg"),
        "global\n    stats socket " + folder.resolve("admin.sock") + "\n" + config);
    return RunningProxy.start(
        folder, port, ProxyProgram.HAPROXY.orSkip(), "-db", "-f", "haproxy.cfg");
  }

  /**
   * Apache httpd, at any free port, in front of a port of 127.0.0.1.
   *
   * @param folder an empty folder for its files
   * @param behind where it sends requests
   * @param server further lines of the server's configuration
   * @param change changes the file first
   */
  public static RunningProxy apache(
      Path folder, int behind, String server, UnaryOperator<String> change)
      throws IOException, InterruptedException {
    int port = EmulatedTenant.freePort();
    String host =
        change
            .apply(Files.readString(ProxiedGateway.example("apache/apache.conf")))
            .replace("<VirtualHost *:443>", "<VirtualHost 127.0.0.1:" + port + ">")
            .replaceAll("(?m)^ *SSL.*$", "")
            .replace("10.0.0.10:8080", "127.0.0.1:" + behind);
    StringBuilder around = new StringBuilder();
    for (String module :
        new String[] {"mpm_event", "authz_core", "proxy", "proxy_http", "headers", "reqtimeout"}) {
      around.append("LoadModule ").append(module).append("_module ").append(APACHE_MODULES);
      around.append(module).append(".so\n");
    }
    around.append(
        """
        ServerRoot "%s"
        ServerName login.example.com
        PidFile apache.pid
        Mutex sem
        DefaultRuntimeDir .
        Listen 127.0.0.1:%d
        ErrorLog /dev/stderr
        StartServers 1
        ServerLimit 1
        ThreadsPerChild 8
        MaxRequestWorkers 8
        <IfModule unixd_module>
          User www-data
          Group www-data
        </IfModule>
        %s
        """
            .formatted(folder, port, server));
    Files.writeString(folder.resolve("apache.conf"), around.append(host));
    return RunningProxy.start(
        folder,
        port,
        ProxyProgram.APACHE.orSkip(),
        "-X",
        "-d",
        folder.toString(),
        "-f",
        folder.resolve("apache.conf").toString());
  }
}
