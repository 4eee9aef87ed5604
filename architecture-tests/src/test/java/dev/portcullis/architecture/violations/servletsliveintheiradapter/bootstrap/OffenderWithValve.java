package dev.portcullis.architecture.violations.servletsliveintheiradapter.bootstrap;

import org.apache.catalina.Valve;

class OffenderWithValve {
  Runnable stop(Valve valve) {
    return valve::backgroundProcess;
  }
}
