package dev.portcullis.architecture.violations.onlythedemorunstheemulator.emulator;

public class Known {}
