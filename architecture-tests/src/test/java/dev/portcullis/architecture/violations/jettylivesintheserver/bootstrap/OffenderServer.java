package dev.portcullis.architecture.violations.jettylivesintheserver.bootstrap;

import org.eclipse.jetty.server.Server;

class OffenderServer {
  Runnable stop(Server server) {
    return server::destroy;
  }
}
