package dev.portcullis.architecture.violations.onlyembedmakesservices.application.login;

public class KnownService {}
