package dev.portcullis.adapters.http.server.tls;

import dev.portcullis.adapters.http.server.tls.TlsSettings.ClientCertificates;
import dev.portcullis.adapters.http.server.tls.TlsSettings.ClientCertificates.Asked;
import dev.portcullis.adapters.http.server.tls.TlsSettings.ClientCertificates.NotAsked;
import dev.portcullis.adapters.http.server.tls.TlsSettings.Identity;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** What TLS settings come to once their files are read. */
final class TlsMaterial {

  private final Seq<LoadedIdentity> identities;
  private final SSLContext context;

  private TlsMaterial(Seq<LoadedIdentity> identities, SSLContext context) {
    this.identities = identities;
    this.context = context;
  }

  /** Reads the files; the certificates have to be valid now. */
  static TlsMaterial load(TlsSettings settings, Instant now) throws UnusableTlsException {
    Seq<LoadedIdentity> identities = Vector.empty();
    for (Identity identity : settings.identities()) {
      identities = identities.append(LoadedIdentity.load(identity, now));
    }
    TrustManager[] trust = trust(settings.clients());
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {new SniKeyManager(identities)}, trust, null);
      return new TlsMaterial(identities, context);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no TLS", e);
    }
  }

  private static TrustManager[] trust(ClientCertificates clients) throws UnusableTlsException {
    return switch (clients) {
      // Empty, not null: null would trust the JDK's public authorities.
      case NotAsked() -> new TrustManager[0];
      case Asked(var authorities, var required) -> trust(PemFile.authorities(authorities));
    };
  }

  private static TrustManager[] trust(Seq<X509Certificate> authorities) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (int i = 0; i < authorities.size(); i++) {
        store.setCertificateEntry(Integer.toString(i), authorities.get(i));
      }
      TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(store);
      return factory.getTrustManagers();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this JVM has no PKIX", e);
    }
  }

  /** TLS with these certificates; sessions of another context are not resumed with it. */
  SSLContext context() {
    return context;
  }

  /** Subject and end of each certificate, for the log. */
  String summary() {
    return identities
        .map(LoadedIdentity::certificate)
        .map(
            it -> it.getSubjectX500Principal().getName() + " until " + it.getNotAfter().toInstant())
        .mkString("; ");
  }
}
