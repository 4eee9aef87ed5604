package dev.portcullis.bootstrap;

/** The entry point of {@code ./portcullis}. */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(GatewayApp.with(arguments).run());
  }
}
