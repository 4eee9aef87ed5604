package dev.portcullis.adapters.auth0.doctor;

import dev.portcullis.adapters.auth0.settings.TenantTls;
import io.vavr.control.Option;
import java.io.EOFException;
import java.net.SocketException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why a TLS handshake failed, in words for operators. */
final class TlsWords {

  /** The alerts of a server that is not content with the client's certificate, or with none. */
  private static final Pattern ASKS_FOR_CERTIFICATE =
      Pattern.compile(
          "Received fatal alert: (certificate_required|bad_certificate|unknown_ca"
              + "|certificate_unknown|certificate_expired|unsupported_certificate)");

  private TlsWords() {}

  /**
   * The reason.
   *
   * @param host the name that was connected to
   * @param files the files of TLS, if there are any
   */
  static String of(SSLException failure, String host, Option<TenantTls> files) {
    if (has(failure, CertificateExpiredException.class)) {
      return "its certificate has expired; if it has not, this machine's clock is wrong";
    }
    if (has(failure, CertificateNotYetValidException.class)) {
      return "its certificate is not valid yet; if it is, this machine's clock is wrong";
    }
    if (has(failure, CertPathBuilderException.class)
        || has(failure, CertPathValidatorException.class)) {
      return files.exists(TenantTls::hasAuthorities)
          ? "not trusted: its certificate is signed by no authority of the file auth0.trust"
          : "not trusted: its certificate is signed by an authority that this Java does not"
              + " trust; if something on the way inspects TLS, name its authority's file in"
              + " auth0.trust";
    }
    // The JDK has no type for a wrong name, only these texts.
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException
          && String.valueOf(cause.getMessage()).startsWith("No ")) {
        return "not trusted: its certificate is for another name than " + host;
      }
    }
    if (ASKS_FOR_CERTIFICATE.matcher(String.valueOf(failure.getMessage())).find()) {
      return files.exists(TenantTls::hasClientCertificate)
          ? "it refuses the certificate of auth0.client-certificate"
          : "it asks for a client certificate: set auth0.client-certificate and auth0.client-key";
    }
    if (has(failure, EOFException.class) || has(failure, SocketException.class)) {
      // An alert is lost if the server closes before it has read all that was sent.
      return files.exists(TenantTls::hasClientCertificate)
          ? "it closed the connection in the TLS handshake; it may refuse the certificate of"
              + " auth0.client-certificate"
          : "it closed the connection in the TLS handshake";
    }
    return "TLS failed: what answers there speaks no TLS version or cipher of this Java";
  }

  private static boolean has(SSLException failure, Class<? extends Exception> type) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }
}
