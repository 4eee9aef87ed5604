package dev.portcullis.architecture.violations.onlyprogramsdependonembed.embed;

public class Known {}
