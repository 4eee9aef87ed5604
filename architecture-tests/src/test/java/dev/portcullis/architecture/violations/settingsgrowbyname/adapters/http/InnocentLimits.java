package dev.portcullis.architecture.violations.settingsgrowbyname.adapters.http;

public final class InnocentLimits {
  private InnocentLimits(int a, int b, int c, int d, int e) {}

  public static InnocentLimits of() {
    return new InnocentLimits(1, 2, 3, 4, 5);
  }
}
