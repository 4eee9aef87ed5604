package dev.portcullis.architecture.publicapi.hidden;

/** Not public API. */
public final class Hidden {}
