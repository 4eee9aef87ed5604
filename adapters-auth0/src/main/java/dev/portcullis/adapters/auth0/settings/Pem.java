package dev.portcullis.adapters.auth0.settings;

import dev.portcullis.adapters.auth0.settings.TenantTls.Fault;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Pattern;

/** Certificates and private keys in PEM files (RFC 7468). */
final class Pem {

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

  private Pem() {}

  private record Block(String label, String text) {

    byte[] bytes() {
      return Base64.getMimeDecoder().decode(text);
    }
  }

  private static Either<Fault, Seq<Block>> blocks(String setting, Path file) {
    try {
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      return Either.right(
          Vector.ofAll(
              BLOCK.matcher(text).results().map(it -> new Block(it.group(1), it.group(2)))));
    } catch (NoSuchFileException e) {
      return Either.left(
          new Fault(setting, "no such file: " + file, "write the file there, or correct the path"));
    } catch (IOException e) {
      return Either.left(
          new Fault(
              setting, "cannot read " + file, "check that it is a file that this user may read"));
    }
  }

  /** All certificates of a file, at least one. */
  static Either<Fault, Seq<X509Certificate>> certificates(String setting, Path file) {
    return blocks(setting, file)
        .flatMap(
            blocks -> {
              Seq<X509Certificate> found = Vector.empty();
              for (Block block : blocks.filter(it -> it.label().endsWith("CERTIFICATE"))) {
                try {
                  found =
                      found.append(
                          (X509Certificate)
                              CertificateFactory.getInstance("X.509")
                                  .generateCertificate(new ByteArrayInputStream(block.bytes())));
                } catch (CertificateException | IllegalArgumentException e) {
                  return Either.left(
                      new Fault(
                          setting,
                          "certificate " + (found.size() + 1) + " in " + file + " is damaged",
                          "copy the file again"));
                }
              }
              return found.isEmpty()
                  ? Either.left(
                      new Fault(
                          setting,
                          "no certificate in " + file,
                          "write PEM, which starts with -----BEGIN CERTIFICATE-----"))
                  : Either.right(found);
            });
  }

  /**
   * A private key.
   *
   * @param of the public key of its certificate
   */
  static Either<Fault, PrivateKey> key(String setting, Path file, PublicKey of) {
    return blocks(setting, file)
        .flatMap(
            blocks -> {
              Option<Block> block = blocks.find(it -> it.label().equals("PRIVATE KEY"));
              if (block.isEmpty()) {
                return Either.left(
                    new Fault(
                        setting,
                        "no private key in PKCS#8, without a password, in " + file,
                        "convert it: openssl pkey -in " + file + " -out FILE"));
              }
              try {
                PrivateKey key =
                    KeyFactory.getInstance(of.getAlgorithm())
                        .generatePrivate(new PKCS8EncodedKeySpec(block.get().bytes()));
                if (belongs(key, of)) {
                  return Either.right(key);
                }
              } catch (GeneralSecurityException | IllegalArgumentException e) {
                // The same fix.
              }
              return Either.left(
                  new Fault(
                      setting,
                      "the key in " + file + " does not belong to the certificate",
                      "use the key that the certificate was requested with"));
            });
  }

  private static boolean belongs(PrivateKey key, PublicKey of) throws GeneralSecurityException {
    byte[] challenge = {1, 2, 3};
    Signature signature =
        Signature.getInstance(
            switch (key.getAlgorithm()) {
              case "RSA" -> "SHA256withRSA";
              case "EC" -> "SHA256withECDSA";
              default -> key.getAlgorithm();
            });
    signature.initSign(key);
    signature.update(challenge);
    byte[] signed = signature.sign();
    signature.initVerify(of);
    signature.update(challenge);
    return signature.verify(signed);
  }
}
