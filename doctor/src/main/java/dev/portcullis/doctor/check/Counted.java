package dev.portcullis.doctor.check;

/** A number with its noun: 1 error, 2 errors. */
public final class Counted {

  private Counted() {}

  /** With a noun whose plural ends with s. */
  public static String of(long number, String noun) {
    return of(number, noun, noun + "s");
  }

  /** With both forms of the noun. */
  public static String of(long number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }
}
