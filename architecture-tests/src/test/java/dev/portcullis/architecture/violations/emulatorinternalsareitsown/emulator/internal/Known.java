package dev.portcullis.architecture.violations.emulatorinternalsareitsown.emulator.internal;

public class Known {}
