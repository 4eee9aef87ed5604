/**
 * Traces through OpenTelemetry. Start at {@link dev.portcullis.adapters.otel.OpenTelemetryTracing}
 * with an SDK that the program around the gateway has, and at {@link
 * dev.portcullis.adapters.otel.OtlpTraces} without one. The only package that knows OpenTelemetry.
 */
@NullMarked
package dev.portcullis.adapters.otel;

import org.jspecify.annotations.NullMarked;
