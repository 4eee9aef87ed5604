package dev.portcullis.architecture.violations.settingsgrowbyname.adapters.http;

public record OffenderSettings(int a, int b, int c, int d, int e) {}
