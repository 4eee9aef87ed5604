package dev.portcullis.adapters.auth0.doctor;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why a TLS handshake failed, in words for operators. */
final class TlsWords {

  private TlsWords() {}

  /**
   * The reason.
   *
   * @param host the name that was connected to
   */
  static String of(SSLException failure, String host) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateExpiredException) {
        return "its certificate has expired; if it has not, this machine's clock is wrong";
      }
      if (cause instanceof CertificateNotYetValidException) {
        return "its certificate is not valid yet; if it is, this machine's clock is wrong";
      }
      if (cause instanceof CertPathBuilderException) {
        return "not trusted: its certificate is signed by an authority that this Java does not"
            + " trust";
      }
      // The JDK has no type for a wrong name, only these texts.
      if (cause instanceof CertificateException
          && String.valueOf(cause.getMessage()).startsWith("No ")) {
        return "not trusted: its certificate is for another name than " + host;
      }
    }
    return "TLS failed: what answers there speaks no TLS version or cipher of this Java";
  }
}
