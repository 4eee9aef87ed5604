package dev.portcullis.architecture.violations.jettylivesintheserver.adapters.servlet;

import org.eclipse.jetty.server.Server;

class InnocentServlet {
  Runnable stop(Server server) {
    return server::destroy;
  }
}
