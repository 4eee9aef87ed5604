package dev.portcullis.architecture.violations.lettucelivesinitsadapter.bootstrap;

import io.lettuce.core.RedisClient;

class OffenderWiring {
  Runnable stop(RedisClient client) {
    return client::shutdown;
  }
}
