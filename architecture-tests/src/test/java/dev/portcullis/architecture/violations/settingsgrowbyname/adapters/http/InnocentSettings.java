package dev.portcullis.architecture.violations.settingsgrowbyname.adapters.http;

public record InnocentSettings(int a, int b, int c, int d) {}
