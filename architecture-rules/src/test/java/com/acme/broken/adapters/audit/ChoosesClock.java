package com.acme.broken.adapters.audit;

import java.time.InstantSource;

class ChoosesClock {

  InstantSource clock() {
    return InstantSource.system();
  }
}
