package dev.portcullis.architecture.violations.helidonlivesintheservers.bootstrap;

import io.helidon.webserver.WebServer;

class OffenderServer {
  Runnable stop(WebServer server) {
    return () -> server.stop();
  }
}
