package dev.portcullis.architecture.violations.onlybootstrapmakesservices.application.login;

public class KnownService {}
