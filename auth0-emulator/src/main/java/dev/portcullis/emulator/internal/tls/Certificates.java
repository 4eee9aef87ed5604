package dev.portcullis.emulator.internal.tls;

import dev.portcullis.emulator.address.IpLiteral;
import dev.portcullis.emulator.internal.tls.KeyPairFiles.Signed;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes certificates with ECDSA keys on P-256. */
final class Certificates {

  /** For clients whose clocks are behind. */
  private static final Duration LEEWAY = Duration.ofDays(1);

  private Certificates() {}

  static Signed authority(Instant now, Instant end, SecureRandom random) {
    BigInteger serial = serial(random);
    // A unique name, so that clients never confuse a new authority with an old one.
    X500Name name =
        new X500Name("CN=Portcullis Auth0 emulator CA " + serial.toString(16).substring(0, 8));
    try {
      KeyPair keys = keys(random);
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              name, serial, start(now), Date.from(end), name, keys.getPublic());
      builder
          .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
          .addExtension(
              Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
          .addExtension(
              Extension.subjectKeyIdentifier,
              false,
              new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
      return signed(builder, keys.getPrivate(), keys.getPrivate());
    } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
      throw new IllegalStateException("the certificate authority could not be made", e);
    }
  }

  static Signed server(
      Signed authority, Set<String> names, Instant now, Instant end, SecureRandom random) {
    try {
      KeyPair keys = keys(random);
      JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              new JcaX509CertificateHolder(authority.certificate()).getSubject(),
              serial(random),
              start(now),
              Date.from(end),
              new X500Name("CN=Portcullis Auth0 emulator"),
              keys.getPublic());
      builder
          .addExtension(
              Extension.subjectAlternativeName,
              false,
              new GeneralNames(
                  names.stream().map(Certificates::generalName).toArray(GeneralName[]::new)))
          .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
          .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
          .addExtension(
              Extension.extendedKeyUsage,
              false,
              new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
          .addExtension(
              Extension.subjectKeyIdentifier,
              false,
              identifiers.createSubjectKeyIdentifier(keys.getPublic()))
          .addExtension(
              Extension.authorityKeyIdentifier,
              false,
              identifiers.createAuthorityKeyIdentifier(authority.certificate().getPublicKey()));
      return signed(builder, keys.getPrivate(), authority.key());
    } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
      throw new IllegalStateException("the server's certificate could not be made", e);
    }
  }

  /** The signature algorithm of a key. */
  static String algorithm(PrivateKey key) {
    return key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
  }

  private static Signed signed(
      X509v3CertificateBuilder builder, PrivateKey key, PrivateKey authorityKey)
      throws GeneralSecurityException, OperatorCreationException {
    return new Signed(
        new JcaX509CertificateConverter()
            .getCertificate(
                builder.build(
                    new JcaContentSignerBuilder(algorithm(authorityKey)).build(authorityKey))),
        key);
  }

  private static GeneralName generalName(String name) {
    return new GeneralName(
        IpLiteral.parse(name).isPresent() ? GeneralName.iPAddress : GeneralName.dNSName, name);
  }

  private static KeyPair keys(SecureRandom random) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), random);
    return generator.generateKeyPair();
  }

  private static BigInteger serial(SecureRandom random) {
    return new BigInteger(127, random).setBit(127);
  }

  private static Date start(Instant now) {
    return Date.from(now.minus(LEEWAY));
  }
}
