package dev.portcullis.architecture.violations.adaptersdonotknoweachother.adapters.auth0;

public class Known {}
