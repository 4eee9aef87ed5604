package dev.portcullis.architecture.violations.jettylivesintheserver.emulator.internal.http;

import org.eclipse.jetty.server.Server;

class InnocentJetty {
  Runnable stop(Server server) {
    return server::destroy;
  }
}
