package dev.portcullis.adapters.http.server;

class JettyAcceptanceTest extends ServerAcceptance {

  @Override
  ServerEngine engine() {
    return new JettyEngine();
  }
}
