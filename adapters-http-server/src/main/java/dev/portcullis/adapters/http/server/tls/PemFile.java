package dev.portcullis.adapters.http.server.tls;

import dev.portcullis.adapters.http.server.tls.TlsFiles.Part;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Certificates and private keys in PEM files (RFC 7468). */
final class PemFile {

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
  private static final Seq<String> ALGORITHMS = Vector.of("RSA", "EC", "EdDSA");

  private final Part part;
  private final Path path;
  private final Seq<Block> blocks;

  private record Block(String label, String text) {

    byte[] bytes() {
      return Base64.getMimeDecoder().decode(text);
    }
  }

  private PemFile(Part part, Path path) throws UnusableTlsException {
    this.part = part;
    this.path = path;
    String text = new String(bytes(part, path), StandardCharsets.ISO_8859_1);
    this.blocks = Vector.ofAll(BLOCK.matcher(text).results().map(PemFile::block));
  }

  private static Block block(MatchResult match) {
    return new Block(match.group(1), match.group(2));
  }

  /** The content of a file. */
  static byte[] bytes(Part part, Path path) throws UnusableTlsException {
    try {
      return Files.readAllBytes(path);
    } catch (NoSuchFileException e) {
      throw new UnusableTlsException(
          part, "no such file: " + path, "write the file there, or correct the path");
    } catch (IOException e) {
      throw new UnusableTlsException(
          part, "cannot read " + path, "check that it is a file that this user may read");
    }
  }

  /** A certificate, then its intermediates. */
  static Seq<X509Certificate> chain(Path path) throws UnusableTlsException {
    return new PemFile(Part.CERTIFICATE, path).certificates();
  }

  /** The certificates of authorities. */
  static Seq<X509Certificate> authorities(Path path) throws UnusableTlsException {
    return new PemFile(Part.CLIENT_AUTHORITIES, path).certificates();
  }

  /**
   * A private key: PKCS#8, or as OpenSSL wrote it before (PKCS#1, SEC 1).
   *
   * @param of the public key of its certificate
   */
  static PrivateKey key(Path path, PublicKey of) throws UnusableTlsException {
    return new PemFile(Part.KEY, path).key(of);
  }

  private Seq<X509Certificate> certificates() throws UnusableTlsException {
    Seq<X509Certificate> found = Vector.empty();
    for (Block block : blocks.filter(it -> it.label().endsWith("CERTIFICATE"))) {
      try {
        found =
            found.append(
                (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(block.bytes())));
      } catch (CertificateException | IllegalArgumentException e) {
        throw new UnusableTlsException(
            part,
            "certificate " + (found.size() + 1) + " in " + path + " is damaged",
            "copy the file again");
      }
    }
    if (found.isEmpty()) {
      throw new UnusableTlsException(
          part,
          "no certificate in " + path,
          "write PEM, which starts with -----BEGIN CERTIFICATE-----");
    }
    return found;
  }

  private PrivateKey key(PublicKey of) throws UnusableTlsException {
    Block block =
        blocks
            .find(it -> it.label().endsWith("PRIVATE KEY"))
            .getOrElseThrow(
                () ->
                    new UnusableTlsException(
                        part,
                        "no private key in " + path,
                        "write PEM, which starts with -----BEGIN PRIVATE KEY-----"));
    if (block.label().startsWith("ENCRYPTED") || block.text().contains("ENCRYPTED")) {
      throw new UnusableTlsException(
          part,
          "the key in " + path + " is encrypted",
          "decrypt it with openssl pkey -in " + path + " -out FILE; or use a PKCS#12 file");
    }
    try {
      byte[] bytes = block.bytes();
      return read(block.label().equals("PRIVATE KEY") ? bytes : wrapped(bytes, of), of);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new UnusableTlsException(
          part,
          "the key in " + path + " is damaged, or of no supported kind",
          "use an RSA, EC or Ed25519 key; openssl pkey -in " + path + " -check tests it");
    }
  }

  private static PrivateKey read(byte[] pkcs8, PublicKey of) throws GeneralSecurityException {
    // The certificate's own algorithm comes first; another means that the two do not belong
    // together.
    for (String algorithm : ALGORITHMS.sortBy(it -> !it.equals(of.getAlgorithm()))) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (InvalidKeySpecException e) {
        // Of another algorithm.
      }
    }
    throw new InvalidKeySpecException("of no known algorithm");
  }

  /** PKCS#8 around a key of PKCS#1 or SEC 1; it has the certificate's algorithm. */
  private static byte[] wrapped(byte[] key, PublicKey of) {
    byte[] publicKeyInfo = of.getEncoded();
    int at = contentAt(publicKeyInfo, 0);
    byte[] algorithm = Arrays.copyOfRange(publicKeyInfo, at, endOf(publicKeyInfo, at));
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.writeBytes(new byte[] {0x02, 1, 0});
    content.writeBytes(algorithm);
    content.writeBytes(der(0x04, key));
    return der(0x30, content.toByteArray());
  }

  private static byte[] der(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    // The long form for all lengths below 64 KiB: the JDK's parser takes it.
    out.write(0x82);
    out.write(content.length >> 8);
    out.write(content.length);
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static int contentAt(byte[] der, int at) {
    int length = der[at + 1] & 0xff;
    return at + 2 + (length < 0x80 ? 0 : length & 0x7f);
  }

  private static int endOf(byte[] der, int at) {
    int content = contentAt(der, at);
    int length = der[at + 1] & 0xff;
    if (length >= 0x80) {
      length = 0;
      for (int i = at + 2; i < content; i++) {
        length = (length << 8) | (der[i] & 0xff);
      }
    }
    return content + length;
  }
}
