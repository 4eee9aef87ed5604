package dev.portcullis.architecture.violations.helidonlivesintheservers.emulator;

import io.helidon.webserver.WebServer;

class InnocentServer {
  Runnable stop(WebServer server) {
    return () -> server.stop();
  }
}
