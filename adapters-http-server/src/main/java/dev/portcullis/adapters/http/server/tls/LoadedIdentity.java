package dev.portcullis.adapters.http.server.tls;

import dev.portcullis.adapters.http.intake.CertificateNames;
import dev.portcullis.adapters.http.server.tls.TlsFiles.Part;
import dev.portcullis.adapters.http.server.tls.TlsSettings.Identity;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A certificate with its chain and key, as read from files. The two belong together. */
final class LoadedIdentity {

  private static final byte[] CHALLENGE = {1, 2, 3};

  private final PrivateKey key;
  private final Seq<X509Certificate> chain;
  private final Seq<String> names;

  private LoadedIdentity(PrivateKey key, Seq<X509Certificate> chain) {
    this.key = key;
    this.chain = chain;
    this.names = CertificateNames.dns(chain.head());
  }

  /**
   * Reads the files.
   *
   * @param now within the certificate's time
   */
  static LoadedIdentity load(Identity identity, Instant now) throws UnusableTlsException {
    LoadedIdentity loaded =
        switch (identity) {
          case Identity.Pem pem -> load(pem);
          case Identity.Pkcs12 store -> load(store);
        };
    Instant start = loaded.certificate().getNotBefore().toInstant();
    Instant end = loaded.certificate().getNotAfter().toInstant();
    if (now.isAfter(end)) {
      throw new UnusableTlsException(
          identity.part(),
          "the certificate in " + identity.file() + " expired on " + TlsFiles.day(end),
          "renew it");
    }
    if (now.isBefore(start)) {
      throw new UnusableTlsException(
          identity.part(),
          "the certificate in " + identity.file() + " is not valid before " + start,
          "wait, use the one before it, or correct this machine's clock");
    }
    Option<Weakness> weakness = Weakness.of(loaded.chain());
    if (weakness.isDefined()) {
      throw new UnusableTlsException(
          identity.part(),
          "the certificate in " + identity.file() + " " + weakness.get().problem(),
          weakness.get().fix());
    }
    return loaded;
  }

  private static LoadedIdentity load(Identity.Pem pem) throws UnusableTlsException {
    Seq<X509Certificate> chain = PemFile.chain(pem.chain());
    PrivateKey key = PemFile.key(pem.key(), chain.head().getPublicKey());
    if (!belongs(key, chain.head())) {
      throw chain.tail().exists(certificate -> belongs(key, certificate))
          ? new UnusableTlsException(
              Part.CERTIFICATE,
              "the first certificate in " + pem.chain() + " is not that of the key",
              "put the server's own certificate first, then its intermediates")
          : new UnusableTlsException(
              Part.KEY,
              pem.key() + " does not belong to the certificate in " + pem.chain(),
              "use the key that the certificate was requested with");
    }
    return new LoadedIdentity(key, chain);
  }

  private static LoadedIdentity load(Identity.Pkcs12 store) throws UnusableTlsException {
    char[] password = store.password().reveal().toCharArray();
    byte[] bytes = PemFile.bytes(Part.PKCS12, store.file());
    try {
      KeyStore loaded = KeyStore.getInstance("PKCS12");
      loaded.load(new ByteArrayInputStream(bytes), password);
      List<String> keys = new ArrayList<>();
      for (String alias : Collections.list(loaded.aliases())) {
        if (loaded.isKeyEntry(alias)) {
          keys.add(alias);
        }
      }
      if (keys.size() != 1) {
        throw new UnusableTlsException(
            Part.PKCS12,
            store.file() + " has " + keys.size() + " private keys",
            "put exactly one key with its certificate into each file");
      }
      String alias = keys.getFirst();
      Certificate[] chain = loaded.getCertificateChain(alias);
      if (!(loaded.getKey(alias, password) instanceof PrivateKey key) || chain == null) {
        throw new UnusableTlsException(
            Part.PKCS12,
            "the key in " + store.file() + " has no certificate",
            "create it with openssl pkcs12 -export -inkey KEY -in CHAIN -out " + store.file());
      }
      return new LoadedIdentity(key, Vector.of(chain).map(X509Certificate.class::cast));
    } catch (IOException | GeneralSecurityException e) {
      throw e instanceof UnrecoverableKeyException
              || e.getCause() instanceof UnrecoverableKeyException
          ? new UnusableTlsException(
              Part.PKCS12_PASSWORD,
              "not the password of " + store.file(),
              "write the password that the file was created with")
          : new UnusableTlsException(
              Part.PKCS12,
              store.file() + " is no PKCS#12 file",
              "create it with openssl pkcs12 -export -inkey KEY -in CHAIN -out " + store.file());
    }
  }

  private static boolean belongs(PrivateKey key, X509Certificate certificate) {
    PublicKey other = certificate.getPublicKey();
    if (!key.getAlgorithm().equals(other.getAlgorithm())) {
      return false;
    }
    try {
      Signature signature =
          Signature.getInstance(
              switch (key.getAlgorithm()) {
                case "RSA" -> "SHA256withRSA";
                case "EC" -> "SHA256withECDSA";
                default -> key.getAlgorithm();
              });
      signature.initSign(key);
      signature.update(CHALLENGE);
      byte[] signed = signature.sign();
      signature.initVerify(other);
      signature.update(CHALLENGE);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  PrivateKey key() {
    return key;
  }

  Seq<X509Certificate> chain() {
    return chain;
  }

  /** The server's own certificate. */
  X509Certificate certificate() {
    return chain.head();
  }

  /** How exactly the certificate names a host: 2 by its name, 1 by a wildcard, 0 not at all. */
  int fit(String host) {
    int dot = host.indexOf('.');
    return names.contains(host) ? 2 : dot > 0 && names.contains("*" + host.substring(dot)) ? 1 : 0;
  }
}
