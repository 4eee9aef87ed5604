package dev.portcullis.architecture.violations.helidonlivesintheemulator.adapters.http;

import io.helidon.webserver.WebServer;

class Offender {
  Runnable stop(WebServer server) {
    return () -> server.stop();
  }
}
