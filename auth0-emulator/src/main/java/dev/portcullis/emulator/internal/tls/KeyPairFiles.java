package dev.portcullis.emulator.internal.tls;

import dev.portcullis.emulator.address.IpLiteral;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;

/** A certificate and its private key as two PEM files; only the owner may read the key. */
final class KeyPairFiles {

  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> ALL = PosixFilePermissions.fromString("rw-r--r--");

  private final Path certificateFile;
  private final Path keyFile;

  KeyPairFiles(Path directory, String name) {
    this.certificateFile = directory.resolve(name + ".pem");
    this.keyFile = directory.resolve(name + ".key");
  }

  Path certificateFile() {
    return certificateFile;
  }

  /**
   * Reads the files; empty without a certificate.
   *
   * @throws IllegalStateException if they are not such a pair
   */
  Optional<Signed> read() throws IOException {
    if (!Files.exists(certificateFile)) {
      return Optional.empty();
    }
    if (!Files.exists(keyFile)) {
      throw unusable(keyFile, "missing");
    }
    restrict(keyFile, OWNER);
    Signed found = new Signed(certificate(), key());
    if (!found.fits()) {
      throw unusable(keyFile, "not the key of " + certificateFile.getFileName());
    }
    return Optional.of(found);
  }

  /** Replaces the files by this pair; the certificate last. */
  Signed write(Signed pair) throws IOException {
    replace(keyFile, new JcaPKCS8Generator(pair.key(), null), OWNER);
    replace(certificateFile, pair.certificate(), ALL);
    return pair;
  }

  private X509Certificate certificate() throws IOException {
    try (Reader reader = Files.newBufferedReader(certificateFile, StandardCharsets.US_ASCII);
        PEMParser pem = new PEMParser(reader)) {
      if (pem.readObject() instanceof X509CertificateHolder holder) {
        return new JcaX509CertificateConverter().getCertificate(holder);
      }
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw unusable(certificateFile, "not a certificate");
    }
    throw unusable(certificateFile, "not a certificate");
  }

  private PrivateKey key() throws IOException {
    // No cause: a parser's message may quote what it read.
    try (Reader reader = Files.newBufferedReader(keyFile, StandardCharsets.US_ASCII);
        PEMParser pem = new PEMParser(reader)) {
      if (pem.readObject() instanceof PrivateKeyInfo info) {
        return new JcaPEMKeyConverter().getPrivateKey(info);
      }
    } catch (IOException | RuntimeException e) {
      throw unusable(keyFile, "not a private key");
    }
    throw unusable(keyFile, "not a private key");
  }

  private IllegalStateException unusable(Path file, String problem) {
    return new IllegalStateException(
        "TLS file "
            + file
            + ": "
            + problem
            + " (expected: PEM, a certificate in "
            + certificateFile.getFileName()
            + " and its PKCS #8 key in "
            + keyFile.getFileName()
            + "). Restore the files, or delete both to create new ones");
  }

  private static void replace(Path file, Object content, Set<PosixFilePermission> permissions)
      throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
      pem.writeObject(content);
    }
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.deleteIfExists(part);
    Files.createFile(part, attributes(part, OWNER));
    Files.writeString(part, text.toString(), StandardOpenOption.WRITE);
    restrict(part, permissions);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static FileAttribute<?>[] attributes(Path file, Set<PosixFilePermission> permissions)
      throws IOException {
    return knowsOwners(file)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }

  private static void restrict(Path file, Set<PosixFilePermission> permissions) throws IOException {
    if (knowsOwners(file) && !Files.getPosixFilePermissions(file).equals(permissions)) {
      Files.setPosixFilePermissions(file, permissions);
    }
  }

  private static boolean knowsOwners(Path file) throws IOException {
    return Files.getFileStore(file.toAbsolutePath().getParent())
        .supportsFileAttributeView(PosixFileAttributeView.class);
  }

  /** A certificate with its private key, which is not printed. */
  record Signed(X509Certificate certificate, PrivateKey key) {

    boolean endsAfter(Instant instant) {
      return certificate.getNotAfter().toInstant().isAfter(instant);
    }

    boolean isSignedBy(Signed authority) {
      try {
        certificate.verify(authority.certificate().getPublicKey());
        return true;
      } catch (GeneralSecurityException e) {
        return false;
      }
    }

    /** Its subject's alternative names, addresses in canonical form. */
    Set<String> names() {
      Set<String> names = new HashSet<>();
      try {
        Collection<List<?>> found = certificate.getSubjectAlternativeNames();
        for (List<?> name : found == null ? List.<List<?>>of() : found) {
          String text = String.valueOf(name.get(1));
          names.add(IpLiteral.parse(text).map(IpLiteral::text).orElse(text));
        }
      } catch (CertificateParsingException e) {
        return Set.of();
      }
      return names;
    }

    private boolean fits() {
      byte[] probe = "probe".getBytes(StandardCharsets.US_ASCII);
      try {
        Signature signature = Signature.getInstance(Certificates.algorithm(key));
        signature.initSign(key);
        signature.update(probe);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(probe);
        return signature.verify(signed);
      } catch (GeneralSecurityException e) {
        return false;
      }
    }

    @Override
    public String toString() {
      return "Signed[" + certificate.getSubjectX500Principal() + "]";
    }
  }
}
