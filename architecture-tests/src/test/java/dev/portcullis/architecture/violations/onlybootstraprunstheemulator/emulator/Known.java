package dev.portcullis.architecture.violations.onlybootstraprunstheemulator.emulator;

public class Known {}
