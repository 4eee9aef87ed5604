package com.acme.broken.adapters.audit;

import java.io.IOException;
import java.io.ObjectInputStream;

class Deserializes {

  Object read(ObjectInputStream stream) throws IOException, ClassNotFoundException {
    return stream.readObject();
  }
}
