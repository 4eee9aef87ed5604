package dev.portcullis.architecture.violations.onlybootstrapmakesservices.application.service;

public class Known {}
