package dev.portcullis.architecture.violations.portsspeakthedomain.application.port.out;

import java.net.URI;

interface Offender {
  URI page();
}
