package dev.portcullis.adapters.http.server;

import java.time.InstantSource;

class JettyAcceptanceTest extends ServerAcceptance {

  @Override
  ServerEngine engine() {
    return new JettyEngine(InstantSource.system());
  }
}
