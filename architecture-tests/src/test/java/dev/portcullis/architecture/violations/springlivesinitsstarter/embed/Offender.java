package dev.portcullis.architecture.violations.springlivesinitsstarter.embed;

import org.springframework.core.Ordered;

class Offender {
  int place(Ordered bean) {
    return bean.getOrder();
  }
}
