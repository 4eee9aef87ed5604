package dev.portcullis.architecture.violations.springlivesinitsstarter.adapters.servlet;

import org.springframework.core.Ordered;

class OffenderInAdapter {
  int place(Ordered bean) {
    return bean.getOrder();
  }
}
