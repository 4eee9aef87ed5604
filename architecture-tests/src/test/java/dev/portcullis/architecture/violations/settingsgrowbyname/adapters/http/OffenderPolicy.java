package dev.portcullis.architecture.violations.settingsgrowbyname.adapters.http;

public final class OffenderPolicy {
  public OffenderPolicy(int a, int b, int c, int d, int e) {}
}
