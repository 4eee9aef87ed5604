package dev.portcullis.adapters.http.server.tls;

import dev.portcullis.adapters.http.intake.CertificateNames;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.util.Locale;

/**
 * What keeps today's clients, Auth0's log streams among them, from accepting a server's
 * certificate: no name but the common name (RFC 9525 section 6.3), an RSA key of less than 2048
 * bits, a signature with SHA-1 or MD5 (CA/Browser Forum Baseline Requirements, section 6.1.5 and
 * 7.1.3).
 *
 * @param problem what is wrong, to follow the certificate's file
 */
record Weakness(String problem, String fix) {

  private static final int SHORTEST_RSA = 2048;

  /** The first weakness of a chain, the server's own certificate first; none if it is accepted. */
  static Option<Weakness> of(Seq<X509Certificate> chain) {
    X509Certificate own = chain.head();
    // Nobody checks the signature of a root that is in the file needlessly.
    Seq<X509Certificate> signed = chain.tail().reject(Weakness::isRoot).prepend(own);
    return Vector.of(names(own))
        .appendAll(chain.map(Weakness::key))
        .appendAll(signed.map(Weakness::signature))
        .flatMap(found -> found)
        .headOption();
  }

  private static Option<Weakness> names(X509Certificate own) {
    return Option.when(
        !CertificateNames.hasHost(own),
        () ->
            new Weakness(
                "names its host only as common name (CN)",
                "request it with its host names as subject alternative names; clients ignore the"
                    + " common name"));
  }

  private static Option<Weakness> key(X509Certificate certificate) {
    return certificate.getPublicKey() instanceof RSAKey key
            && key.getModulus().bitLength() < SHORTEST_RSA
        ? Option.of(
            new Weakness(
                "has an RSA key of " + key.getModulus().bitLength() + " bits",
                "request it with an RSA key of 2048 bits or more, or with an EC key"))
        : Option.none();
  }

  private static Option<Weakness> signature(X509Certificate certificate) {
    String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
    return Option.when(
        algorithm.startsWith("SHA1") || algorithm.startsWith("MD"),
        () ->
            new Weakness(
                "is signed with " + certificate.getSigAlgName(),
                "have it signed with SHA-256 or better"));
  }

  private static boolean isRoot(X509Certificate certificate) {
    return certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal());
  }
}
