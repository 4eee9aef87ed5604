package dev.portcullis.architecture.violations.nojavautillogging.adapters.http;

import java.util.logging.Logger;

class Offender {
  Logger logger() {
    return Logger.getLogger("portcullis");
  }
}
