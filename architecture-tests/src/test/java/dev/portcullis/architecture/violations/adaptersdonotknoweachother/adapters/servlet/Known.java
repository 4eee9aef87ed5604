package dev.portcullis.architecture.violations.adaptersdonotknoweachother.adapters.servlet;

public class Known {}
