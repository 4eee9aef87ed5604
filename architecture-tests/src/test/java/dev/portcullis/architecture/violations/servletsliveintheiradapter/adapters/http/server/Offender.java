package dev.portcullis.architecture.violations.servletsliveintheiradapter.adapters.http.server;

import jakarta.servlet.Servlet;

class Offender {
  Runnable stop(Servlet servlet) {
    return servlet::destroy;
  }
}
