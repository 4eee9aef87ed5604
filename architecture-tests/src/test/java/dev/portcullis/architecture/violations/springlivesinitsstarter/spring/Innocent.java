package dev.portcullis.architecture.violations.springlivesinitsstarter.spring;

import org.springframework.core.Ordered;

class Innocent {
  int place(Ordered bean) {
    return bean.getOrder();
  }
}
