package dev.portcullis.architecture.violations.adaptersdonotknoweachother.adapters.http.exchange;

public class Known {}
