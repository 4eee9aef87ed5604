package dev.portcullis.architecture.violations.settingsgrowbyname.adapters.http;

public final class InnocentLimits {
  private final int sum;

  private InnocentLimits(int a, int b, int c, int d, int e) {
    this.sum = a + b + c + d + e;
  }

  public int sum() {
    return sum;
  }

  public static InnocentLimits of() {
    return new InnocentLimits(1, 2, 3, 4, 5);
  }
}
