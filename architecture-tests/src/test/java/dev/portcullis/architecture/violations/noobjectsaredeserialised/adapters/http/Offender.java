package dev.portcullis.architecture.violations.noobjectsaredeserialised.adapters.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;

class Offender {
  Object read(InputStream in) throws IOException, ClassNotFoundException {
    return new ObjectInputStream(in).readObject();
  }
}
