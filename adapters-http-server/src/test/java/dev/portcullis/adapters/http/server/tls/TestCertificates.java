package dev.portcullis.adapters.http.server.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.server.tls.TlsSettings.Identity;
import io.vavr.collection.Vector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;

/** An authority and what it signs, made with openssl in a folder of the test. */
public final class TestCertificates {

  public static final String EC = "ec -pkeyopt ec_paramgen_curve:prime256v1";
  public static final String RSA = "rsa:2048";
  public static final String ED25519 = "ed25519";

  private final Path directory;

  private TestCertificates(Path directory) {
    this.directory = directory;
  }

  /** A certificate and its key. */
  public record Issued(Path certificate, Path key) {

    public Identity identity() {
      return new Identity.Pem(certificate, key);
    }
  }

  /** A new authority. */
  public static TestCertificates in(Path directory) {
    TestCertificates made = new TestCertificates(directory);
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve("openssl.cnf"), "[req]\ndistinguished_name=dn\n[dn]\n");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    made.request("ca", EC, "/CN=Authority", "-addext basicConstraints=critical,CA:TRUE");
    return made;
  }

  public Path authority() {
    return directory.resolve("ca.pem");
  }

  Path file(String name) {
    return directory.resolve(name);
  }

  /** A certificate with this DNS name. */
  public Issued host(String name) {
    return issue(name, EC, "/CN=" + name, "-addext subjectAltName=DNS:" + name);
  }

  /**
   * A certificate that this authority signs.
   *
   * @param name of the files
   * @param algorithm a constant of this class
   * @param extensions options of openssl req
   */
  public Issued issue(String name, String algorithm, String subject, String extensions) {
    return request(name, algorithm, subject, "-CA " + authority() + " -CAkey ca.key " + extensions);
  }

  private Issued request(String name, String algorithm, String subject, String options) {
    String file = name.replace("*", "any");
    openssl(
        "req -x509 -config openssl.cnf -nodes -days 30 -newkey "
            + algorithm
            + " -keyout "
            + file
            + ".key -out "
            + file
            + ".pem -subj "
            + subject
            + " "
            + options);
    return new Issued(file(file + ".pem"), file(file + ".key"));
  }

  /** Runs openssl in the folder; the options are separated by blanks. */
  void openssl(String options) {
    try {
      Process process =
          new ProcessBuilder(Vector.of("openssl").appendAll(Vector.of(options.split(" "))).asJava())
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(options + "\n" + said).isEqualTo(0);
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  static X509Certificate read(Issued issued) {
    try {
      return PemFile.chain(issued.certificate()).head();
    } catch (UnusableTlsException e) {
      throw new AssertionError(e);
    }
  }
}
