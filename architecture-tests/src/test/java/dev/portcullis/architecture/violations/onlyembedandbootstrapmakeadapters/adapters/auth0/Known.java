package dev.portcullis.architecture.violations.onlyembedandbootstrapmakeadapters.adapters.auth0;

public class Known {}
