package dev.portcullis.architecture.violations.opentelemetrylivesinitsadapter.adapters.http;

import io.opentelemetry.api.trace.Span;

class Offender {
  Runnable end(Span span) {
    return span::end;
  }
}
