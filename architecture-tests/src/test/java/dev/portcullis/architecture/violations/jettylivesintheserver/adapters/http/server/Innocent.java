package dev.portcullis.architecture.violations.jettylivesintheserver.adapters.http.server;

import org.eclipse.jetty.server.Server;

class Innocent {
  Runnable stop(Server server) {
    return server::destroy;
  }
}
