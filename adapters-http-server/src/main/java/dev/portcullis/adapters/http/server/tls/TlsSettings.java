package dev.portcullis.adapters.http.server.tls;

import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.nio.file.Path;

/**
 * How a listener proves who it is, and who may connect. TLS 1.2 and 1.3. The files are read again
 * when they change; connections that are open keep what they were opened with.
 *
 * @param identities the certificates with their keys, at least one; the client's server name (SNI)
 *     selects one, and the first serves every other client
 * @param clients whether clients show a certificate
 */
public record TlsSettings(Seq<Identity> identities, ClientCertificates clients) {

  public TlsSettings {
    if (identities.isEmpty()) {
      throw new IllegalArgumentException("identities: none (expected: at least one certificate)");
    }
  }

  /** A certificate with its chain and its private key. */
  public sealed interface Identity {

    /** The files that it is read from. */
    default Seq<Path> files() {
      return switch (this) {
        case Pem(var chain, var key) -> Vector.of(chain, key);
        case Pkcs12(var file, var password) -> Vector.of(file);
      };
    }

    /** The file with the certificate. */
    default Path file() {
      return files().head();
    }

    /** The setting that names this file. */
    default TlsFiles.Part part() {
      return this instanceof Pem ? TlsFiles.Part.CERTIFICATE : TlsFiles.Part.PKCS12;
    }

    /**
     * Two PEM files.
     *
     * @param chain the certificate, then its intermediates
     * @param key the private key, RSA, EC or Ed25519, not encrypted
     */
    record Pem(Path chain, Path key) implements Identity {}

    /**
     * A PKCS#12 file.
     *
     * @param file one private key with its certificate and chain
     * @param password of the file and of the key
     */
    record Pkcs12(Path file, StorePassword password) implements Identity {}
  }

  /** The password of a PKCS#12 file; never printed. */
  public static final class StorePassword {

    private final String value;

    public StorePassword(String value) {
      this.value = value;
    }

    String reveal() {
      return value;
    }

    @Override
    public String toString() {
      return "StorePassword[redacted]";
    }
  }

  /** Whether clients show a certificate. */
  public sealed interface ClientCertificates {

    /** They are not asked. */
    record NotAsked() implements ClientCertificates {}

    /**
     * They are asked for one that one of these authorities has signed.
     *
     * @param authorities a PEM file
     * @param required whether a connection without one is refused
     */
    record Asked(Path authorities, boolean required) implements ClientCertificates {}
  }
}
