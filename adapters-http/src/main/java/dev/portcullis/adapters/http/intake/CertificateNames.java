package dev.portcullis.adapters.http.intake;

import dev.portcullis.domain.address.CertificateName;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** The names in certificates: subject alternative names, or failing these the common name. */
public final class CertificateNames {

  private static final String ALTERNATIVE_NAMES = "2.5.29.17";
  private static final int DNS_NAME = 2;
  private static final int URI = 6;
  private static final int IP_ADDRESS = 7;

  private CertificateNames() {}

  /** The names of the client that this session has verified; none if it showed no certificate. */
  public static Seq<CertificateName> ofClient(SSLSession session) {
    try {
      Certificate[] chain = session.getPeerCertificates();
      return chain.length > 0 && chain[0] instanceof X509Certificate certificate
          ? of(certificate)
          : Vector.empty();
    } catch (SSLPeerUnverifiedException e) {
      return Vector.empty();
    }
  }

  /**
   * The DNS names and URIs of a certificate; its common name only if it has neither, for an
   * authority checks these first. A common name with a colon is no name: nobody checked that URI.
   */
  public static Seq<CertificateName> of(X509Certificate certificate) {
    Seq<String> hosts = alternatives(certificate, DNS_NAME);
    Seq<String> uris = alternatives(certificate, URI);
    return hosts.isEmpty() && uris.isEmpty()
        ? parsed(commonNames(certificate)).reject(CertificateName::isUri)
        : parsed(hosts)
            .reject(CertificateName::isUri)
            .appendAll(parsed(uris).filter(CertificateName::isUri));
  }

  /** The DNS names of a server's certificate, in lower case. */
  public static Seq<String> dns(X509Certificate certificate) {
    Seq<String> names = alternatives(certificate, DNS_NAME);
    return (names.isEmpty() ? commonNames(certificate) : names)
        .map(name -> name.toLowerCase(Locale.ROOT));
  }

  /** Whether a server's certificate has a host name or an address besides the common name. */
  public static boolean hasHost(X509Certificate certificate) {
    return alternatives(certificate, DNS_NAME)
        .appendAll(alternatives(certificate, IP_ADDRESS))
        .nonEmpty();
  }

  private static Seq<CertificateName> parsed(Seq<String> texts) {
    return texts.flatMap(text -> CertificateName.parse(text).toOption());
  }

  private static Seq<String> alternatives(X509Certificate certificate, int kind) {
    try {
      Collection<List<?>> all = certificate.getSubjectAlternativeNames();
      return all == null
          ? Vector.empty()
          : Vector.ofAll(all)
              .filter(name -> name.get(0).equals(kind))
              .map(name -> String.valueOf(name.get(1)));
    } catch (CertificateParsingException e) {
      return Vector.empty();
    }
  }

  /** None if there are alternative names that cannot be read: they might be others. */
  private static Seq<String> commonNames(X509Certificate certificate) {
    try {
      boolean unreadable =
          certificate.getExtensionValue(ALTERNATIVE_NAMES) != null
              && certificate.getSubjectAlternativeNames() == null;
      return unreadable
          ? Vector.empty()
          : Vector.ofAll(new LdapName(certificate.getSubjectX500Principal().getName()).getRdns())
              .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
              .map(rdn -> String.valueOf(rdn.getValue()));
    } catch (InvalidNameException | CertificateParsingException e) {
      return Vector.empty();
    }
  }
}
