package dev.portcullis.architecture.violations.emulatorstandsalone.domain;

public class Known {}
