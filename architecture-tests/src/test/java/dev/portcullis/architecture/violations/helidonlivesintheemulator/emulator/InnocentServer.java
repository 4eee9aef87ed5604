package dev.portcullis.architecture.violations.helidonlivesintheemulator.emulator;

import io.helidon.webserver.WebServer;

class InnocentServer {
  Runnable stop(WebServer server) {
    return () -> server.stop();
  }
}
