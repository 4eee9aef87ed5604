package dev.portcullis.architecture.violations.helidonlivesintheservers.adapters.http.server;

import io.helidon.webserver.WebServer;

class HelidonInnocent {
  Runnable stop(WebServer server) {
    return () -> server.stop();
  }
}
