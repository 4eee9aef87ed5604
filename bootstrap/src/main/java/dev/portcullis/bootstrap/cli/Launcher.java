package dev.portcullis.bootstrap.cli;

/** What the launcher, a shell script, tells the program about itself. */
final class Launcher {

  private Launcher() {}

  /**
   * How the launcher was called, such as {@code ./portcullis}, so that a printed command can be
   * copied to the same shell; {@code portcullis} if it does not say.
   */
  static String called() {
    return System.getProperty("portcullis.called", "portcullis");
  }
}
