package dev.portcullis.architecture.violations.onlybootstrapmakesadapters.adapters.auth0;

public class Known {}
