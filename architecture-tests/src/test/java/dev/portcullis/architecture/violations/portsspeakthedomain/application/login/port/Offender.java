package dev.portcullis.architecture.violations.portsspeakthedomain.application.login.port;

import java.net.URI;

interface Offender {
  URI page();
}
