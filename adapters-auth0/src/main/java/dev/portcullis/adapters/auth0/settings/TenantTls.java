package dev.portcullis.adapters.auth0.settings;

import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The files of TLS to the tenant: authorities of your own, and the certificate that the gateway
 * shows to an edge that asks for one. They are read at the start, and again when they change: new
 * connections use the new ones. Start with {@link #javas}; each {@code with…} method returns a
 * copy. Immutable.
 */
public final class TenantTls {

  private static final String TRUST = "trust";
  private static final String CERTIFICATE = "client-certificate";
  private static final String KEY = "client-key";

  private final Option<Path> authorities;
  private final Option<ClientFiles> client;

  private record ClientFiles(Path chain, Path key) {}

  private record Identity(PrivateKey key, Seq<X509Certificate> chain) {}

  private TenantTls(Option<Path> authorities, Option<ClientFiles> client) {
    this.authorities = authorities;
    this.client = client;
  }

  /** The authorities that Java trusts, and no certificate. */
  public static TenantTls javas() {
    return new TenantTls(Option.none(), Option.none());
  }

  /** Trusts the authorities of this PEM file, in place of Java's. */
  public TenantTls withAuthorities(Path file) {
    return new TenantTls(Option.some(file), client);
  }

  /**
   * Shows a certificate if it is asked for one.
   *
   * @param chain a PEM file with the certificate and its intermediates
   * @param key the PEM file with its private key: PKCS#8, not encrypted
   */
  public TenantTls withClientCertificate(Path chain, Path key) {
    return new TenantTls(authorities, Option.some(new ClientFiles(chain, key)));
  }

  /** Whether the authorities of a file are trusted in place of Java's. */
  public boolean hasAuthorities() {
    return authorities.isDefined();
  }

  /** Whether there is a certificate to show. */
  public boolean hasClientCertificate() {
    return client.isDefined();
  }

  /** The files. */
  public Seq<Path> files() {
    return authorities
        .toVector()
        .appendAll(client.toVector().flatMap(it -> Vector.of(it.chain(), it.key())));
  }

  /**
   * Why the files cannot be used.
   *
   * @param setting {@code trust}, {@code client-certificate} or {@code client-key}
   */
  public record Fault(String setting, String problem, String fix) {}

  /** Why the files cannot be used at this time; none if they can. */
  public Option<Fault> fault(Instant now) {
    return trusted()
        .swap()
        .toOption()
        .orElse(() -> identity().fold(Option::some, it -> it.flatMap(who -> expired(who, now))));
  }

  /** The day from which the certificate is no longer valid; none without one that can be read. */
  public Option<Instant> expiry() {
    return identity()
        .fold(
            fault -> Option.none(),
            it -> it.map(who -> who.chain().head().getNotAfter().toInstant()));
  }

  private Option<Fault> expired(Identity identity, Instant now) {
    X509Certificate own = identity.chain().head();
    String named = "the certificate in " + client.get().chain();
    if (now.isAfter(own.getNotAfter().toInstant())) {
      return Option.some(
          new Fault(
              CERTIFICATE, named + " expired on " + own.getNotAfter().toInstant(), "renew it"));
    }
    return Option.when(
        now.isBefore(own.getNotBefore().toInstant()),
        () ->
            new Fault(
                CERTIFICATE,
                named + " is not valid before " + own.getNotBefore().toInstant(),
                "wait, or correct this machine's clock"));
  }

  /**
   * Reads the files as they are now.
   *
   * @throws IllegalStateException if one cannot be used; the message has the file and the fix
   */
  public SSLContext context() {
    Option<Seq<X509Certificate>> trusted = trusted().getOrElseThrow(TenantTls::unusable);
    Option<Identity> identity = identity().getOrElseThrow(TenantTls::unusable);
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          identity.isEmpty() ? null : keys(identity.get()),
          trusted.isEmpty() ? null : trust(trusted.get()),
          null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this Java has no TLS for these files", e);
    }
  }

  private static IllegalStateException unusable(Fault fault) {
    return new IllegalStateException(fault.problem() + " (fix: " + fault.fix() + ")");
  }

  private Either<Fault, Option<Seq<X509Certificate>>> trusted() {
    return authorities.fold(
        () -> Either.right(Option.none()), file -> Pem.certificates(TRUST, file).map(Option::some));
  }

  private Either<Fault, Option<Identity>> identity() {
    return client.fold(
        () -> Either.right(Option.none()),
        files ->
            Pem.certificates(CERTIFICATE, files.chain())
                .flatMap(
                    chain ->
                        Pem.key(KEY, files.key(), chain.head().getPublicKey())
                            .map(key -> Option.some(new Identity(key, chain)))));
  }

  private static TrustManager[] trust(Seq<X509Certificate> trusted)
      throws GeneralSecurityException, IOException {
    KeyStore store = store();
    for (int i = 0; i < trusted.size(); i++) {
      store.setCertificateEntry("authority-" + i, trusted.get(i));
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyManager[] keys(Identity identity) throws GeneralSecurityException, IOException {
    KeyStore store = store();
    char[] none = {};
    store.setKeyEntry(
        "gateway", identity.key(), none, identity.chain().toJavaArray(X509Certificate[]::new));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, none);
    return factory.getKeyManagers();
  }

  private static KeyStore store() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    char @Nullable [] none = null;
    store.load(null, none);
    return store;
  }

  @Override
  public String toString() {
    return "TenantTls" + files().mkString("[", ", ", "]");
  }
}
