package dev.portcullis.architecture.violations.lettucelivesinitsadapter.adapters.redis;

import io.lettuce.core.RedisClient;

class Innocent {
  Runnable stop(RedisClient client) {
    return client::shutdown;
  }
}
