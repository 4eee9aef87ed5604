package dev.portcullis.architecture.violations.jettylivesintheserver.adapters.http.server.socket;

import org.eclipse.jetty.server.Server;

class InnocentSocket {
  Runnable stop(Server server) {
    return server::destroy;
  }
}
