package dev.portcullis.architecture.violations.nothingdependsonthedemo.demo;

public class Known {}
