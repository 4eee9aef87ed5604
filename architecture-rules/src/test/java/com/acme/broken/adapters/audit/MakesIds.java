package com.acme.broken.adapters.audit;

import java.util.UUID;
import java.util.function.Supplier;

class MakesIds {

  Supplier<UUID> ids() {
    return UUID::randomUUID;
  }
}
