package com.acme.broken.adapters.audit;

import feign.FeignException;

class CatchesFeign {

  int status(FeignException failure) {
    return failure.status();
  }
}
