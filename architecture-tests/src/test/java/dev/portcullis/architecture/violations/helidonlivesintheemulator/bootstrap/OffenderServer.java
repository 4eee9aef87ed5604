package dev.portcullis.architecture.violations.helidonlivesintheemulator.bootstrap;

import io.helidon.webserver.WebServer;

class OffenderServer {
  Runnable stop(WebServer server) {
    return () -> server.stop();
  }
}
