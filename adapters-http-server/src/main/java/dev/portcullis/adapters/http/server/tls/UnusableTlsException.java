package dev.portcullis.adapters.http.server.tls;

import dev.portcullis.adapters.http.server.tls.TlsFiles.Finding;

/** A file of TLS settings that cannot be used. */
final class UnusableTlsException extends Exception {

  private static final long serialVersionUID = 1;

  private final transient Finding finding;

  UnusableTlsException(Finding finding) {
    super(finding.toString());
    this.finding = finding;
  }

  UnusableTlsException(TlsFiles.Part part, String problem, String fix) {
    this(Finding.error(part, problem, fix));
  }

  Finding finding() {
    return finding;
  }
}
