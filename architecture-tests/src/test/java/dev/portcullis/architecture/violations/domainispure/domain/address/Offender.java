package dev.portcullis.architecture.violations.domainispure.domain.address;

import java.net.InetAddress;

class Offender {
  InetAddress address() {
    return InetAddress.getLoopbackAddress();
  }
}
