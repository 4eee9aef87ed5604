package dev.portcullis.architecture.violations.jettylivesintheserver.adapters.http.server.tls;

import org.eclipse.jetty.server.Server;

class Offender {
  Runnable stop(Server server) {
    return server::destroy;
  }
}
