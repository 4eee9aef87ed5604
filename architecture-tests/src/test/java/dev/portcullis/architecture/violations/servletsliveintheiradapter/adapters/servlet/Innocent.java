package dev.portcullis.architecture.violations.servletsliveintheiradapter.adapters.servlet;

import jakarta.servlet.Servlet;

class Innocent {
  Runnable stop(Servlet servlet) {
    return servlet::destroy;
  }
}
