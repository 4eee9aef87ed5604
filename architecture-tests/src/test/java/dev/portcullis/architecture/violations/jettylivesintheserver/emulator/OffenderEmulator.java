package dev.portcullis.architecture.violations.jettylivesintheserver.emulator;

import org.eclipse.jetty.server.Server;

class OffenderEmulator {
  Runnable stop(Server server) {
    return server::destroy;
  }
}
