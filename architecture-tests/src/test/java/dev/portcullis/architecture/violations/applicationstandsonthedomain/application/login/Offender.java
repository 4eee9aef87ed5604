package dev.portcullis.architecture.violations.applicationstandsonthedomain.application.login;

import org.slf4j.Logger;

class Offender {
  void log(Logger logger) {
    logger.info("done");
  }
}
