package dev.portcullis.architecture.violations.api.hidden;

/** Not public API. */
public final class Hidden {}
